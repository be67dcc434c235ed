"""Binary sensors: what devices detect, and whether HSM watches at all."""

from typing import Any, Final, override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
)
from homeassistant.const import Platform

from ..entity import DeviceEntity, HubEntity
from ..model import Changes, EntityBlueprint, readings
from ..runtime import HubRuntime
from . import entities_of

ATTR_TESTED: Final = "tested"
_TESTABLE: Final = frozenset({"smoke", "carbon_monoxide", "gas"})


class _Detector(HubEntity, BinarySensorEntity):
    """What all binary sensors have in common."""

    _attr_device_class: BinarySensorDeviceClass | None

    def __init__(
        self, runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str | None
    ) -> None:
        """Be of the blueprint's class."""
        super().__init__(runtime, blueprint, device_id)
        if blueprint.device_class is not None:
            self._attr_device_class = BinarySensorDeviceClass(blueprint.device_class)


class HubBinarySensor(DeviceEntity, _Detector):
    """What a device detects."""

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it is detected."""
        return readings.detected(self.device, self.blueprint)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return of a detector whether someone is testing it, which is no alarm."""
        if self.blueprint.device_class not in _TESTABLE:
            return None
        return {ATTR_TESTED: self.device.text(self.blueprint.attributes[0]) == "tested"}


class MonitoringOff(_Detector):
    """Whether HSM watches nothing at all, not even smoke and water."""

    @property
    @override
    def known(self) -> bool:
        """Return whether HSM says in which state it is."""
        return self.runtime.state.hsm.monitoring_off is not None

    @override
    def is_shown(self, changes: Changes) -> bool:
        """Return whether HSM changed."""
        return changes.hsm

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether everything is disarmed."""
        return self.runtime.state.hsm.monitoring_off


def _build(
    runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str | None
) -> HubEntity:
    kind = MonitoringOff if device_id is None else HubBinarySensor
    return kind(runtime, blueprint, device_id)


async_setup_entry = entities_of(Platform.BINARY_SENSOR, _build)
