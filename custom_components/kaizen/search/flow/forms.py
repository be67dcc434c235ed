"""What is asked about each kind of provider, and how it is tried.

Trying one asks its server alone: no words are searched for before the set-up is done.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import llm
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio
from yarl import URL

from ...const import DOMAIN
from ..errors import ProtocolError, SearchError
from ..providers import Kind
from ..providers.ddgs import ENGINES
from ..providers.http import InvalidAddressError, normalise_address
from ..providers.mcp import API_PREFIX, argument_of
from ..providers.probe import probe_responses, probe_searxng
from ..settings import (
    CONF_API,
    CONF_API_KEY,
    CONF_ENGINES,
    CONF_MODEL,
    CONF_TOOL,
    CONF_URL,
)

DEFAULT_ENGINES: Final = ("duckduckgo",)
_APART: Final = "|"
_SECRET: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD))

type Read = tuple[dict[str, Any], dict[str, str]]
"""What an entry stores, and what is wrong with a form by field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a kind of provider is set up."""

    title: Callable[[Mapping[str, Any]], str]
    schema: Callable[[HomeAssistant], Awaitable[probatio.Schema | None]]
    """None if there is nothing to choose from."""
    read: Callable[[HomeAssistant, Mapping[str, Any]], Awaitable[Read]]
    shown: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    """What a form shows of what is stored."""


async def _searxng_schema(hass: HomeAssistant) -> probatio.Schema:
    return probatio.Schema({probatio.Required(CONF_URL): TextSelector()})


async def _read_searxng(hass: HomeAssistant, form: Mapping[str, Any]) -> Read:
    try:
        data = {CONF_URL: normalise_address(form[CONF_URL])}
        await probe_searxng(async_get_clientsession(hass), data[CONF_URL])
    except InvalidAddressError:
        return {}, {CONF_URL: "search_invalid_url"}
    except SearchError as err:
        return {}, {CONF_URL: err.key}
    return data, {}


async def _responses_schema(hass: HomeAssistant) -> probatio.Schema:
    return probatio.Schema(
        {
            probatio.Required(CONF_URL): TextSelector(),
            probatio.Required(CONF_MODEL): TextSelector(),
            probatio.Optional(probatio.Secret(CONF_API_KEY)): _SECRET,
        }
    )


async def _read_responses(hass: HomeAssistant, form: Mapping[str, Any]) -> Read:
    key = form.get(CONF_API_KEY, "").strip()
    try:
        data = {
            CONF_URL: normalise_address(form[CONF_URL]),
            CONF_MODEL: form[CONF_MODEL].strip(),
        }
        await probe_responses(async_get_clientsession(hass), data[CONF_URL], key)
    except InvalidAddressError:
        return {}, {CONF_URL: "search_invalid_url"}
    except SearchError as err:
        field = CONF_API_KEY if err.key == "search_unauthorized" else CONF_URL
        return {}, {field: err.key}
    return data | ({CONF_API_KEY: key} if key else {}), {}


async def _ddgs_schema(hass: HomeAssistant) -> probatio.Schema:
    selector = SelectSelector(
        SelectSelectorConfig(
            options=list(ENGINES),
            multiple=True,
            mode=SelectSelectorMode.LIST,
            translation_key="search_engines",
        )
    )
    return probatio.Schema(
        {probatio.Required(CONF_ENGINES, default=list(DEFAULT_ENGINES)): selector}
    )


async def _read_ddgs(hass: HomeAssistant, form: Mapping[str, Any]) -> Read:
    if not form[CONF_ENGINES]:
        return {}, {CONF_ENGINES: "search_no_engine"}
    return {CONF_ENGINES: list(form[CONF_ENGINES])}, {}


async def _mcp_schema(hass: HomeAssistant) -> probatio.Schema | None:
    if not (tools := await _async_mcp_tools(hass)):
        return None
    selector = SelectSelector(
        SelectSelectorConfig(options=tools, mode=SelectSelectorMode.DROPDOWN)
    )
    return probatio.Schema({probatio.Required(CONF_TOOL): selector})


async def _read_mcp(hass: HomeAssistant, form: Mapping[str, Any]) -> Read:
    api_id, _, tool = form[CONF_TOOL].partition(_APART)
    return {CONF_API: api_id, CONF_TOOL: tool}, {}


async def _async_mcp_tools(hass: HomeAssistant) -> list[SelectOptionDict]:
    """Return the tools of connected servers that take a query."""
    context = llm.LLMContext(
        platform=DOMAIN,
        context=Context(),
        language=None,
        assistant=DOMAIN,
        device_id=None,
    )
    found: list[SelectOptionDict] = []
    for api in llm.async_get_apis(hass):
        if not api.id.startswith(API_PREFIX):
            continue
        try:
            offered = await api.async_get_api_instance(context)
        except HomeAssistantError:
            continue
        found += [
            SelectOptionDict(
                value=f"{api.id}{_APART}{tool.name}", label=f"{api.name}: {tool.name}"
            )
            for tool in offered.tools
            if _takes_a_query(tool)
        ]
    return found


def _takes_a_query(tool: llm.Tool) -> bool:
    try:
        return bool(argument_of(tool))
    except ProtocolError:
        return False


def _host(data: Mapping[str, Any]) -> str:
    return URL(data[CONF_URL]).host or ""


FORMS: Final[Mapping[Kind, Form]] = {
    Kind.SEARXNG: Form(
        title=lambda data: f"SearXNG ({_host(data)})",
        schema=_searxng_schema,
        read=_read_searxng,
    ),
    Kind.MCP: Form(
        title=lambda data: f"MCP ({data[CONF_TOOL]})",
        schema=_mcp_schema,
        read=_read_mcp,
        shown=lambda data: {CONF_TOOL: f"{data[CONF_API]}{_APART}{data[CONF_TOOL]}"},
    ),
    Kind.RESPONSES: Form(
        title=lambda data: f"{data[CONF_MODEL]} ({_host(data)})",
        schema=_responses_schema,
        read=_read_responses,
        shown=lambda data: {k: v for k, v in data.items() if k != CONF_API_KEY},
    ),
    Kind.DDGS: Form(title=lambda data: "DDGS", schema=_ddgs_schema, read=_read_ddgs),
}
