"""The assistant: conversation agents and AI tasks on the models of one Ollama server."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from . import remembering
from .converse import async_setup_services
from .coordinator import ServerCoordinator
from .ollama import OllamaClient
from .runtime import AssistantConfigEntry, AssistantRuntime
from .settings import CONF_API_KEY, CONF_FALLBACK_API_KEY, CONF_FALLBACK_URL, CONF_URL
from .static_prompts import StaticPrompts

__all__ = ["async_setup", "async_setup_entry", "async_unload_entry"]

PLATFORMS = (
    Platform.AI_TASK,
    Platform.CONVERSATION,
    Platform.IMAGE,
    Platform.SENSOR,
)


@callback
def async_setup(hass: HomeAssistant) -> None:
    """Register the assistant's actions."""
    async_setup_services(hass)
    remembering.async_setup(hass)


async def async_setup_entry(hass: HomeAssistant, entry: AssistantConfigEntry) -> None:
    """Set up the agents of one model server.

    A server that is down does not keep them from being set up: they then answer
    with what Home Assistant understands by itself.
    """
    client = _client(hass, entry.data[CONF_URL], entry.data.get(CONF_API_KEY))
    fallback_url = entry.data.get(CONF_FALLBACK_URL)
    fallback_key = entry.data.get(CONF_FALLBACK_API_KEY)
    prompts = StaticPrompts(hass)
    entry.runtime_data = AssistantRuntime(
        entry=entry,
        client=client,
        fallback=_client(hass, fallback_url, fallback_key) if fallback_url else None,
        server=ServerCoordinator(hass, entry, client),
        prompts=prompts,
    )
    entry.async_on_unload(prompts.async_start())
    await entry.runtime_data.server.async_start()
    remembering.async_attach(hass, entry)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    entry.async_on_unload(entry.add_update_listener(_async_reload))


def _client(hass: HomeAssistant, url: str, api_key: str | None) -> OllamaClient:
    return OllamaClient(async_get_clientsession(hass), url, api_key)


async def _async_reload(hass: HomeAssistant, entry: AssistantConfigEntry) -> None:
    """Follow what the owner changed: agents come, go and are set anew."""
    await hass.config_entries.async_reload(entry.entry_id)


async def async_unload_entry(hass: HomeAssistant, entry: AssistantConfigEntry) -> None:
    """Unload the agents."""
    await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
