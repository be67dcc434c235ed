"""From what the owner entered to a provider that can be asked."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from ..settings import (
    CONF_API,
    CONF_API_KEY,
    CONF_ENGINES,
    CONF_MODEL,
    CONF_TOOL,
    CONF_URL,
)
from .ddgs import Ddgs
from .mcp import McpSearch
from .protocol import Kind, Provider
from .responses import ResponsesSearch
from .searxng import SearXNG

type Builder = Callable[[HomeAssistant, Mapping[str, Any]], Provider]

BUILDERS: Final[Mapping[Kind, Builder]] = {
    Kind.SEARXNG: lambda hass, data: SearXNG(
        async_get_clientsession(hass), data[CONF_URL]
    ),
    Kind.MCP: lambda hass, data: McpSearch(hass, data[CONF_API], data[CONF_TOOL]),
    Kind.RESPONSES: lambda hass, data: ResponsesSearch(
        async_get_clientsession(hass),
        data[CONF_URL],
        data[CONF_MODEL],
        data.get(CONF_API_KEY),
    ),
    Kind.DDGS: lambda hass, data: Ddgs(data[CONF_ENGINES]),
}


def build(hass: HomeAssistant, kind: Kind, data: Mapping[str, Any]) -> Provider:
    """Return the provider of a subentry."""
    return BUILDERS[kind](hass, data)
