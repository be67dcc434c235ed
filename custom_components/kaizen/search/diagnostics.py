"""What an owner can hand over about the search: how it does, nothing of what was searched for."""

from typing import Any, Final

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from .runtime import SearchConfigEntry
from .settings import CONF_API_KEY, CONF_URL

_REDACTED: Final = frozenset({CONF_API_KEY, CONF_URL})


async def async_describe(
    hass: HomeAssistant, entry: SearchConfigEntry
) -> dict[str, Any]:
    """Return settings without keys and addresses, and how each provider has done."""
    described: dict[str, Any] = {
        "state": entry.state.value,
        "options": dict(entry.options),
        "providers": [
            {
                "type": subentry.subentry_type,
                "data": async_redact_data(subentry.data, _REDACTED),
            }
            for subentry in entry.subentries.values()
        ],
    }
    if entry.state is not ConfigEntryState.LOADED:
        return described
    engine = entry.runtime_data.engine
    return described | {
        "order": [
            {
                "type": asked.kind.value,
                "failures": asked.failures,
                "last_failure": asked.last_failure and asked.last_failure.key,
            }
            for asked in engine.providers
        ],
        "requests": engine.asked,
        "cached": len(engine.cache),
    }
