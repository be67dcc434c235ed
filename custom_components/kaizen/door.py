"""How a door lets in: the part that an entry belongs to adds its entities."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import CONF_KIND, EntryKind

type Setup = Callable[
    [HomeAssistant, ConfigEntry[Any], AddConfigEntryEntitiesCallback],
    Coroutine[Any, Any, None],
]


def door(parts: Mapping[EntryKind, Setup]) -> Setup:
    """Return a platform's `async_setup_entry`, given that of each part that has such entities."""

    async def async_setup_entry(
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        async_add_entities: AddConfigEntryEntitiesCallback,
    ) -> None:
        await parts[entry.data[CONF_KIND]](hass, entry, async_add_entities)

    return async_setup_entry
