"""Texts: variables that are text."""

from typing import override

from homeassistant.components.text import TextEntity
from homeassistant.const import MAX_LENGTH_STATE_STATE, Platform

from ..entity import DeviceEntity, HubEntity
from ..model import EntityBlueprint, Value, commands
from ..runtime import HubRuntime
from . import entities_of
from .variables import VariableEntity


class HubText(DeviceEntity, TextEntity):
    """The variable behind a connector device."""

    _attr_device_class: None

    @property
    @override
    def native_value(self) -> str | None:
        """Return what the device last reported."""
        return _shown(self.device.value(self.blueprint.attributes[0]))

    @override
    async def async_set_value(self, value: str) -> None:
        """Send it."""
        await self.async_do(commands.connector, value)


class VariableText(VariableEntity, TextEntity):
    """A hub variable that is text."""

    _attr_device_class: None

    @property
    @override
    def native_value(self) -> str | None:
        """Return the variable's value."""
        return _shown(self.held)

    @override
    async def async_set_value(self, value: str) -> None:
        """Set the variable."""
        await self.async_set(value)


def _shown(value: Value | None) -> str | None:
    """Return a text; one that is longer than a state can be is unknown rather than another text."""
    fits = isinstance(value, str) and len(value) <= MAX_LENGTH_STATE_STATE
    return str(value) if fits else None


def _build(
    runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str | None
) -> HubEntity:
    if device_id is None:
        return VariableText(runtime, blueprint, device_id)
    return HubText(runtime, blueprint, device_id)


async_setup_entry = entities_of(Platform.TEXT, _build)
