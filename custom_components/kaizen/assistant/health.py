"""How the model servers are."""

from collections.abc import Iterable
from typing import Any, Final

from homeassistant.core import HomeAssistant

from ..const import CONF_KIND, DOMAIN, EntryKind
from .ollama import OllamaClient, OllamaError
from .runtime import AssistantConfigEntry
from .settings import SUBENTRY_CONVERSATION

UNREACHABLE: Final = {"type": "failed", "error": "unreachable"}


async def async_health(hass: HomeAssistant) -> dict[str, Any]:
    """Return what is known of all model servers together."""
    entries: list[AssistantConfigEntry] = [
        entry
        for entry in hass.config_entries.async_loaded_entries(DOMAIN)
        if entry.data[CONF_KIND] == EntryKind.ASSISTANT
    ]
    snapshots = [
        entry.runtime_data.server.data
        for entry in entries
        if entry.runtime_data.server.data
        and entry.runtime_data.server.last_update_success
    ]
    loaded = [model.name for snapshot in snapshots for model in snapshot.loaded]
    agents = [
        subentry
        for entry in entries
        for subentry in entry.get_subentries_of_type(SUBENTRY_CONVERSATION)
    ]
    return {
        "can_reach_server": _async_reach(
            [entry.runtime_data.client for entry in entries]
        ),
        "server_version": ", ".join(snapshot.version for snapshot in snapshots) or "-",
        "loaded_models": ", ".join(loaded) or "-",
        "agents": len(agents),
    }


async def _async_reach(clients: Iterable[OllamaClient]) -> str | dict[str, str]:
    try:
        for client in clients:
            await client.version()
    except OllamaError:
        return UNREACHABLE
    return "ok"
