"""Kaizen's config entries; the guard's comes by itself."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from custom_components.kaizen.const import CONF_KIND, DOMAIN, EntryKind


def the_entry(hass: HomeAssistant, kind: EntryKind) -> ConfigEntry:
    """Return the only entry of a kind."""
    (entry,) = (
        entry
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry.data[CONF_KIND] == kind
    )
    return entry
