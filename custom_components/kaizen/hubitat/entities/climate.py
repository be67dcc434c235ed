"""Thermostats."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.components.climate import (
    ATTR_HVAC_MODE,
    ATTR_TARGET_TEMP_HIGH,
    ATTR_TARGET_TEMP_LOW,
    ClimateEntity,
    ClimateEntityFeature,
    HVACAction,
    HVACMode,
)
from homeassistant.const import ATTR_TEMPERATURE, Platform, UnitOfTemperature

from ..entity import DeviceEntity
from ..model import EntityBlueprint, Feature, commands, readings
from ..runtime import HubRuntime
from . import entities_of, of_device

_FEATURES: Final[Mapping[Feature, ClimateEntityFeature]] = {
    Feature.TARGET: ClimateEntityFeature.TARGET_TEMPERATURE,
    Feature.TARGET_RANGE: ClimateEntityFeature.TARGET_TEMPERATURE_RANGE,
    Feature.FAN_MODE: ClimateEntityFeature.FAN_MODE,
    Feature.PRESET: ClimateEntityFeature.PRESET_MODE,
    Feature.TURN_ON: ClimateEntityFeature.TURN_ON,
    Feature.TURN_OFF: ClimateEntityFeature.TURN_OFF,
}
_STEPS: Final[Mapping[str, float]] = {
    UnitOfTemperature.CELSIUS: 0.5,
    UnitOfTemperature.FAHRENHEIT: 1.0,
}


class HubThermostat(DeviceEntity, ClimateEntity):
    """A thermostat, in its own unit."""

    def __init__(
        self, runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str
    ) -> None:
        """Decide for good what it can do."""
        super().__init__(runtime, blueprint, device_id)
        unit = self.device.temperature_unit("temperature", runtime.temperature_unit)
        self._attr_native_temperature_unit = unit
        self._attr_target_temperature_step = _STEPS[unit]
        self._attr_supported_features = self.features(
            _FEATURES, ClimateEntityFeature(0)
        )
        self._attr_hvac_modes = [HVACMode(mode) for mode in blueprint.options]
        self._attr_fan_modes = list(blueprint.fan_modes)
        self._attr_preset_modes = list(blueprint.presets)

    @property
    @override
    def hvac_mode(self) -> HVACMode | None:
        """Return what it is set to do."""
        mode = readings.hvac(self.device)
        return None if mode is None else HVACMode(mode)

    @property
    @override
    def hvac_action(self) -> HVACAction | None:
        """Return what it is doing."""
        action = readings.hvac_action(self.device)
        return None if action is None else HVACAction(action)

    @property
    @override
    def preset_mode(self) -> str | None:
        """Return whether it is in emergency heat."""
        return readings.climate_preset(self.device)

    @property
    @override
    def fan_mode(self) -> str | None:
        """Return what its fan does."""
        return self.device.text("thermostatFanMode")

    @property
    @override
    def native_current_temperature(self) -> float | None:
        """Return how warm it is."""
        return self.device.number("temperature")

    @property
    @override
    def current_humidity(self) -> float | None:
        """Return how humid it is."""
        return self.device.number("humidity")

    @property
    @override
    def native_target_temperature(self) -> float | None:
        """Return the one temperature it aims at."""
        return readings.targets(self.device)[0]

    @property
    @override
    def native_target_temperature_low(self) -> float | None:
        """Return below what it heats."""
        return readings.targets(self.device)[1]

    @property
    @override
    def native_target_temperature_high(self) -> float | None:
        """Return above what it cools."""
        return readings.targets(self.device)[2]

    @override
    async def async_set_temperature(self, **kwargs: Any) -> None:
        """Aim at other temperatures, if wanted in another mode."""
        await self.async_do(
            commands.climate_temperature,
            self.device,
            target=kwargs.get(ATTR_TEMPERATURE),
            low=kwargs.get(ATTR_TARGET_TEMP_LOW),
            high=kwargs.get(ATTR_TARGET_TEMP_HIGH),
            mode=kwargs.get(ATTR_HVAC_MODE),
        )

    @override
    async def async_set_hvac_mode(self, hvac_mode: HVACMode) -> None:
        """Set what it does."""
        await self.async_do(commands.climate_mode, self.device, hvac_mode)

    @override
    async def async_turn_on(self) -> None:
        """Let it decide whether to heat or to cool, if it can."""
        await self.async_do(commands.climate_on, self.device)

    @override
    async def async_turn_off(self) -> None:
        """Switch it off."""
        await self.async_set_hvac_mode(HVACMode.OFF)

    @override
    async def async_set_preset_mode(self, preset_mode: str) -> None:
        """Begin or end emergency heat."""
        await self.async_do(commands.climate_preset, self.device, preset_mode)

    @override
    async def async_set_fan_mode(self, fan_mode: str) -> None:
        """Set what its fan does."""
        await self.async_do(commands.climate_fan_mode, self.device, fan_mode)


async_setup_entry = entities_of(Platform.CLIMATE, of_device(HubThermostat))
