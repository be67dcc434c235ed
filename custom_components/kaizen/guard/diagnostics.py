"""What an owner can hand over about the guard: how it stands, nothing of who or how to get in."""

from typing import Any, Final

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .policy import (
    CONF_CEILINGS,
    CONF_GUEST_ENTITIES,
    CONF_GUESTS,
    CONF_OWNERS,
    CONF_SATELLITES,
    CONF_TRUSTED,
)
from .proxies import CONF_CODE
from .ways.finders import find
from .ways.gather import async_look

_REDACTED: Final = frozenset(
    {
        CONF_CEILINGS,
        CONF_CODE,
        CONF_GUEST_ENTITIES,
        CONF_GUESTS,
        CONF_OWNERS,
        CONF_SATELLITES,
        CONF_TRUSTED,
    }
)


async def async_describe(
    hass: HomeAssistant, entry: ConfigEntry[Any]
) -> dict[str, Any]:
    """Return the settings without persons, rooms and codes, and which kinds of ways are open."""
    house = await async_look(hass)
    return {
        "entry": {
            "data": dict(entry.data),
            "options": async_redact_data(entry.options, _REDACTED),
        },
        "subentries": [
            {
                "type": subentry.subentry_type,
                "data": async_redact_data(subentry.data, _REDACTED),
            }
            for subentry in entry.subentries.values()
        ],
        "ways": sorted(way.key for way in find(house)),
    }
