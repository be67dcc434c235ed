"""Notifiers: devices that speak or show a text."""

from typing import Final, override

from homeassistant.components.notify import NotifyEntity, NotifyEntityFeature
from homeassistant.const import Platform

from ..entity import DeviceEntity
from ..model import Commands, EntityBlueprint, HubDevice, commands
from . import entities_of, of_device

_SHOW: Final = "deviceNotification"


class HubNotifier(DeviceEntity, NotifyEntity):
    """A device that takes a text."""

    _attr_device_class: None
    _attr_supported_features = NotifyEntityFeature.TITLE

    @override
    async def async_send_message(self, message: str, title: str | None = None) -> None:
        """Speak or show it."""
        text = f"{title}: {message}" if title else message
        await self.async_do(_message, self.device, self.blueprint, text)


def _message(device: HubDevice, blueprint: EntityBlueprint, text: str) -> Commands:
    if _SHOW in blueprint.commands:
        return commands.notify(text)
    return commands.say(device, text)


async_setup_entry = entities_of(Platform.NOTIFY, of_device(HubNotifier))
