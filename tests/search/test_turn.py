"""Searching within a conversation with Kaizen's own agent."""

from collections.abc import AsyncGenerator
import json

from homeassistant.components.conversation import (
    ChatLog,
    ConversationResult,
    UserContent,
)
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import HomeAssistant
import pytest

from custom_components.kaizen.guard.model import TaintSource
from custom_components.kaizen.guard.taint import taint_of_conversation
from custom_components.kaizen.search import automatic
from custom_components.kaizen.search.book import Origin
from custom_components.kaizen.search.sources import async_origins, async_sources_note

from .rig import Searching, async_guest, async_set_up, searxng

from tests.assistant.household import House, async_move_in
from tests.simulators.ollama import OllamaSimulator
from tests.simulators.searxng import Fault, SearXNGSimulator

QUESTION = "What are the opening hours of the library?"


@pytest.fixture
async def model(socket_enabled: None) -> AsyncGenerator[OllamaSimulator]:
    """A model server."""
    async with OllamaSimulator() as simulator:
        yield simulator


@pytest.fixture
async def house(
    hass: HomeAssistant, model: OllamaSimulator, searching: Searching
) -> House:
    """A house with an agent and a search."""
    return await async_move_in(hass, model)


def _taint(house: House, result: ConversationResult) -> frozenset[TaintSource]:
    assert result.conversation_id
    return taint_of_conversation(house.hass, result.conversation_id)


def _asked(house: House) -> str:
    """Return the person's message as the model read it."""
    (message,) = [m for m in house.turns[-1].body["messages"] if m["role"] == "user"][
        -1:
    ]
    return str(message["content"])


async def test_searched_at_once(house: House, server: SearXNGSimulator) -> None:
    """A question that needs the web is searched before the model reads it, and taints."""
    house.server.script.reply("From nine to six, says library.example.")
    result = await house.say(QUESTION)
    assert "The web was searched: ⟦web" in _asked(house)
    assert "Open from nine to six" in _asked(house)
    assert [one["q"] for one in server.asked] == [QUESTION]
    taint = _taint(house, result)
    assert TaintSource.WEB in taint


async def test_not_searched(house: House, server: SearXNGSimulator) -> None:
    """What is about the house goes nowhere."""
    result = await house.say("Is the kitchen light on?")
    assert server.requests == 0
    assert not _taint(house, result)


async def test_option(
    hass: HomeAssistant, model: OllamaSimulator, server: SearXNGSimulator
) -> None:
    """The owner can leave it to the model."""
    await async_set_up(hass, searxng(server), automatic=False)
    house = await async_move_in(hass, model)
    await house.say(QUESTION)
    assert server.requests == 0
    assert "The web was searched" not in _asked(house)


@pytest.mark.parametrize("fault", [Fault.BROKEN, Fault.SILENT, Fault.NOT_JSON])
async def test_failure(
    house: House,
    server: SearXNGSimulator,
    monkeypatch: pytest.MonkeyPatch,
    fault: Fault,
) -> None:
    """A search that fails or takes too long holds no answer up."""
    monkeypatch.setattr(automatic, "PATIENCE", 0.05)
    server.fault = fault
    house.server.script.reply("I do not know.")
    result = await house.say(QUESTION)
    assert result.response.speech["plain"]["speech"] == "I do not know."
    assert "The web was searched" not in _asked(house)


async def test_late_results_reach_the_tool(
    house: House, server: SearXNGSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was begun before the model reads is what it gets when it asks, however it puts it."""
    monkeypatch.setattr(automatic, "PATIENCE", 0.02)
    server.delay = 0.3
    house.server.script.tool_call("kaizen__web_search", {"query": "library hours"})
    house.server.script.reply("From nine to six.")
    await house.say(QUESTION)
    assert len(server.asked) == 1
    assert "Open from nine to six" in json.dumps(house.turns[-1].body["messages"])


async def test_guest(house: House, server: SearXNGSimulator) -> None:
    """A guest whose searches are used up is told so."""
    guest = await async_guest(house.hass)
    for number in range(5):
        await house.say(f"Opening hours of library {number}?", user=guest)
    assert "searched" in _asked(house)
    await house.say(QUESTION, user=guest)
    assert "No more searches" in _asked(house)
    assert len(server.asked) == 5


async def test_forecast(house: House, server: SearXNGSimulator) -> None:
    """The weather here is asked of the house; elsewhere, of the web."""
    house.hass.states.async_set("weather.home", "rainy", {"temperature": 7})
    async_expose_entity(house.hass, "conversation", "weather.home", True)
    await house.say("Will it rain tomorrow?")
    assert server.requests == 0
    await house.say("Will it rain in Oslo tomorrow?")
    assert len(server.asked) == 1


async def test_tool_taints(house: House, server: SearXNGSimulator) -> None:
    """Reading results by tool taints, too, and the model reads them behind a fence."""
    house.server.script.tool_call("kaizen__web_search", {"query": "library"})
    house.server.script.reply("From nine to six.")
    result = await house.say("Tell me something about it.")
    assert "⟦web" in json.dumps(house.turns[-1].body["messages"], ensure_ascii=False)
    taint = _taint(house, result)
    assert TaintSource.WEB in taint


def _log(hass: HomeAssistant, *words: str) -> ChatLog:
    log = ChatLog(hass, "conversation")
    for one in words:
        log.content.append(UserContent(one))
    return log


@pytest.fixture
def log(searching: Searching) -> ChatLog:
    """A conversation whose second turn has read three pages."""
    log = _log(searching.hass, "Hello", "When does it open?")
    searching.runtime.book.note(
        "conversation",
        2,
        [
            Origin(title="Hours", url="https://library.example/hours_(new)"),
            Origin(title="More", url="https://library.example/more"),
            Origin(title="Wiki", url="https://wiki.example/Library"),
        ],
    )
    return log


async def test_sources(searching: Searching, log: ChatLog) -> None:
    """An answer's sources follow it: a link for the eye, the site's name for the ear."""
    note = await async_sources_note(searching.hass, log, "From nine to six.", "en")
    assert note == (
        "\n\nSources: [library.example](https://library.example/hours_%28new%29), "
        "[wiki.example](https://wiki.example/Library)"
    )


async def test_named_sources(searching: Searching, log: ChatLog) -> None:
    """If the answer names a site, that one is its source."""
    note = await async_sources_note(
        searching.hass, log, "Nine, says wiki.example.", "de"
    )
    assert note == "\n\nQuellen: [wiki.example](https://wiki.example/Library)"


async def test_invented_links(searching: Searching, log: ChatLog) -> None:
    """A link that nobody has found is called what it is; a found or given one is not."""
    spoken = (
        "See https://invented.example/page, [here](https://library.example/more) "
        "and https://wiki.example/Library."
    )
    note = await async_sources_note(searching.hass, log, spoken, "en")
    assert note is not None
    assert "the link to invented.example myself" in note
    assert "library.example myself" not in note


async def test_no_sources(searching: Searching, log: ChatLog) -> None:
    """A turn that has read nothing has no sources, whatever the one before has read."""
    log.content.append(UserContent("Thanks"))
    assert await async_sources_note(searching.hass, log, "Bye.", "en") is None
    assert async_origins(searching.hass, log) == []
