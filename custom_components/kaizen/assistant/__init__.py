"""The assistant: conversation agents and AI tasks on the models of one Ollama server."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from .converse import async_setup_services
from .coordinator import ServerCoordinator
from .ollama import OllamaClient
from .runtime import AssistantConfigEntry, AssistantRuntime
from .settings import CONF_API_KEY, CONF_FALLBACK_URL, CONF_URL
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


async def async_setup_entry(hass: HomeAssistant, entry: AssistantConfigEntry) -> None:
    """Set up the agents of one model server.

    A server that is down does not keep them from being set up: they then answer
    with what Home Assistant understands by itself.
    """
    session = async_get_clientsession(hass)
    api_key = entry.data.get(CONF_API_KEY)
    client = OllamaClient(session, entry.data[CONF_URL], api_key)
    fallback_url = entry.data.get(CONF_FALLBACK_URL)
    prompts = StaticPrompts(hass)
    entry.runtime_data = AssistantRuntime(
        entry=entry,
        client=client,
        fallback=OllamaClient(session, fallback_url, api_key) if fallback_url else None,
        server=ServerCoordinator(hass, entry, client),
        prompts=prompts,
    )
    entry.async_on_unload(prompts.async_start())
    await entry.runtime_data.server.async_start()
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)


async def async_unload_entry(hass: HomeAssistant, entry: AssistantConfigEntry) -> None:
    """Unload the agents."""
    await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
