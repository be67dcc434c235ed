"""Switches: outlets and relays, and hub variables that are true or false."""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity
from homeassistant.const import Platform

from ..entity import DeviceEntity, HubEntity
from ..model import EntityBlueprint, commands, readings
from ..runtime import HubRuntime
from . import entities_of
from .variables import VariableEntity


class HubSwitch(DeviceEntity, SwitchEntity):
    """A switch, relay or outlet."""

    @property
    @override
    def is_on(self) -> bool | None:
        """Return what the device last said."""
        return readings.switched_on(self.device)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Switch it on."""
        await self.async_do(commands.simple, self.device, "on")

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Switch it off."""
        await self.async_do(commands.simple, self.device, "off")


class VariableSwitch(VariableEntity, SwitchEntity):
    """A hub variable that is true or false."""

    @property
    @override
    def is_on(self) -> bool | None:
        """Return the variable's value."""
        return self.held if isinstance(self.held, bool) else None

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Make it true."""
        await self.async_set(True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Make it false."""
        await self.async_set(False)


def _build(
    runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str | None
) -> HubEntity:
    kind = VariableSwitch if device_id is None else HubSwitch
    return kind(runtime, blueprint, device_id)


async_setup_entry = entities_of(Platform.SWITCH, _build)
