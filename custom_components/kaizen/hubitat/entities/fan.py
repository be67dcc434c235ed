"""Fans with speeds."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.components.fan import FanEntity, FanEntityFeature
from homeassistant.const import Platform

from ..entity import DeviceEntity
from ..model import EntityBlueprint, Feature, commands, readings
from ..runtime import HubRuntime
from . import entities_of, of_device

_FEATURES: Final[Mapping[Feature, FanEntityFeature]] = {
    Feature.SPEED: FanEntityFeature.SET_SPEED,
    Feature.PRESET: FanEntityFeature.PRESET_MODE,
}


class HubFan(DeviceEntity, FanEntity):
    """A fan."""

    def __init__(
        self, runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str
    ) -> None:
        """Decide for good what it can do."""
        super().__init__(runtime, blueprint, device_id)
        self._attr_supported_features = self.features(
            _FEATURES, FanEntityFeature.TURN_ON | FanEntityFeature.TURN_OFF
        )
        self._attr_speed_count = len(blueprint.options) or 1
        if blueprint.presets:
            self._attr_preset_modes = list(blueprint.presets)

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it runs."""
        return readings.fan_on(self.device)

    @property
    @override
    def percentage(self) -> int | None:
        """Return how fast it runs."""
        return readings.fan_percentage(self.device)

    @property
    @override
    def preset_mode(self) -> str | None:
        """Return `auto` while it decides by itself."""
        speed = self.device.text("speed")
        return speed if speed in self.blueprint.presets else None

    @override
    async def async_turn_on(
        self,
        percentage: int | None = None,
        preset_mode: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Let it run."""
        await self.async_do(
            commands.fan_on, self.device, percentage=percentage, preset=preset_mode
        )

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Stop it."""
        await self.async_do(commands.fan_off, self.device)

    @override
    async def async_set_percentage(self, percentage: int) -> None:
        """Let it run that fast; 0 stops it."""
        await self.async_do(commands.fan_on, self.device, percentage=percentage)

    @override
    async def async_set_preset_mode(self, preset_mode: str) -> None:
        """Let it decide by itself."""
        await self.async_do(commands.fan_on, self.device, preset=preset_mode)


async_setup_entry = entities_of(Platform.FAN, of_device(HubFan))
