"""Door: what an owner can hand over with a report."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .assistant.diagnostics import async_describe as describe_assistant
from .const import CONF_KIND, EntryKind
from .guard.diagnostics import async_describe as describe_guard
from .hubitat.diagnostics import async_describe as describe_hub
from .memory.diagnostics import async_describe as describe_memory
from .search.diagnostics import async_describe as describe_search
from .voice.diagnostics import async_describe as describe_voice

type Describe = Callable[[HomeAssistant, ConfigEntry[Any]], Awaitable[dict[str, Any]]]

DESCRIBE: Final[Mapping[str, Describe]] = {
    EntryKind.ASSISTANT: describe_assistant,
    EntryKind.GUARD: describe_guard,
    EntryKind.HUBITAT: describe_hub,
    EntryKind.MEMORY: describe_memory,
    EntryKind.SEARCH: describe_search,
    EntryKind.VOICE: describe_voice,
}


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: ConfigEntry
) -> dict[str, Any]:
    """Let the entry's part describe itself, without secrets."""
    kind = entry.data[CONF_KIND]
    return {CONF_KIND: kind, **await DESCRIBE[kind](hass, entry)}
