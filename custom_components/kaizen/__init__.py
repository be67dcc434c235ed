"""Kaizen: a home AI on your own hardware."""

from collections.abc import Mapping
from types import ModuleType
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import ConfigType

from . import assistant, guard, hubitat, memory, search, security, trash, voice
from .const import CONF_KIND, DOMAIN, EntryKind

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

PARTS: Final[Mapping[str, ModuleType]] = {
    EntryKind.ASSISTANT: assistant,
    EntryKind.GUARD: guard,
    EntryKind.HUBITAT: hubitat,
    EntryKind.MEMORY: memory,
    EntryKind.SEARCH: search,
    EntryKind.VOICE: voice,
}
"""The part that runs each kind of config entry."""


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions, which exist whether or not an entry is loaded."""
    for part in PARTS.values():
        part.async_setup(hass)
    await guard.async_start(hass)
    security.async_setup(hass)
    await trash.async_setup(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Hand the entry to its part."""
    await PARTS[entry.data[CONF_KIND]].async_setup_entry(hass, entry)
    guard.async_ensure_entry(hass)


async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Let the part give back what it holds."""
    await PARTS[entry.data[CONF_KIND]].async_unload_entry(hass, entry)


async def async_remove_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Keep what was set up: removing an entry is not final."""
    await trash.async_entry_removed(hass, entry)
