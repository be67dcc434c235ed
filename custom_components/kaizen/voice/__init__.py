"""Voice: clean speech through any engine, and what is heard and cut off in the house."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback

from .runtime import VoiceConfigEntry, VoiceRuntime
from .stopping import async_setup_services

__all__ = ["async_setup", "async_setup_entry", "async_unload_entry"]

PLATFORMS = (Platform.SENSOR, Platform.TTS)


@callback
def async_setup(hass: HomeAssistant) -> None:
    """Register the actions of the voice."""
    async_setup_services(hass)


async def async_setup_entry(hass: HomeAssistant, entry: VoiceConfigEntry) -> None:
    """Set up the voices."""
    entry.runtime_data = VoiceRuntime()
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    entry.async_on_unload(entry.add_update_listener(_async_reload))


async def _async_reload(hass: HomeAssistant, entry: VoiceConfigEntry) -> None:
    """Follow what the owner changed: voices come, go and are set anew."""
    await hass.config_entries.async_reload(entry.entry_id)


async def async_unload_entry(hass: HomeAssistant, entry: VoiceConfigEntry) -> None:
    """Stop speaking, and unload the voices."""
    entry.runtime_data.stop()
    await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
