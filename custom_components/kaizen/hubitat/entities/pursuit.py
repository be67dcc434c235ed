"""What a device has been told to become and has not reported yet."""

from datetime import datetime
from typing import Final, override

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers.event import async_call_later

from ..entity import DeviceEntity
from ..model import Changes, commands

PATIENCE: Final = 30.0
"""Seconds after which a device that has not reported is shown as the hub knows it again."""


class PursuingEntity(DeviceEntity):
    """An entity that shows that a command is under way until its device reports, whatever it reports.

    Hubitat has no words for it: a lock says `locked` when it is locked, and nothing before.
    """

    goal: str | None = None
    """What the device should become; None while nothing is under way."""
    _reports = 0
    _give_up: CALLBACK_TYPE | None = None

    @property
    def _attribute(self) -> str:
        return self.blueprint.attributes[0]

    async def async_pursue(self, command: str, goal: str) -> None:
        """Send a command, after which the device should report `goal`.

        Raises:
            HomeAssistantError: It did not get through, or nobody knows whether it did.
        """
        before = self._reports
        await self.async_do(commands.simple, self.device, command)
        if self._reports != before or self.device.value(self._attribute) == goal:
            return
        self._end()
        self.goal = goal
        self._give_up = async_call_later(self.hass, PATIENCE, self._async_give_up)
        self.async_write_ha_state()

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Wait no longer."""
        self._end()
        await super().async_will_remove_from_hass()

    @override
    @callback
    def _hear(self, changes: Changes) -> None:
        if self._attribute in changes.attributes.get(self.device_id, ()):
            self._reports += 1
            self._end()
        super()._hear(changes)

    @callback
    def _async_give_up(self, _: datetime) -> None:
        self._give_up = None
        self.goal = None
        self.async_write_ha_state()
        self.runtime.link.async_request_reconcile()

    def _end(self) -> None:
        self.goal = None
        if self._give_up is not None:
            self._give_up()
            self._give_up = None
