"""Sensors: what devices measure, and hub variables that are a moment."""

from datetime import datetime
from typing import override

from homeassistant.components.sensor import (
    DEVICE_CLASS_UNITS,
    SensorDeviceClass,
    SensorEntity,
    SensorStateClass,
)
from homeassistant.const import MAX_LENGTH_STATE_STATE, Platform
from homeassistant.helpers.typing import StateType

from ..entity import DeviceEntity, HubEntity
from ..model import EntityBlueprint
from ..runtime import HubRuntime
from . import entities_of
from .variables import VariableEntity


class HubSensor(DeviceEntity, SensorEntity):
    """A value of a device."""

    _attr_device_class: SensorDeviceClass | None

    def __init__(
        self, runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str
    ) -> None:
        """Show the blueprint's first attribute."""
        super().__init__(runtime, blueprint, device_id)
        self._attr_device_class = _device_class(blueprint)
        if blueprint.state_class is not None:
            self._attr_state_class = SensorStateClass(blueprint.state_class)
        if self._attr_device_class is SensorDeviceClass.TEMPERATURE:
            self._attr_suggested_display_precision = 1
        if blueprint.options:
            self._attr_options = list(blueprint.options)

    @property
    @override
    def native_value(self) -> StateType:
        """Return what the device last reported; a word that means nothing here is unknown."""
        value = self.device.value(self.blueprint.attributes[0])
        if isinstance(value, str):
            options = self.blueprint.options
            fits = value in options if options else len(value) <= MAX_LENGTH_STATE_STATE
            return value if fits else None
        return value if isinstance(value, int | float) else None

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Return the unit of what was last reported, for drivers change it with their settings."""
        attribute, unit = self.blueprint.attributes[0], self.blueprint.unit
        if self.device_class is SensorDeviceClass.TEMPERATURE:
            return self.device.temperature_unit(
                attribute, self.runtime.temperature_unit
            )
        said = self.device.unit(attribute)
        known = DEVICE_CLASS_UNITS.get(self.device_class) if self.device_class else None
        return said if known and said in known else unit


class VariableSensor(VariableEntity, SensorEntity):
    """A hub variable that is a moment."""

    _attr_device_class: SensorDeviceClass | None

    def __init__(
        self, runtime: HubRuntime, blueprint: EntityBlueprint, device_id: None
    ) -> None:
        """Show the variable."""
        super().__init__(runtime, blueprint, device_id)
        self._attr_device_class = _device_class(blueprint)

    @property
    @override
    def native_value(self) -> datetime | None:
        """Return the moment."""
        return self.held if isinstance(self.held, datetime) else None


def _device_class(blueprint: EntityBlueprint) -> SensorDeviceClass | None:
    return SensorDeviceClass(blueprint.device_class) if blueprint.device_class else None


def _build(
    runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str | None
) -> HubEntity:
    if device_id is None:
        return VariableSensor(runtime, blueprint, device_id)
    return HubSensor(runtime, blueprint, device_id)


async_setup_entry = entities_of(Platform.SENSOR, _build)
