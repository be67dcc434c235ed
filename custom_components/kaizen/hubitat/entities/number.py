"""Numbers: the time a session has left, and variables that are numbers."""

from typing import override

from homeassistant.components.number import NumberDeviceClass, NumberEntity, NumberMode
from homeassistant.const import Platform

from ..entity import DeviceEntity, HubEntity
from ..model import EntityBlueprint, commands
from ..runtime import HubRuntime
from . import entities_of
from .variables import VariableEntity


class _Number(HubEntity, NumberEntity):
    """What all numbers have in common."""

    _attr_mode = NumberMode.BOX
    _attr_device_class: NumberDeviceClass | None

    def __init__(
        self, runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str | None
    ) -> None:
        """Keep within the blueprint's limits."""
        super().__init__(runtime, blueprint, device_id)
        if blueprint.device_class is not None:
            self._attr_device_class = NumberDeviceClass(blueprint.device_class)
        self._attr_native_unit_of_measurement = blueprint.unit
        if blueprint.minimum is not None:
            self._attr_native_min_value = blueprint.minimum
        if blueprint.maximum is not None:
            self._attr_native_max_value = blueprint.maximum
        if blueprint.step is not None:
            self._attr_native_step = blueprint.step


class HubNumber(DeviceEntity, _Number):
    """A number of a device."""

    @property
    @override
    def native_value(self) -> float | None:
        """Return what the device last reported."""
        return self.device.number(self.blueprint.attributes[0])

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Send it."""
        timer = "setTimeRemaining" in self.blueprint.commands
        await self.async_do(
            commands.time_remaining if timer else commands.connector, value
        )


class VariableNumber(VariableEntity, _Number):
    """A hub variable that is a number."""

    @property
    @override
    def native_value(self) -> float | None:
        """Return the variable's value."""
        held = self.held
        if isinstance(held, bool) or not isinstance(held, int | float):
            return None
        return held

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Set the variable."""
        await self.async_set(value)


def _build(
    runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str | None
) -> HubEntity:
    if device_id is None:
        return VariableNumber(runtime, blueprint, device_id)
    return HubNumber(runtime, blueprint, device_id)


async_setup_entry = entities_of(Platform.NUMBER, _build)
