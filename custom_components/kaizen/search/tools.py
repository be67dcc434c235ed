"""The tools `kaizen__web_search` and `kaizen__read_page`, for every agent in Home Assistant."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Final, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import llm
import probatio

from ..const import DOMAIN
from .asker import Asker, async_asker
from .errors import SearchError
from .questions import is_weather_at_home
from .runtime import SearchRuntime, async_require, async_runtime
from .telling import tell_findings, tell_page
from .weather import async_house_weather, names_of_home

RESULTS: Final = 5
READ: Final = 2
"""Pages that are read of a search by themselves."""
_TEXT: Final = probatio.All(str, probatio.Length(min=1, max=500))
_ADDRESS: Final = probatio.All(str, probatio.Length(min=1, max=2000))


class _Tool(llm.Tool):
    """A tool that brings other people's words into the house, and changes nothing."""

    annotations = llm.ToolAnnotations(
        read_only=True, destructive=False, idempotent=True, open_world=True
    )
    integration = DOMAIN

    @abstractmethod
    async def async_answer(
        self,
        runtime: SearchRuntime,
        asker: Asker,
        arguments: dict[str, Any],
        language: str | None,
    ) -> str:
        """Return what is found."""

    @override
    async def async_call(
        self,
        hass: HomeAssistant,
        tool_input: llm.ToolInput,
        llm_context: llm.LLMContext,
    ) -> llm.ToolResult:
        """Search; a failure is a result the model can read."""
        arguments: dict[str, Any] = self.parameters(tool_input.tool_args)
        asker = await async_asker(hass, llm_context.context, llm_context.device_id)
        try:
            runtime = async_require(hass)
            words = await self.async_answer(
                runtime, asker, arguments, llm_context.language
            )
        except SearchError as err:
            return llm.ToolResult({"error": err.said}, error=True)
        return llm.ToolResult({"result": words})


class WebSearchTool(_Tool):
    """Searches the web."""

    name = "kaizen__web_search"
    title = "Search the web"
    description = (
        "Searches the web for what changes or what you do not know for sure: news, prices, "
        "results, opening hours, weather elsewhere. Name the site an answer comes from; do not "
        "write addresses, they are added."
    )
    parameters = probatio.Schema(
        {
            probatio.Required(
                "query", description="What to search for, complete in itself"
            ): _TEXT
        }
    )

    @override
    async def async_answer(
        self,
        runtime: SearchRuntime,
        asker: Asker,
        arguments: dict[str, Any],
        language: str | None,
    ) -> str:
        """Search, or wait for the search that the turn began; the weather here is the house's own to tell."""
        query = runtime.query(arguments["query"], language)
        if is_weather_at_home(query.text, home=names_of_home(runtime.hass)) and (
            weather := await async_house_weather(runtime.hass)
        ):
            return "\n".join(("The house's own weather station says:", *weather))
        begun = runtime.book.take_begun(asker.conversation, asker.turn)
        found = await runtime.async_find(
            begun or query, asker, most=RESULTS, pages=READ
        )
        return tell_findings(found)


class ReadPageTool(_Tool):
    """Reads a page that was found."""

    name = "kaizen__read_page"
    title = "Read a web page"
    description = (
        "Reads a web page that kaizen__web_search has found or whose address the person has "
        "given. No other address can be read."
    )
    parameters = probatio.Schema(
        {
            probatio.Required("url"): _ADDRESS,
            probatio.Optional("question", description="What to look for in it"): _TEXT,
        }
    )

    @override
    async def async_answer(
        self,
        runtime: SearchRuntime,
        asker: Asker,
        arguments: dict[str, Any],
        language: str | None,
    ) -> str:
        """Read."""
        page = await runtime.async_read(arguments["url"], asker)
        return tell_page(page, arguments.get("question", ""))


@callback
def search_tools(
    hass: HomeAssistant, llm_context: llm.LLMContext
) -> Sequence[llm.Tool]:
    """Return the tools, in a house where the owner has set up a search."""
    return [ReadPageTool(), WebSearchTool()] if async_runtime(hass) else []
