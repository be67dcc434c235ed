"""What every entity of a hub has in common: it shows what the hub says, when it says it, and nothing else."""

from collections.abc import Callable, Mapping
from enum import IntFlag
from functools import reduce
from operator import or_
from typing import Final, override

from homeassistant.const import EntityCategory
from homeassistant.core import callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity import Entity

from ..const import DOMAIN
from .model import (
    Changes,
    Commands,
    EntityBlueprint,
    Feature,
    HubDevice,
    ImpossibleError,
    Unknown,
)
from .runtime import HubRuntime

HEALTH: Final = "healthStatus"
"""The attribute by which a device's driver tells whether it reaches the device."""


class HubEntity(Entity):
    """An entity of a device, or of the hub itself, as its blueprint says."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(
        self, runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str | None
    ) -> None:
        """Belong to a device; None is the hub."""
        self.runtime = runtime
        self.blueprint = blueprint
        self.device_id = device_id
        self._attr_unique_id = unique_id(runtime, device_id, blueprint.key)
        self._attr_device_info = runtime.device_info(device_id)
        self._attr_translation_key = blueprint.translation_key
        self._attr_translation_placeholders = blueprint.placeholders
        self._attr_device_class = blueprint.device_class
        self._attr_entity_registry_enabled_default = blueprint.enabled
        if blueprint.category is not None:
            self._attr_entity_category = EntityCategory(blueprint.category)
        if blueprint.main or blueprint.name is not None:
            self._attr_name = blueprint.name

    @override
    async def async_added_to_hass(self) -> None:
        """Begin to listen."""
        await super().async_added_to_hass()
        self.async_on_remove(self.runtime.subscribe(self.device_id, self._hear))

    @property
    @override
    def available(self) -> bool:
        """Return whether the hub answers and, where a wrong state does harm, knows the state."""
        if not self.runtime.available or not self.reachable:
            return False
        return self.blueprint.when_unknown is not Unknown.UNAVAILABLE or self.known

    @property
    def reachable(self) -> bool:
        """Return whether what the entity is about is there."""
        return True

    @property
    def known(self) -> bool:
        """Return whether the hub says in which state it is."""
        return True

    def features[F: IntFlag](self, table: Mapping[Feature, F], always: F) -> F:
        """Return Home Assistant's flags for what the blueprint says it can do."""
        flags = (
            flag
            for feature, flag in table.items()
            if feature in self.blueprint.features
        )
        return reduce(or_, flags, always)

    @callback
    def _hear(self, changes: Changes) -> None:
        """Show what has changed, if it is shown here; no changes at all are another availability."""
        if not changes or self.is_shown(changes):
            self.async_write_ha_state()

    def is_shown(self, changes: Changes) -> bool:
        """Return whether changes can make a difference to the state."""
        return True


class DeviceEntity(HubEntity):
    """An entity of a device."""

    device_id: str

    _device: HubDevice

    @property
    def device(self) -> HubDevice:
        """Return the device, or what it was when the hub still had it."""
        if device := self.runtime.state.devices.get(self.device_id):
            self._device = device
        return self._device

    @property
    @override
    def reachable(self) -> bool:
        """Return whether the hub has the device and does not say that it is lost."""
        device = self.runtime.state.devices.get(self.device_id)
        if device is None:
            return False
        return not device.offline or HEALTH in self.blueprint.attributes

    @property
    @override
    def known(self) -> bool:
        """Return whether the attribute that decides the state has a value."""
        return self.device.value(self.blueprint.attributes[0]) not in (None, "unknown")

    @override
    def is_shown(self, changes: Changes) -> bool:
        """Return whether one of its attributes changed, or the device itself."""
        changed = changes.attributes.get(self.device_id)
        if changed is None:
            return True
        return HEALTH in changed or not changed.isdisjoint(self.blueprint.attributes)

    async def async_do[**P](
        self, build: Callable[P, Commands], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Send the device the commands that `build` makes of the arguments.

        Raises:
            ServiceValidationError: The device cannot do that; nothing was sent.
            HomeAssistantError: It did not get through, or nobody knows whether it did.
        """
        try:
            commands = build(*args, **kwargs)
        except ImpossibleError as err:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key=err.translation_key,
                translation_placeholders={"name": self.device.label},
            ) from err
        for command in commands:
            await self.runtime.send(
                self.device_id,
                command.name,
                *command.arguments,
                context=self._context,
                entity_id=self.entity_id,
            )


def unique_id(runtime: HubRuntime, device_id: str | None, key: str) -> str:
    """Return what tells an entity apart for ever: neither token, address nor name is part of it."""
    return f"{unique_id_start(runtime, device_id)}{key}"


def unique_id_start(runtime: HubRuntime, device_id: str | None) -> str:
    """Return how the unique ids of all entities of a device, or of the hub, begin."""
    return f"{runtime.hub_id}-{device_id or 'hub'}-"
