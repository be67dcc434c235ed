"""The hubs that are set up."""

from collections.abc import Iterator

from homeassistant.core import HomeAssistant

from ..const import CONF_KIND, DOMAIN, EntryKind
from .runtime import HubConfigEntry


def loaded_hubs(hass: HomeAssistant) -> Iterator[HubConfigEntry]:
    """Yield the entries of hubs that run."""
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        if entry.data[CONF_KIND] == EntryKind.HUBITAT:
            yield entry
