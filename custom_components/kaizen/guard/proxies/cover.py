"""Guarded twins of garage doors, gates and whatever else opens a way in."""

from typing import Any, override

from homeassistant.components.cover import (
    CoverDeviceClass,
    CoverEntity,
    CoverEntityFeature,
    CoverState,
)
from homeassistant.const import ATTR_DEVICE_CLASS, Platform

from . import proxies_of
from .entity import GuardedTwin


class GuardedCover(GuardedTwin, CoverEntity):
    """A cover that asks before it opens further."""

    domain = Platform.COVER

    @property
    @override
    def device_class(self) -> CoverDeviceClass | None:
        """Return what the source is."""
        kind = self.attribute(ATTR_DEVICE_CLASS)
        return CoverDeviceClass(kind) if kind in list(CoverDeviceClass) else None

    @property
    @override
    def supported_features(self) -> CoverEntityFeature:
        """Return what the source can do."""
        return CoverEntityFeature(self.features)

    @property
    @override
    def supported_speeds(self) -> list[str] | None:
        """Return how fast the source can move."""
        speeds: list[str] | None = self.attribute("supported_speeds")
        return speeds

    @property
    @override
    def is_closed(self) -> bool | None:
        """Return whether the source is closed."""
        closed = self.attribute("is_closed")
        if isinstance(closed, bool):
            return closed
        return None if self.mirrored is None else self.mirrored == CoverState.CLOSED

    @property
    @override
    def is_opening(self) -> bool:
        """Return whether the source is opening."""
        return self.mirrored == CoverState.OPENING

    @property
    @override
    def is_closing(self) -> bool:
        """Return whether the source is closing."""
        return self.mirrored == CoverState.CLOSING

    @property
    @override
    def current_cover_position(self) -> int | None:
        """Return how far the source is open, in percent."""
        position: int | None = self.attribute("current_position")
        return position

    @property
    @override
    def current_cover_tilt_position(self) -> int | None:
        """Return how far the source's slats are open, in percent."""
        tilt: int | None = self.attribute("current_tilt_position")
        return tilt

    @override
    async def async_open_cover(self, **kwargs: Any) -> None:
        """Open the source, if the guard lets that pass."""
        await self.async_pass("open_cover", **kwargs)

    @override
    async def async_close_cover(self, **kwargs: Any) -> None:
        """Close the source."""
        await self.async_pass("close_cover", **kwargs)

    @override
    async def async_stop_cover(self, **kwargs: Any) -> None:
        """Stop the source where it is."""
        await self.async_pass("stop_cover")

    @override
    async def async_toggle(self, **kwargs: Any) -> None:
        """Let the source choose the direction, if the guard lets any pass."""
        await self.async_pass("toggle")

    @override
    async def async_set_cover_position(self, **kwargs: Any) -> None:
        """Move the source; further open only if the guard lets that pass."""
        await self.async_pass("set_cover_position", **kwargs)

    @override
    async def async_open_cover_tilt(self, **kwargs: Any) -> None:
        """Open the source's slats, if the guard lets that pass."""
        await self.async_pass("open_cover_tilt")

    @override
    async def async_close_cover_tilt(self, **kwargs: Any) -> None:
        """Close the source's slats."""
        await self.async_pass("close_cover_tilt")

    @override
    async def async_stop_cover_tilt(self, **kwargs: Any) -> None:
        """Stop the source's slats."""
        await self.async_pass("stop_cover_tilt")

    @override
    async def async_toggle_tilt(self, **kwargs: Any) -> None:
        """Let the source choose the direction of its slats, if the guard lets any pass."""
        await self.async_pass("toggle_cover_tilt")

    @override
    async def async_set_cover_tilt_position(self, **kwargs: Any) -> None:
        """Turn the source's slats; further open only if the guard lets that pass."""
        await self.async_pass("set_cover_tilt_position", **kwargs)


async_setup_entry = proxies_of(GuardedCover)
