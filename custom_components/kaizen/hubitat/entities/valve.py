"""Valves."""

from collections.abc import Mapping
from typing import Final, override

from homeassistant.components.valve import ValveEntity, ValveEntityFeature
from homeassistant.const import Platform

from ..model import EntityBlueprint, Feature, readings
from ..runtime import HubRuntime
from . import entities_of, of_device
from .pursuit import PursuingEntity

_FEATURES: Final[Mapping[Feature, ValveEntityFeature]] = {
    Feature.OPEN: ValveEntityFeature.OPEN,
    Feature.CLOSE: ValveEntityFeature.CLOSE,
}


class HubValve(PursuingEntity, ValveEntity):
    """A valve that is open or closed."""

    _attr_reports_position = False

    def __init__(
        self, runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str
    ) -> None:
        """Decide for good what it can do."""
        super().__init__(runtime, blueprint, device_id)
        self._attr_supported_features = self.features(_FEATURES, ValveEntityFeature(0))

    @property
    @override
    def is_closed(self) -> bool | None:
        """Return whether it is closed."""
        return readings.valve_closed(self.device)

    @property
    @override
    def is_opening(self) -> bool:
        """Return whether it was told to open and has not reported since."""
        return self.goal == "open"

    @property
    @override
    def is_closing(self) -> bool:
        """Return whether it was told to close and has not reported since."""
        return self.goal == "closed"

    @override
    async def async_open_valve(self) -> None:
        """Open it, if the gate lets that pass."""
        await self.async_pursue("open", "open")

    @override
    async def async_close_valve(self) -> None:
        """Close it."""
        await self.async_pursue("close", "closed")


async_setup_entry = entities_of(Platform.VALVE, of_device(HubValve))
