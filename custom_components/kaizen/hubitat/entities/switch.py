"""Switches: outlets and relays, and hub variables that are true or false."""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity
from homeassistant.const import Platform

from ..entity import DeviceEntity, HubEntity
from ..model import Changes, EntityBlueprint, HubVariable, commands, readings
from ..runtime import HubRuntime
from . import entities_of


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


class VariableSwitch(HubEntity, SwitchEntity):
    """A hub variable that is true or false."""

    @property
    def _variable(self) -> HubVariable | None:
        return self.runtime.state.variables.get(self.blueprint.attributes[0])

    @property
    @override
    def reachable(self) -> bool:
        """Return whether the hub still shows the variable."""
        return self._variable is not None

    @override
    def is_shown(self, changes: Changes) -> bool:
        """Return whether the variable changed."""
        return (
            changes.variables_reshaped
            or self.blueprint.attributes[0] in changes.variables
        )

    @property
    @override
    def is_on(self) -> bool | None:
        """Return the variable's value."""
        variable = self._variable
        value = None if variable is None else variable.value
        return value if isinstance(value, bool) else None

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Make it true."""
        await self.runtime.set_variable(self.blueprint.attributes[0], True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Make it false."""
        await self.runtime.set_variable(self.blueprint.attributes[0], False)


def _build(
    runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str | None
) -> HubEntity:
    kind = VariableSwitch if device_id is None else HubSwitch
    return kind(runtime, blueprint, device_id)


async_setup_entry = entities_of(Platform.SWITCH, _build)
