"""Guarded twins of alarm panels."""

from typing import override

from homeassistant.components.alarm_control_panel import (
    AlarmControlPanelEntity,
    AlarmControlPanelEntityFeature,
    AlarmControlPanelState,
)
from homeassistant.const import Platform

from . import proxies_of
from .entity import GuardedTwin


class GuardedAlarm(GuardedTwin, AlarmControlPanelEntity):
    """An alarm that asks before it disarms; a code given to it proves nothing and goes nowhere."""

    domain = Platform.ALARM_CONTROL_PANEL
    _attr_code_arm_required = False

    @property
    @override
    def supported_features(self) -> AlarmControlPanelEntityFeature:
        """Return what the source can do."""
        return AlarmControlPanelEntityFeature(self.features)

    @property
    @override
    def alarm_state(self) -> AlarmControlPanelState | None:
        """Return the state of the source."""
        state = self.mirrored
        known = state in list(AlarmControlPanelState)
        return AlarmControlPanelState(state) if state and known else None

    @property
    @override
    def changed_by(self) -> str | None:
        """Return who changed the source last."""
        by: str | None = self.attribute("changed_by")
        return by

    @override
    def _wants_code(self, service: str) -> bool:
        """Return whether the source asks for its code; for arming it may not."""
        arms = service.startswith("alarm_arm_")
        return super()._wants_code(service) and (
            not arms or bool(self.attribute("code_arm_required"))
        )

    @override
    async def async_alarm_disarm(self, code: str | None = None) -> None:
        """Disarm the source, if the guard lets that pass."""
        await self.async_pass("alarm_disarm")

    @override
    async def async_alarm_arm_home(self, code: str | None = None) -> None:
        """Arm the source with people in the house."""
        await self.async_pass("alarm_arm_home")

    @override
    async def async_alarm_arm_away(self, code: str | None = None) -> None:
        """Arm the source with nobody in the house."""
        await self.async_pass("alarm_arm_away")

    @override
    async def async_alarm_arm_night(self, code: str | None = None) -> None:
        """Arm the source for the night."""
        await self.async_pass("alarm_arm_night")

    @override
    async def async_alarm_arm_vacation(self, code: str | None = None) -> None:
        """Arm the source for a longer absence."""
        await self.async_pass("alarm_arm_vacation")

    @override
    async def async_alarm_arm_custom_bypass(self, code: str | None = None) -> None:
        """Arm the source without some of its sensors."""
        await self.async_pass("alarm_arm_custom_bypass")

    @override
    async def async_alarm_trigger(self, code: str | None = None) -> None:
        """Set the source off."""
        await self.async_pass("alarm_trigger")


async_setup_entry = proxies_of(GuardedAlarm)
