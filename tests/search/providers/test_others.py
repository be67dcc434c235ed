"""Providers beside SearXNG: the real ddgs library, a Responses server, an MCP tool."""

from collections.abc import AsyncGenerator
import json
from typing import Any, override

from aiohttp import web
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import llm
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util.json import JsonObjectType
import probatio
import pytest

from custom_components.kaizen.search.errors import (
    NothingFoundError,
    ProtocolError,
    SearchError,
    UnauthorizedError,
    UnreachableError,
)
from custom_components.kaizen.search.model import Query
from custom_components.kaizen.search.providers.ddgs import Ddgs
from custom_components.kaizen.search.providers.http import (
    InvalidAddressError,
    normalise_address,
)
from custom_components.kaizen.search.providers.mcp import McpSearch
from custom_components.kaizen.search.providers.responses import ResponsesSearch

from tests.simulators.responses import ResponsesSimulator

_ENGINE_PAGE = """<html><body><div class="result__body">
<h2><a href="https://library.example/hours">Opening hours</a></h2>
<a href="https://library.example/hours">Open from nine to six.</a></div></body></html>"""


@pytest.fixture
async def engine(
    socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[list[dict[str, str]]]:
    """DuckDuckGo's page without scripts, over loopback; yields the forms it was sent."""
    from ddgs.engines.duckduckgo import Duckduckgo  # noqa: PLC0415

    forms: list[dict[str, str]] = []

    async def answer(request: web.Request) -> web.Response:
        form = {key: str(value) for key, value in (await request.post()).items()}
        forms.append(form)
        page = _ENGINE_PAGE if form["q"] != "nothing" else "<html><body></body></html>"
        return web.Response(text=page, content_type="text/html")

    app = web.Application()
    app.router.add_post("/html/", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/html/"
    monkeypatch.setattr(Duckduckgo, "search_url", url)
    yield forms
    await runner.cleanup()


async def test_ddgs(engine: list[dict[str, str]]) -> None:
    """The library asks the chosen engine, and the query arrives whole."""
    answer = await Ddgs(["duckduckgo"]).search(
        Query(text='C# & "quotes" 🏳️‍🌈', language="de", country="AT")
    )
    assert answer.results[0].url == "https://library.example/hours"
    assert answer.results[0].title == "Opening hours"
    assert "nine to six" in answer.results[0].snippet
    assert engine[0]["q"] == 'C# & "quotes" 🏳️‍🌈'
    assert engine[0]["l"] == "at-de"


async def test_ddgs_nothing(engine: list[dict[str, str]]) -> None:
    """Nothing found is told from an engine that fails."""
    with pytest.raises(NothingFoundError):
        await Ddgs(["duckduckgo"]).search(Query(text="nothing"))


async def test_ddgs_down(
    engine: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that does not answer is down."""
    from ddgs.engines.duckduckgo import Duckduckgo  # noqa: PLC0415

    monkeypatch.setattr(Duckduckgo, "search_url", "http://127.0.0.1:9/")
    with pytest.raises(UnreachableError) as raised:
        await Ddgs(["duckduckgo"]).search(Query(text="my secret"))
    assert "secret" not in f"{raised.value!r}{raised.value.__cause__!r}"


@pytest.fixture
async def model(socket_enabled: None) -> AsyncGenerator[ResponsesSimulator]:
    """A server whose model searches."""
    async with ResponsesSimulator(
        cited=[("Hours", "https://library.example/hours")]
    ) as simulator:
        yield simulator


async def test_responses(hass: HomeAssistant, model: ResponsesSimulator) -> None:
    """What the model cites are the results; its words are the direct answer."""
    session = async_get_clientsession(hass)
    provider = ResponsesSearch(session, model.url, "searcher", "sk-right")
    answer = await provider.search(Query(text="library & more", country="DE"))
    assert [one.url for one in answer.results] == ["https://library.example/hours"]
    assert answer.results[0].snippet == "It opens at nine."
    assert answer.direct == "It opens at nine."
    assert model.asked[0]["input"] == "library & more"
    assert model.asked[0]["tools"][0]["type"] == "web_search"
    assert model.asked[0]["store"] is False


async def test_responses_without_citations(
    hass: HomeAssistant, model: ResponsesSimulator
) -> None:
    """A model that says something without having found it has found nothing."""
    model.cited = []
    provider = ResponsesSearch(
        async_get_clientsession(hass), model.url, "searcher", "sk-right"
    )
    with pytest.raises(NothingFoundError):
        await provider.search(Query(text="x"))


async def test_responses_key(hass: HomeAssistant, model: ResponsesSimulator) -> None:
    """A wrong key is told, and not shown."""
    provider = ResponsesSearch(
        async_get_clientsession(hass), model.url, "searcher", "sk-wrong"
    )
    with pytest.raises(UnauthorizedError) as raised:
        await provider.search(Query(text="x"))
    assert "sk-wrong" not in str(raised.value)


class _SearchTool(llm.Tool):
    """A tool as core's MCP integration offers it."""

    description = "Searches"

    def __init__(self, parameters: probatio.Schema, data: JsonObjectType) -> None:
        """Answer with this."""
        self.name = "brave_search"
        self.parameters = parameters
        self.data = data
        self.asked: list[JsonObjectType] = []
        self.contexts: list[llm.LLMContext] = []

    @override
    async def async_call(
        self,
        hass: HomeAssistant,
        tool_input: llm.ToolInput,
        llm_context: llm.LLMContext,
    ) -> llm.ToolResult:
        """Answer."""
        self.asked.append(tool_input.tool_args)
        self.contexts.append(llm_context)
        if self.data.get("raise"):
            raise HomeAssistantError("Timeout when calling tool")
        return llm.ToolResult(data=self.data, error=bool(self.data.get("isError")))


class _Api(llm.API):
    """An MCP server's API."""

    def __init__(self, hass: HomeAssistant, tool: _SearchTool) -> None:
        """Offer one tool."""
        super().__init__(hass=hass, id="mcp-brave", name="Brave")
        self.tool = tool

    @override
    async def async_get_api_instance(
        self, llm_context: llm.LLMContext
    ) -> llm.APIInstance:
        """Return the instance."""
        return llm.APIInstance(self, "", llm_context, [self.tool])


def _text(text: str) -> JsonObjectType:
    return {"content": [{"type": "text", "text": text}]}


_ROWS: list[Any] = [
    {"title": "Hours", "link": "https://library.example", "snippet": "Nine to six."}
]


@pytest.mark.parametrize(
    "data",
    [
        _text(json.dumps(_ROWS)),
        _text(json.dumps({"web": {"results": _ROWS}})),
        {"content": [], "structuredContent": {"items": _ROWS}},
        _text("Title: Hours\nURL: https://library.example\nNine to six.\n\nNo address"),
        _text("1. **Hours**\nhttps://library.example\nNine to six."),
    ],
)
async def test_mcp(hass: HomeAssistant, data: JsonObjectType) -> None:
    """Pages are found in the answers that search tools give, and nobody's name goes out."""
    tool = _SearchTool(probatio.Schema({probatio.Required("query"): str}), data)
    llm.async_register_api(hass, _Api(hass, tool))
    provider = McpSearch(hass, "mcp-brave", "brave_search")
    answer = await provider.search(Query(text="library & more"))
    (result,) = answer.results
    assert result.url == "https://library.example"
    assert result.snippet == "Nine to six."
    assert result.title in {"Hours", "1. **Hours"}
    assert tool.asked == [{"query": "library & more"}]
    assert tool.contexts[0].context is not None
    assert tool.contexts[0].context.user_id is None


@pytest.mark.parametrize(
    ("parameters", "data", "error"),
    [
        ({probatio.Required("query"): str}, _text("nothing here"), NothingFoundError),
        ({probatio.Required("query"): str}, {"raise": True}, UnreachableError),
        (
            {probatio.Required("query"): str},
            {"isError": True, "content": []},
            SearchError,
        ),
        (
            {probatio.Required("from"): str, probatio.Required("to"): str},
            {},
            ProtocolError,
        ),
    ],
)
async def test_mcp_failures(
    hass: HomeAssistant,
    parameters: dict[Any, Any],
    data: JsonObjectType,
    error: type[SearchError],
) -> None:
    """A tool that fails, finds nothing or takes no query."""
    tool = _SearchTool(probatio.Schema(parameters), data)
    llm.async_register_api(hass, _Api(hass, tool))
    with pytest.raises(error):
        await McpSearch(hass, "mcp-brave", "brave_search").search(Query(text="x"))


async def test_mcp_gone(hass: HomeAssistant) -> None:
    """A server that is no longer connected."""
    with pytest.raises(UnreachableError):
        await McpSearch(hass, "mcp-gone", "search").search(Query(text="x"))


@pytest.mark.parametrize(
    ("entered", "stored"),
    [
        ("192.168.1.20:8080", "http://192.168.1.20:8080"),
        (" https://search.example/ ", "https://search.example"),
        ("https://example.com/searxng/?q=1#x", "https://example.com/searxng"),
    ],
)
def test_addresses(entered: str, stored: str) -> None:
    """An address is stored without what does not belong to it."""
    assert normalise_address(entered) == stored


@pytest.mark.parametrize(
    "entered", ["", "http://", "ftp://a", "http://u:p@a", "http://a:0", "a b"]
)
def test_no_addresses(entered: str) -> None:
    """What leads to no server is refused."""
    with pytest.raises(InvalidAddressError):
        normalise_address(entered)
