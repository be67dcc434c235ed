"""What an owner can hand over about the voices: which engines they stand in front of."""

from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .settings import CONF_LEXICON


async def async_describe(
    hass: HomeAssistant, entry: ConfigEntry[Any]
) -> dict[str, Any]:
    """Return the settings of each voice; the owner's own words stay out."""
    return {
        "voices": [
            {
                key: len(value.splitlines()) if key == CONF_LEXICON else value
                for key, value in subentry.data.items()
            }
            for subentry in entry.subentries.values()
        ]
    }
