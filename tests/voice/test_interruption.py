"""What is left of an answer that is cut off, and what the house knows of it."""

import asyncio
from collections.abc import Callable
from typing import Any

from homeassistant.components.conversation import AssistantContent, ToolResultContent
from homeassistant.components.conversation.chat_log import DATA_CHAT_LOGS
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event
import pytest
from pytest_homeassistant_custom_component.common import (
    async_capture_events,
    async_mock_service,
)

from custom_components.kaizen.assistant.answers import EVENT_INTERRUPTED
from custom_components.kaizen.assistant.turn import acknowledge
from custom_components.kaizen.voice.recital import Recital

from .conversation import Talk, async_talk, nothing_left
from .mouth import Mouth
from .satellite import SATELLITE, async_place

from tests.simulators.ollama import Fault, OllamaSimulator, say

ASK: tuple[str, dict[str, str]] = ("test__ask", {})
STORY = "Once upon a time there was a house. " * 40
SENSOR = "sensor.kitchen_voice"


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody in a test waits as long as a person does."""
    monkeypatch.setattr(acknowledge, "QUICK", 0.02)


async def until(condition: Callable[[], object]) -> None:
    """Wait for something to be so."""
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.005)


async def stop(hass: HomeAssistant, **target: Any) -> None:
    """Stop what is being said."""
    await hass.services.async_call("kaizen", "stop_speaking", target, blocking=True)


async def slow_down(server: OllamaSimulator) -> None:
    """Let the model write as slowly as one does."""
    await server.fault(Fault.SLOW, delay=0.02, path="/api/chat")


async def speaking(talk: Talk) -> list[Recital]:
    """Wait until something is being spoken."""
    await until(lambda: talk.voices.runtime.recitals)
    return list(talk.voices.runtime.recitals)


def contents(talk: Talk, conversation_id: str) -> list[Any]:
    """Return what the chat log has after the person's words."""
    return talk.hass.data[DATA_CHAT_LOGS][conversation_id].content[2:]


@pytest.mark.parametrize("how", ["cancelled", "stopped"])
async def test_while_the_model_writes(
    hass: HomeAssistant, server: OllamaSimulator, how: str
) -> None:
    """The model stops, what was said stays, the next turn knows, and nothing is left running."""
    talk = await async_talk(hass, server)
    events = async_capture_events(hass, EVENT_INTERRUPTED)
    await slow_down(server)
    server.script.reply(say(STORY)).reply("All right.")
    async with nothing_left(hass):
        run = talk.begin("tell me a story")
        (recital,) = await speaking(talk)
        await until(lambda: "Once upon" in (recital.heard() or ""))
        if how == "cancelled":
            run.task.cancel()
            await asyncio.wait((run.task,))
        else:
            await stop(hass, entity_id=talk.house.agent_id)
            await run.task
        assert run.listening is not None
        await asyncio.wait((run.listening,))
    (asked,) = talk.house.turns
    await until(lambda: asked.disconnected)
    kept = contents(talk, run.conversation_id)[0]
    assert isinstance(kept, AssistantContent)
    assert kept.content and STORY.startswith(kept.content)
    (event,) = events
    assert event.data["conversation_id"] == run.conversation_id
    assert event.data["cause"] == ("new_run" if how == "cancelled" else "stopped")
    await talk.hear("go on", run.conversation_id)
    *_, said, words = talk.house.turns[-1].body["messages"]
    assert said == {"role": "assistant", "content": kept.content}
    assert "[interrupted]" in words["content"]
    assert "Once upon" in words["content"]
    assert words["content"].endswith("go on")
    await talk.hear("and then", run.conversation_id)
    assert "[interrupted]" not in talk.house.turns[-1].body["messages"][-1]["content"]


@pytest.mark.parametrize("how", ["cancelled", "stopped"])
async def test_while_a_tool_runs(
    hass: HomeAssistant, server: OllamaSimulator, how: str
) -> None:
    """No tool call is left without a result, whatever the tool still does."""
    talk = await async_talk(hass, server)
    server.script.tool_call(*ASK).reply("It is 42.")
    run = talk.begin("what is it")
    await run.hear(".")
    assert talk.search.calls == 1
    if how == "cancelled":
        run.task.cancel()
        await asyncio.wait((run.task,))
    else:
        await stop(hass)
        await run.task
    assert run.listening is not None
    await asyncio.wait((run.listening,))
    assert "42" not in run.words
    called, result, *_ = contents(talk, run.conversation_id)
    assert [call.id for call in called.tool_calls] == [result.tool_call_id]
    assert isinstance(result, ToolResultContent)
    assert result.result.error
    talk.search.may_end.set()
    await talk.hear("once more", run.conversation_id)
    messages = talk.house.turns[-1].body["messages"]
    assert [m["role"] for m in messages][1:4] == ["user", "assistant", "tool"]
    assert not [m for m in messages if "CancelledError" in str(m)]
    assert talk.search.ended == 1


async def test_two_cuts_in_a_row(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """A second interruption is as clean as the first."""
    talk = await async_talk(hass, server)
    await slow_down(server)
    conversation_id = None
    async with nothing_left(hass):
        for _ in range(3):
            server.script.reply(say(STORY))
            run = talk.begin("tell me a story", conversation_id)
            conversation_id = run.conversation_id
            await run.hear("Once upon")
            run.task.cancel()
            await asyncio.wait((run.task,))
            assert run.listening is not None
            await asyncio.wait((run.listening,))
    await server.heal()
    server.script.reply("Fine.")
    assert (await talk.hear("enough", conversation_id)).words == "Fine."


async def test_stopping_where_nobody_speaks(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """It is no error; and what has been heard to its end was not interrupted."""
    talk = await async_talk(hass, server)
    events = async_capture_events(hass, EVENT_INTERRUPTED)
    server.script.reply("Hi.")
    run = await talk.hear("hello")
    await until(lambda: not talk.voices.runtime.recitals)
    await asyncio.sleep(0.05)
    await stop(hass)
    assert not events
    with pytest.raises(ServiceValidationError, match="neither a satellite nor"):
        await stop(hass, entity_id="light.kitchen")
    server.script.reply("Yes?")
    await talk.hear("hello", run.conversation_id)
    assert "[interrupted]" not in talk.house.turns[-1].body["messages"][-1]["content"]


async def test_a_satellite_from_idle_to_idle(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """The sensor says what the satellite does; what is announced is speaking already."""
    talk = await async_talk(hass, server)
    satellite = await async_place(talk)
    states: list[str] = []

    @callback
    def changed(event: Event[EventStateChangedData]) -> None:
        assert event.data["new_state"] is not None
        states.append(event.data["new_state"].state)

    async_track_state_change_event(hass, SENSOR, changed)
    assert (state := hass.states.get(SENSOR)) is not None
    assert state.state == "idle"
    server.script.tool_call(*ASK).reply("It is 42.")
    hearing = hass.async_create_task(satellite.hear("what is it"))
    await until(lambda: states[-1:] == ["speaking"])
    assert (state := hass.states.get(SATELLITE)) is not None
    assert state.state == "processing"
    assert talk.search.ended == 0
    talk.search.may_end.set()
    await hearing
    satellite.tts_response_finished()
    await until(lambda: states[-1] == "idle")
    assert states == ["listening", "processing", "speaking", "idle"]


async def test_a_new_wake_word_while_it_speaks(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """The answer is complete, its playback is not: the model learns how far it was heard."""
    talk = await async_talk(hass, server)
    satellite = await async_place(talk)
    events = async_capture_events(hass, EVENT_INTERRUPTED)
    server.script.reply(STORY).reply("All right.")
    async with nothing_left(hass):
        await satellite.hear("tell me a story")
        await satellite.hear("stop that")
        satellite.tts_response_finished()
        await until(lambda: "All right." in satellite.words)
    (event,) = events
    assert event.data["satellite_id"] == SATELLITE
    assert event.data["stage"] == "speaking"
    words = talk.house.turns[-1].body["messages"][-1]["content"]
    assert "[interrupted]" in words
    assert STORY not in words


async def test_a_slow_engine_is_stopped_after_the_turn(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """What the model has written is not synthesized to its end for nobody."""
    talk = await async_talk(hass, server)
    talk.voices.mouth.out_of_breath = asyncio.Event()
    server.script.reply(STORY)
    run = talk.begin("tell me a story")
    await run.hear("Once upon")
    await asyncio.wait((run.task,))
    assert talk.voices.mouth.open == 1
    await stop(hass, entity_id=talk.house.agent_id)
    assert run.listening is not None
    await asyncio.wait((run.listening,), timeout=5)
    assert run.listening.done()
    assert talk.voices.mouth.open == 0
    assert len(talk.voices.mouth.said) == 1


async def test_stopping_a_satellite(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """Its run, its voice and its player stop."""
    talk = await async_talk(hass, server)
    satellite = await async_place(talk)
    device_id = er.async_get(hass).async_get(SATELLITE).device_id  # type: ignore[union-attr]
    player = er.async_get(hass).async_get_or_create(
        "media_player",
        "kitchen",
        "player",
        device_id=device_id,
        suggested_object_id="kitchen",
    )
    hass.states.async_set(player.entity_id, "playing", {"supported_features": 4096})
    stopped = async_mock_service(hass, "media_player", "media_stop")
    await slow_down(server)
    server.script.reply(say(STORY))
    hearing = hass.async_create_task(satellite.hear("tell me a story"))
    await until(lambda: "Once upon" in satellite.words)
    await stop(hass, entity_id=SATELLITE)
    await asyncio.wait((hearing,))
    assert [call.data["entity_id"] for call in stopped] == ["media_player.kitchen"]
    assert (state := hass.states.get(SENSOR)) is not None
    assert state.state == "idle"
    await until(lambda: talk.house.turns[-1].disconnected)


async def test_stopping_one_satellite_alone(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """What is said elsewhere goes on."""
    talk = await async_talk(hass, server)
    await async_place(talk)
    await slow_down(server)
    server.script.reply(say(STORY[:200]))
    run = talk.begin("tell me a story")
    await run.hear("Once upon")
    await stop(hass, entity_id=SATELLITE)
    assert not run.task.done()
    assert (await run.end()).startswith(STORY[:100].replace(". ", "."))


@pytest.mark.parametrize("dies_after", [1, 3])
async def test_the_engine_dies_in_the_middle(
    hass: HomeAssistant, server: OllamaSimulator, dies_after: int
) -> None:
    """The turn ends by itself, and the next one is heard."""
    mouth = Mouth()
    talk = await async_talk(hass, server, mouth=mouth)
    mouth.dies_after = dies_after
    server.script.reply(STORY).reply("All right.")
    async with nothing_left(hass):
        run = talk.begin("tell me a story")
        await asyncio.wait((run.task,))
        assert run.listening is not None
        await asyncio.wait((run.listening,))
        assert "stopped in the middle" in str(run.listening.exception())
    mouth.dies_after = None
    assert (await talk.hear("again", run.conversation_id)).words == "All right."


async def test_a_satellite_that_goes(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """Its sensor goes with it."""
    talk = await async_talk(hass, server)
    await async_place(talk)
    assert er.async_get(hass).async_get(SENSOR)
    er.async_get(hass).async_remove(SATELLITE)
    await hass.async_block_till_done()
    assert er.async_get(hass).async_get(SENSOR) is None
