"""Alarm panels: Hubitat Safety Monitor, and keypads."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Final, override

from homeassistant.components.alarm_control_panel import (
    AlarmControlPanelEntity,
    AlarmControlPanelEntityFeature,
    AlarmControlPanelState,
)
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ..arming import async_arm, async_disarm
from ..entity import HubEntity
from ..model import HSM_ARM, Changes, EntityBlueprint, Feature, SafetyMonitor, readings
from ..monitoring import async_watch
from ..runtime import HubConfigEntry, HubRuntime
from . import entities_of
from .pursuit import PursuingEntity

_FEATURES: Final[Mapping[Feature, AlarmControlPanelEntityFeature]] = {
    Feature.ARM_AWAY: AlarmControlPanelEntityFeature.ARM_AWAY,
    Feature.ARM_HOME: AlarmControlPanelEntityFeature.ARM_HOME,
    Feature.ARM_NIGHT: AlarmControlPanelEntityFeature.ARM_NIGHT,
}


class _Panel(HubEntity, AlarmControlPanelEntity):
    """An alarm panel that takes no codes: Home Assistant would record them; proof is the guard's to ask for."""

    _attr_code_arm_required = False

    def __init__(
        self, runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str | None
    ) -> None:
        """Decide for good what it can do."""
        super().__init__(runtime, blueprint, device_id)
        self._attr_supported_features = self.features(
            _FEATURES, AlarmControlPanelEntityFeature(0)
        )

    @abstractmethod
    async def async_arm(self, feature: Feature) -> None:
        """Arm; which way, the feature says."""

    @override
    async def async_alarm_arm_away(self, code: str | None = None) -> None:
        """Guard an empty house."""
        await self.async_arm(Feature.ARM_AWAY)

    @override
    async def async_alarm_arm_home(self, code: str | None = None) -> None:
        """Guard a house with people in it."""
        await self.async_arm(Feature.ARM_HOME)

    @override
    async def async_alarm_arm_night(self, code: str | None = None) -> None:
        """Guard a house that sleeps."""
        await self.async_arm(Feature.ARM_NIGHT)


class SafetyPanel(_Panel):
    """Hubitat Safety Monitor."""

    @property
    def _monitor(self) -> SafetyMonitor:
        return self.runtime.state.hsm

    @property
    @override
    def known(self) -> bool:
        """Return whether the hub tells its status."""
        return self._monitor.status is not None

    @override
    def is_shown(self, changes: Changes) -> bool:
        """Return whether HSM changed."""
        return changes.hsm

    @property
    @override
    def alarm_state(self) -> AlarmControlPanelState | None:
        """Return whether it guards, is about to, or has an alert."""
        state = readings.hsm(self._monitor)
        return None if state is None else AlarmControlPanelState(state)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, list[str]]:
        """Return the kinds of the alerts that are running."""
        return {"alerts": sorted(self._monitor.alerts)}

    @override
    async def async_arm(self, feature: Feature) -> None:
        """Arm, and wait until HSM says that it does."""
        await async_arm(
            self.runtime,
            HSM_ARM[feature],
            context=self._context,
            entity_id=self.entity_id,
        )

    @override
    async def async_alarm_disarm(self, code: str | None = None) -> None:
        """Disarm, if the gate lets that pass; smoke and water stay monitored."""
        await async_disarm(
            self.runtime, context=self._context, entity_id=self.entity_id
        )


class KeypadPanel(PursuingEntity, _Panel):
    """The keypad of a security system: what it shows, not what HSM does."""

    @property
    @override
    def known(self) -> bool:
        """Return whether the keypad says what it shows."""
        return readings.keypad(self.device) is not None

    @property
    @override
    def alarm_state(self) -> AlarmControlPanelState | None:
        """Return what it shows, or that it was told something and has not reported since."""
        if self.goal is not None:
            disarms = self.goal == "disarmed"
            return (
                AlarmControlPanelState.DISARMING
                if disarms
                else AlarmControlPanelState.ARMING
            )
        state = readings.keypad(self.device)
        return None if state is None else AlarmControlPanelState(state)

    @override
    async def async_arm(self, feature: Feature) -> None:
        """Let it show that the house is guarded."""
        command = HSM_ARM[feature]
        await self.async_pursue(command, f"armed {command.removeprefix('arm').lower()}")

    @override
    async def async_alarm_disarm(self, code: str | None = None) -> None:
        """Disarm, if the gate lets that pass."""
        await self.async_pursue("disarm", "disarmed")


def _build(
    runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str | None
) -> HubEntity:
    if device_id is None:
        return SafetyPanel(runtime, blueprint, None)
    return KeypadPanel(runtime, blueprint, device_id)


_add_panels: Final = entities_of(Platform.ALARM_CONTROL_PANEL, _build)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: HubConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the panels, and warn as long as not even smoke and water are monitored."""
    entry.async_on_unload(async_watch(entry.runtime_data))
    await _add_panels(hass, entry, async_add_entities)
