"""Keeps the entities of one platform those that the hub's devices should have."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ...const import DOMAIN
from ..entity import HubEntity, unique_id_start
from ..model import Changes, EntityBlueprint
from ..runtime import HubConfigEntry, HubRuntime

type Build = Callable[[HubRuntime, EntityBlueprint, str | None], HubEntity]

_RIVALS: Final[Mapping[str, str]] = {"light": "switch", "switch": "light"}
"""What a device becomes instead when its owner says so: platforms, and the keys of the entities on them."""


class Roster:
    """The entities of one platform of a hub."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: HubConfigEntry,
        platform: Platform,
        build: Build,
        add: AddConfigEntryEntitiesCallback,
    ) -> None:
        """Make entities with `build`."""
        self._hass = hass
        self._registry = er.async_get(hass)
        self._entry = entry
        self._runtime = entry.runtime_data
        self._platform = platform
        self._build = build
        self._add = add
        self._entities: dict[tuple[str | None, str], HubEntity] = {}
        self._drivers: dict[str, str] = {}

    @callback
    def async_start(self) -> None:
        """Add the entities of all devices, and later those of new and changed ones."""
        self._look((None,))
        on_unload = self._entry.async_on_unload
        on_unload(self._runtime.on_new_devices(self._look))
        on_unload(self._runtime.subscribe(None, self._hear))

    @callback
    def _hear(self, changes: Changes) -> None:
        if changes.hsm or changes.modes or changes.variables_reshaped:
            self._look((None,))

    def _look(self, device_ids: Collection[str | None]) -> None:
        fresh = []
        for device_id in device_ids:
            blueprints = self._runtime.blueprints(device_id)
            wanted = [b for b in blueprints if b.platform == self._platform]
            self._dismiss(device_id, {b.key for b in blueprints}, wanted)
            fresh += list(self._engage(device_id, wanted))
        self._add(fresh)

    def _engage(
        self, device_id: str | None, wanted: list[EntityBlueprint]
    ) -> Iterator[HubEntity]:
        for blueprint in wanted:
            old = self._entities.get((device_id, blueprint.key))
            if old is None:
                yield self._make(device_id, blueprint)
            elif old.blueprint != blueprint:
                self._entry.async_create_task(
                    self._hass, self._async_replace(old, blueprint)
                )

    def _make(self, device_id: str | None, blueprint: EntityBlueprint) -> HubEntity:
        key = device_id, blueprint.key
        entity = self._build(self._runtime, blueprint, device_id)
        self._entities[key] = entity

        def forget() -> None:
            if self._entities.get(key) is entity:
                del self._entities[key]

        entity.async_on_remove(forget)
        return entity

    async def _async_replace(self, old: HubEntity, blueprint: EntityBlueprint) -> None:
        """Make an entity anew, for what an entity can do never changes."""
        new = self._make(old.device_id, blueprint)
        await old.async_remove()
        self._add([new])

    def _dismiss(
        self, device_id: str | None, keys: set[str], wanted: list[EntityBlueprint]
    ) -> None:
        """Remove what a device no longer is.

        A hub that has just started may leave out what makes an entity, so only another driver, or
        an owner who says what the device is, ends what has been.
        """
        device = self._runtime.state.devices.get(device_id or "")
        if device is None:
            return
        before = self._drivers.setdefault(device.id, device.type)
        self._drivers[device.id] = device.type
        start = unique_id_start(self._runtime, device_id)
        if before != device.type:
            kept = {blueprint.key for blueprint in wanted}
            self._remove(
                entity.entity_id
                for entity in er.async_entries_for_config_entry(
                    self._registry, self._entry.entry_id
                )
                if entity.domain == self._platform
                and entity.unique_id.startswith(start)
                and entity.unique_id.removeprefix(start) not in kept
            )
        if _RIVALS.get(self._platform) in keys and not wanted:
            former = self._registry.async_get_entity_id(
                self._platform, DOMAIN, f"{start}{self._platform}"
            )
            self._remove([former] if former else [])

    def _remove(self, entity_ids: Iterable[str]) -> None:
        for entity_id in list(entity_ids):
            self._registry.async_remove(entity_id)
