"""Covers: garage doors, gates, shades and blinds."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.components.cover import (
    ATTR_POSITION,
    ATTR_TILT_POSITION,
    CoverEntity,
    CoverEntityFeature,
)
from homeassistant.const import Platform

from ..entity import DeviceEntity
from ..model import EntityBlueprint, Feature, commands, readings
from ..runtime import HubRuntime
from . import entities_of, of_device

_FEATURES: Final[Mapping[Feature, CoverEntityFeature]] = {
    Feature.OPEN: CoverEntityFeature.OPEN,
    Feature.CLOSE: CoverEntityFeature.CLOSE,
    Feature.STOP: CoverEntityFeature.STOP,
    Feature.POSITION: CoverEntityFeature.SET_POSITION,
    Feature.TILT: CoverEntityFeature.OPEN_TILT
    | CoverEntityFeature.CLOSE_TILT
    | CoverEntityFeature.SET_TILT_POSITION,
}


class HubCover(DeviceEntity, CoverEntity):
    """Something that opens and closes, and says by itself which of the two it is doing."""

    def __init__(
        self, runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str
    ) -> None:
        """Decide for good what it can do."""
        super().__init__(runtime, blueprint, device_id)
        self._attr_supported_features = self.features(_FEATURES, CoverEntityFeature(0))

    @property
    def _state(self) -> str | None:
        return readings.cover_state(self.device, self.blueprint)

    @property
    @override
    def known(self) -> bool:
        """Return whether it knows where it is."""
        return self._state is not None

    @property
    @override
    def is_closed(self) -> bool | None:
        """Return whether it is closed."""
        return None if self._state is None else self._state == "closed"

    @property
    @override
    def is_opening(self) -> bool:
        """Return whether it says that it is opening."""
        return self._state == "opening"

    @property
    @override
    def is_closing(self) -> bool:
        """Return whether it says that it is closing."""
        return self._state == "closing"

    @property
    @override
    def current_cover_position(self) -> int | None:
        """Return where it is, 100 being open."""
        return readings.cover_position(self.device)

    @property
    @override
    def current_cover_tilt_position(self) -> int | None:
        """Return how its slats stand, 100 being open."""
        return self.device.integer("tilt")

    @override
    async def async_open_cover(self, **kwargs: Any) -> None:
        """Open it; a door only if the gate lets that pass."""
        await self.async_do(commands.simple, self.device, "open")

    @override
    async def async_close_cover(self, **kwargs: Any) -> None:
        """Close it."""
        await self.async_do(commands.simple, self.device, "close")

    @override
    async def async_stop_cover(self, **kwargs: Any) -> None:
        """Stop it where it is."""
        await self.async_do(commands.cover_stop, self.device)

    @override
    async def async_set_cover_position(self, **kwargs: Any) -> None:
        """Move it."""
        await self.async_do(commands.cover_position, kwargs[ATTR_POSITION])

    @override
    async def async_open_cover_tilt(self, **kwargs: Any) -> None:
        """Open its slats."""
        await self.async_do(commands.cover_tilt, 100)

    @override
    async def async_close_cover_tilt(self, **kwargs: Any) -> None:
        """Close its slats."""
        await self.async_do(commands.cover_tilt, 0)

    @override
    async def async_set_cover_tilt_position(self, **kwargs: Any) -> None:
        """Turn its slats."""
        await self.async_do(commands.cover_tilt, kwargs[ATTR_TILT_POSITION])


async_setup_entry = entities_of(Platform.COVER, of_device(HubCover))
