"""Events: buttons that are pressed, surfaces that are touched, alerts of HSM."""

from typing import Final, override

from homeassistant.components.event import EventDeviceClass, EventEntity
from homeassistant.const import Platform
from homeassistant.core import callback

from ..entity import HEALTH, DeviceEntity, HubEntity
from ..model import HSM_EVENTS, PRESS_TYPES, Changes, EntityBlueprint
from ..runtime import HubRuntime
from . import entities_of

ATTR_DESCRIPTION: Final = "description"
_ARMING_FAILED: Final = HSM_EVENTS["arming"]


class HubButtonEvent(DeviceEntity, EventEntity):
    """One button of a device, or its surface; pressed a second time, it is a second event."""

    _attr_device_class: EventDeviceClass | None

    def __init__(
        self, runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str
    ) -> None:
        """Listen to the blueprint's button."""
        super().__init__(runtime, blueprint, device_id)
        self._attr_event_types = list(blueprint.options)
        if blueprint.device_class is not None:
            self._attr_device_class = EventDeviceClass(blueprint.device_class)

    @callback
    @override
    def _hear(self, changes: Changes) -> None:
        """Tell each press."""
        for press in changes.presses:
            mine = press.device_id == self.device_id
            if (
                mine
                and press.attribute in self.blueprint.attributes
                and press.button == (self.blueprint.button or 0)
            ):
                _, kind = PRESS_TYPES[press.attribute]
                self._trigger_event(kind)
                self.async_write_ha_state()
        super()._hear(changes)

    @override
    def is_shown(self, changes: Changes) -> bool:
        """Return whether the device itself changed; its values are no events."""
        changed = changes.attributes.get(self.device_id)
        return changed is None or HEALTH in changed


class AlertEvent(HubEntity, EventEntity):
    """Alerts of HSM, and its refusal to arm."""

    _attr_device_class: EventDeviceClass | None

    def __init__(
        self, runtime: HubRuntime, blueprint: EntityBlueprint, device_id: None
    ) -> None:
        """Listen to HSM."""
        super().__init__(runtime, blueprint, device_id)
        self._attr_event_types = list(blueprint.options)

    @property
    @override
    def reachable(self) -> bool:
        """Return whether the hub has HSM."""
        return self.runtime.state.hsm.status is not None

    @callback
    @override
    def _hear(self, changes: Changes) -> None:
        """Tell an alert."""
        if changes.alert is not None:
            self._tell(HSM_EVENTS[changes.alert.kind], changes.alert.description)
        if changes.arming_failed is not None:
            self._tell(_ARMING_FAILED, changes.arming_failed)
        super()._hear(changes)

    @override
    def is_shown(self, changes: Changes) -> bool:
        """Return whether HSM may have come or gone."""
        return changes.hsm

    def _tell(self, kind: str, description: str | None) -> None:
        self._trigger_event(kind, {ATTR_DESCRIPTION: description})
        self.async_write_ha_state()


def _build(
    runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str | None
) -> HubEntity:
    if device_id is None:
        return AlertEvent(runtime, blueprint, device_id)
    return HubButtonEvent(runtime, blueprint, device_id)


async_setup_entry = entities_of(Platform.EVENT, _build)
