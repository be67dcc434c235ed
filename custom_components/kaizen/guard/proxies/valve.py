"""Guarded twins of valves."""

from typing import Final, override

from homeassistant.components.valve import (
    ValveDeviceClass,
    ValveEntity,
    ValveEntityFeature,
    ValveState,
)
from homeassistant.const import ATTR_DEVICE_CLASS, Platform

from . import proxies_of
from .entity import GuardedTwin

_POSITION: Final = "current_position"


class GuardedValve(GuardedTwin, ValveEntity):
    """A valve that asks before it opens further."""

    domain = Platform.VALVE

    @property
    @override
    def device_class(self) -> ValveDeviceClass | None:
        """Return what flows through the source."""
        kind = self.attribute(ATTR_DEVICE_CLASS)
        return ValveDeviceClass(kind) if kind in list(ValveDeviceClass) else None

    @property
    @override
    def supported_features(self) -> ValveEntityFeature:
        """Return what the source can do."""
        return ValveEntityFeature(self.features)

    @property
    @override
    def reports_position(self) -> bool:
        """Return whether the source tells how far it is open."""
        return self.attribute(_POSITION) is not None

    @property
    @override
    def current_valve_position(self) -> int | None:
        """Return how far the source is open, in percent."""
        position: int | None = self.attribute(_POSITION)
        return position

    @property
    @override
    def is_closed(self) -> bool | None:
        """Return whether the source is closed."""
        return None if self.mirrored is None else self.mirrored == ValveState.CLOSED

    @property
    @override
    def is_opening(self) -> bool:
        """Return whether the source is opening."""
        return self.mirrored == ValveState.OPENING

    @property
    @override
    def is_closing(self) -> bool:
        """Return whether the source is closing."""
        return self.mirrored == ValveState.CLOSING

    @override
    async def async_open_valve(self) -> None:
        """Open the source, if the guard lets that pass."""
        await self.async_pass("open_valve")

    @override
    async def async_close_valve(self) -> None:
        """Close the source."""
        await self.async_pass("close_valve")

    @override
    async def async_stop_valve(self) -> None:
        """Stop the source where it is."""
        await self.async_pass("stop_valve")

    @override
    async def async_toggle(self) -> None:
        """Let the source choose the direction, if the guard lets any pass."""
        await self.async_pass("toggle")

    @override
    async def async_set_valve_position(self, position: int) -> None:
        """Move the source; further open only if the guard lets that pass."""
        await self.async_pass("set_valve_position", position=position)


async_setup_entry = proxies_of(GuardedValve)
