"""Setting up the guard: what is there without an entry, and what its entry brings."""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .approvals import async_setup_approvals
from .audit import async_setup_audit
from .flow.keeper import EntryKeeper
from .proxies import PLATFORMS as PROXIED
from .runtime import GUARD, Guard
from .ways import WaysWatch
from .websocket import async_setup_websocket

_KEEPER: Final[HassKey[EntryKeeper]] = HassKey("kaizen_guard_keeper")
PLATFORMS: Final = (*PROXIED, Platform.EVENT, Platform.SENSOR)


@callback
def async_setup(hass: HomeAssistant) -> None:
    """Begin to follow contexts, to record, and to see what becomes of the guard's entry."""
    guard = hass.data[GUARD] = Guard(hass)
    async_setup_audit(hass)
    async_setup_approvals(guard)
    async_setup_websocket(hass)
    keeper = hass.data[_KEEPER] = EntryKeeper(hass)
    keeper.async_start()


async def async_start(hass: HomeAssistant) -> None:
    """Load what the guard remembers; until then nothing can be proven."""
    await hass.data[GUARD].async_start()


@callback
def async_ensure_entry(hass: HomeAssistant) -> None:
    """Create the guard's entry if there is none."""
    hass.data[_KEEPER].async_ensure()


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Add the guarded twins and what tells of the audit; watch for ways around both."""
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    WaysWatch(hass, entry).async_start()


async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Remove them."""
    await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
