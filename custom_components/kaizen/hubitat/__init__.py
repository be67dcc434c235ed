"""A Hubitat hub: its devices, modes, HSM and variables, live."""

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, ConfigEntryNotReady

from .actions import async_setup_services
from .api import AuthError, HubError
from .entities import PLATFORMS
from .failures import translated
from .presses import async_relay_presses
from .runtime import HubConfigEntry, HubRuntime

__all__ = ["async_setup", "async_setup_entry", "async_unload_entry"]


@callback
def async_setup(hass: HomeAssistant) -> None:
    """Register the actions on hubs."""
    async_setup_services(hass)


async def async_setup_entry(hass: HomeAssistant, entry: HubConfigEntry) -> None:
    """Ask the hub for everything once, then follow what it reports.

    Raises:
        ConfigEntryAuthFailed: The hub refuses the token.
        ConfigEntryNotReady: The hub does not answer as it should.
    """
    entry.runtime_data = runtime = HubRuntime(hass, entry)
    try:
        await runtime.async_start()
    except AuthError as err:
        raise translated(ConfigEntryAuthFailed, err, entry.title) from err
    except HubError as err:
        raise translated(ConfigEntryNotReady, err, entry.title) from err
    async_relay_presses(hass, entry)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)


async def async_unload_entry(hass: HomeAssistant, entry: HubConfigEntry) -> None:
    """Unload the entities; listening to the hub ends with the entry."""
    await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
