"""What is heard while a tool takes its time."""

import asyncio

from homeassistant.components.assist_pipeline.models import PipelineEventType
from homeassistant.components.conversation import AssistantContent, ToolResultContent
from homeassistant.components.conversation.chat_log import DATA_CHAT_LOGS
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations
import pytest

from custom_components.kaizen.assistant.turn import acknowledge

from .conversation import Run, Search, Talk, async_talk

from tests.simulators.ollama import OllamaSimulator, call

ASK: tuple[str, dict[str, str]] = ("test__ask", {})


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody in a test waits as long as a person does."""
    monkeypatch.setattr(acknowledge, "QUICK", 0.02)
    monkeypatch.setattr(acknowledge, "LONG", 0.05)


async def said(hass: HomeAssistant, kind: str, language: str = "en") -> set[str]:
    """Return the sentences of a kind."""
    texts = await async_get_translations(hass, language, "common", ["kaizen"])
    start = f"component.kaizen.common.spoken_ack_{kind}_"
    return {text for key, text in texts.items() if key.startswith(start)}


def announced(run: Run, sentences: set[str]) -> list[str]:
    """Return which of these sentences have been heard."""
    return [sentence for sentence in sentences if sentence in run.words]


async def until_announced(run: Run, sentences: set[str]) -> str:
    """Wait for one of these sentences."""
    async with asyncio.timeout(10):
        while not announced(run, sentences):
            await asyncio.sleep(0)
    return announced(run, sentences)[0]


async def test_it_is_heard_while_the_tool_runs(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """The loudspeaker speaks before the tool has ended, then gives the answer."""
    talk = await async_talk(hass, server)
    server.script.tool_call(*ASK).reply("It is 42.")
    run = talk.begin("what is it")
    words = await until_announced(run, await said(hass, "look"))
    assert talk.search.calls == 1
    assert talk.search.ended == 0
    talk.search.may_end.set()
    assert await run.end() == f"{words}It is forty two."


async def test_a_search_is_announced_before_it_is_slow(
    hass: HomeAssistant, server: OllamaSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tool that asks the world outside is not waited for."""
    monkeypatch.setattr(acknowledge, "QUICK", 3600)
    talk = await async_talk(hass, server, search=Search(outside=True))
    server.script.tool_call(*ASK).reply("It is 42.")
    run = talk.begin("what is it")
    await until_announced(run, await said(hass, "look"))
    assert talk.search.ended == 0
    talk.search.may_end.set()
    await run.end()


async def test_a_quick_tool_is_not_announced(
    hass: HomeAssistant, server: OllamaSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody hears of tools that take no time."""
    monkeypatch.setattr(acknowledge, "QUICK", 3600)
    talk = await async_talk(hass, server)
    talk.search.may_end.set()
    server.script.tool_call(*ASK).reply("It is 42.")
    assert (await talk.hear("what is it")).words == "It is forty two."


async def test_once_and_once_more(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """A second tool is not announced again; one that takes long asks for patience, once."""
    talk = await async_talk(hass, server)
    server.script.tool_call(*ASK).tool_call(*ASK).reply("It is 42.")
    run = talk.begin("what is it")
    await until_announced(run, await said(hass, "wait"))
    talk.search.may_end.set()
    await run.end()
    assert talk.search.calls == 2
    assert len(announced(run, await said(hass, "look"))) == 1
    assert len(announced(run, await said(hass, "wait"))) == 1


async def test_a_model_that_announces_itself(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """Its own words are heard at once, and nothing is said twice."""
    talk = await async_talk(hass, server)
    server.script.reply(call(*ASK, text="Let me see")).reply("It is 42.")
    run = talk.begin("what is it")
    await run.hear("Let me see")
    assert talk.search.ended == 0
    talk.search.may_end.set()
    assert await run.end() == "Let me see.It is forty two."


async def test_in_german(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """It is said in the language of the conversation."""
    talk = await async_talk(hass, server)
    server.script.tool_call(*ASK).reply("Es ist 42.")
    run = talk.begin("was ist es", language="de")
    await until_announced(run, await said(hass, "look", "de"))
    talk.search.may_end.set()
    await run.end()


async def silent(talk: Talk, server: OllamaSimulator, **how: object) -> str:
    """Ask with a slow tool; return what the chat shows."""
    server.script.tool_call(*ASK).reply("It is 42.")
    run = talk.begin("what is it", **how)  # type: ignore[arg-type]
    await talk.search.called.wait()
    talk.hass.loop.call_later(0.1, talk.search.may_end.set)
    await run.end()
    (end,) = run.data(PipelineEventType.INTENT_END)
    log = talk.hass.data[DATA_CHAT_LOGS][run.conversation_id]
    words: str = end["intent_output"]["response"]["speech"]["plain"]["speech"]
    assert words == "It is 42."
    return "".join(
        content.content or ""
        for content in log.content
        if isinstance(content, AssistantContent)
    )


async def test_a_chat_is_not_told(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """Where nothing is spoken, nothing is announced."""
    talk = await async_talk(hass, server)
    assert await silent(talk, server, spoken=False) == "It is 42."


async def test_its_owner_may_not_want_it(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """It is a setting of the agent."""
    talk = await async_talk(hass, server, acknowledge=False)
    assert await silent(talk, server) == "It is 42."


async def test_the_model_reads_its_own_words_alone(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """What Kaizen said is no part of the prompt: the next turn goes on where the server stood."""
    talk = await async_talk(hass, server)
    server.script.reply(call(*ASK, text="Hm.")).reply("It is 42.").reply("Yes.")
    run = talk.begin("what is it")
    await talk.search.called.wait()
    hass.loop.call_later(0.2, talk.search.may_end.set)
    await run.end()
    await talk.hear("sure", run.conversation_id)
    first, second, third = talk.house.turns
    said_by_model = [
        message["content"]
        for message in third.body["messages"]
        if message["role"] == "assistant"
    ]
    assert said_by_model == ["Hm.", "It is 42."]
    assert (
        third.body["messages"][: len(second.body["messages"])]
        == (second.body["messages"])
    )
    assert third.evaluated_tokens <= 250
    log = hass.data[DATA_CHAT_LOGS][run.conversation_id]
    (result,) = [c for c in log.content if isinstance(c, ToolResultContent)]
    assert result.result.data["found"] == "42"
    assert first.tool_calls
