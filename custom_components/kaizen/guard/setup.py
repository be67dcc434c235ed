"""Setting up the guard: what is there without an entry, and what its entry brings."""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .flow.keeper import EntryKeeper
from .proxies import PLATFORMS as PROXIED

_KEEPER: Final[HassKey[EntryKeeper]] = HassKey("kaizen_guard_keeper")
PLATFORMS: Final = (*PROXIED, Platform.EVENT, Platform.SENSOR)


@callback
def async_setup(hass: HomeAssistant) -> None:
    """Follow what becomes of the guard's entry."""
    keeper = hass.data[_KEEPER] = EntryKeeper(hass)
    keeper.async_start()


@callback
def async_ensure_entry(hass: HomeAssistant) -> None:
    """Create the guard's entry if there is none."""
    hass.data[_KEEPER].async_ensure()


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Add the guarded twins and what tells of the audit."""
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)


async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Remove them."""
    await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
