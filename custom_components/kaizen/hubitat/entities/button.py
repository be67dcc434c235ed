"""Buttons: commands without arguments."""

from typing import override

from homeassistant.components.button import ButtonDeviceClass, ButtonEntity
from homeassistant.const import Platform

from ..entity import DeviceEntity, HubEntity
from ..model import Changes, EntityBlueprint, commands
from ..runtime import HubRuntime
from . import entities_of


class HubButton(DeviceEntity, ButtonEntity):
    """A command of a device."""

    _attr_device_class: ButtonDeviceClass | None

    @override
    async def async_press(self) -> None:
        """Send it."""
        (command,) = self.blueprint.commands
        await self.async_do(commands.simple, self.device, command)


class SafetyMonitorButton(HubEntity, ButtonEntity):
    """A command of HSM."""

    _attr_device_class: ButtonDeviceClass | None

    @property
    @override
    def reachable(self) -> bool:
        """Return whether the hub has HSM."""
        return self.runtime.state.hsm.status is not None

    @override
    def is_shown(self, changes: Changes) -> bool:
        """Return whether HSM may have come or gone."""
        return changes.hsm

    @override
    async def async_press(self) -> None:
        """Send it."""
        (command,) = self.blueprint.commands
        await self.runtime.set_hsm(
            command, context=self._context, entity_id=self.entity_id
        )


def _build(
    runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str | None
) -> HubEntity:
    if device_id is None:
        return SafetyMonitorButton(runtime, blueprint, device_id)
    return HubButton(runtime, blueprint, device_id)


async_setup_entry = entities_of(Platform.BUTTON, _build)
