"""A search tool of an MCP server that Home Assistant is connected to.

Core's `mcp` integration offers each server as an LLM API named `mcp-<slug>`; its tools answer
with MCP's content blocks. There is no standard for results in them: read are JSON with
addresses in it, and texts that name addresses.
"""

from collections.abc import Iterator, Mapping
import json
import re
from typing import Any, Final

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import llm
from homeassistant.util import dt as dt_util
import probatio

from ...const import DOMAIN, LOGGER
from ..dates import read_date
from ..errors import BusyError, NothingFoundError, ProtocolError, UnreachableError
from ..model import Answer, Query, Result

API_PREFIX: Final = "mcp-"
_ARGUMENTS: Final = (
    "query",
    "q",
    "search_query",
    "search",
    "text",
    "input",
    "question",
)
"""How search tools call what is searched for, likeliest first."""
_URLS: Final = ("url", "link", "href")
_TITLES: Final = ("title", "name", "headline")
_SNIPPETS: Final = ("snippet", "description", "content", "body", "summary", "text")
_DATES: Final = ("published", "publishedDate", "date", "age", "page_age")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"')\]]+")
_LABEL: Final = re.compile(r"^\W*(?:\d+[.)]\s*)?(?:title|titel)\s*:\s*", re.IGNORECASE)


class McpSearch:
    """Calls one tool of one server."""

    def __init__(self, hass: HomeAssistant, api_id: str, tool: str) -> None:
        """Name the API and its tool."""
        self._hass = hass
        self._api_id = api_id
        self._tool = tool

    async def search(self, query: Query) -> Answer:
        """Call the tool on nobody's behalf: who asked is nothing to a server outside."""
        tool, context = await self._async_tool(query)
        argument = argument_of(tool)
        try:
            result = await tool.async_call(
                self._hass, llm.ToolInput(self._tool, {argument: query.text}), context
            )
        except HomeAssistantError as err:
            LOGGER.debug("The MCP search failed: %s", type(err).__name__)
            raise UnreachableError from None
        data = result.data if isinstance(result, llm.ToolResult) else result
        failed = isinstance(result, llm.ToolResult) and result.error
        if failed or data.get("isError"):
            raise BusyError
        results = list(read_results(data))
        if not results:
            raise NothingFoundError
        return Answer(results=results)

    async def _async_tool(self, query: Query) -> tuple[llm.Tool, llm.LLMContext]:
        context = llm.LLMContext(
            platform=DOMAIN,
            context=Context(),
            language=query.language,
            assistant=DOMAIN,
            device_id=None,
        )
        try:
            api = await llm.async_get_api(self._hass, self._api_id, context)
        except HomeAssistantError:
            raise UnreachableError from None
        for tool in api.tools:
            if tool.name == self._tool:
                return tool, context
        raise ProtocolError


def argument_of(tool: llm.Tool) -> str:
    """Return the argument of a tool that takes the query.

    Raises:
        ProtocolError: It has none.
    """
    schema = tool.parameters.schema
    names = [str(key) for key in schema] if isinstance(schema, dict) else []
    for name in _ARGUMENTS:
        if name in names:
            return name
    required = [str(key) for key in schema if isinstance(key, probatio.Required)]
    if len(required) == 1:
        return required[0]
    raise ProtocolError


def read_results(data: Mapping[str, Any]) -> Iterator[Result]:
    """Yield the pages that an MCP tool's answer names."""
    found = list(_listed(data.get("structuredContent")))
    for block in data.get("content") or ():
        if not isinstance(block, dict) or not isinstance(
            text := block.get("text"), str
        ):
            continue
        try:
            found.extend(_listed(json.loads(text)))
        except ValueError:
            found.extend(_written(text))
    yield from found


def _listed(value: Any) -> Iterator[Result]:
    """Yield every object, however deep, that has an address in it."""
    match value:
        case dict():
            if url := _first(value, _URLS):
                today = dt_util.now().date()
                yield Result(
                    title=_first(value, _TITLES) or url,
                    url=url,
                    snippet=_first(value, _SNIPPETS),
                    published=read_date(_first(value, _DATES), today),
                )
            else:
                for inner in value.values():
                    yield from _listed(inner)
        case list():
            for inner in value:
                yield from _listed(inner)


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next(
        (row[name] for name in names if isinstance(row.get(name), str) and row[name]),
        "",
    )


def _written(text: str) -> Iterator[Result]:
    """Yield a result for each paragraph that names an address."""
    for block in re.split(r"\n\s*\n|\n-{3,}\n", text):
        if not (address := _ADDRESS.search(block)):
            continue
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        plain = [line for line in lines if address[0] not in line] or lines
        yield Result(
            title=_LABEL.sub("", plain[0]).strip("#* "),
            url=address[0].rstrip(".,;"),
            snippet=" ".join(plain[1:]),
        )
