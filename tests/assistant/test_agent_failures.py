"""Everything is heard: whatever breaks, and whenever, ends in one spoken sentence."""

from collections.abc import Mapping
from itertools import product
import logging
from typing import Any

from homeassistant.components.conversation import ConversationResult
from homeassistant.core import HomeAssistant, ServiceCall
import pytest

from . import rig
from .household import LIGHT, Heard, House, async_move_in
from .sentences import sentence

from tests.simulators.ollama import (
    QWEN_VOICE,
    Answer,
    Fault,
    OllamaSimulator,
    call,
    tokenize,
)
from tests.simulators.ollama.faults import Planned

LANGUAGES = ("en", "de")
QUESTION: Mapping[str, str] = {
    "en": "how old is the moon",
    "de": "wie alt ist der mond",
}
STORY = (
    "Once upon a time there was a small house at the end of a long road, and in it "
    "lived a lamp that was afraid of the dark, until one evening everything changed."
)
BEGINNING = "Once upon a time there was a small house at the end of a long road, and"
"""What is heard of the story before the break."""
ON = ("HassTurnOn", {"name": "Kitchen light"})
SOON = 0.4
"""A deadline in seconds that a stalled server misses and loopback does not."""

NO_ANSWER: Mapping[Fault, str] = {
    Fault.REFUSED: "unreachable",
    Fault.UNAUTHORIZED: "unauthorized",
    Fault.MODEL_NOT_FOUND: "model_not_found",
    Fault.ERROR_500: "server_error",
    Fault.ERROR_503: "server_error",
    Fault.RESET: "unreachable",
    Fault.HALF_STREAM: "broken_stream",
    Fault.BROKEN_JSON: "broken_stream",
    Fault.ERROR_LINE: "server_error",
    Fault.STALL_FIRST: "stalled",
    Fault.STALL_MIDDLE: "stalled",
    Fault.EMPTY: "empty_answer",
    Fault.NOT_OLLAMA: "not_ollama",
}
"""What is said when nothing of an answer came."""
BREAKS_OFF = (
    Fault.HALF_STREAM,
    Fault.BROKEN_JSON,
    Fault.ERROR_LINE,
    Fault.STALL_MIDDLE,
)


@pytest.fixture
async def house(hass: HomeAssistant, server: OllamaSimulator) -> House:
    """A house whose agent is impatient."""
    agent = rig.agent(
        llm_hass_api=["assist"], first_token_timeout=SOON, idle_timeout=SOON
    )
    return await async_move_in(hass, server, agent)


def assert_well(house: House, heard: Heard, caplog: pytest.LogCaptureFixture) -> None:
    """The pipeline ran to its end, once, and nobody would find anything in the log."""
    assert heard.errors == []
    assert house.loudspeaker.streams == house.loudspeaker.ended == 1
    assert_quiet(caplog)


def assert_quiet(caplog: pytest.LogCaptureFixture) -> None:
    """No error and no traceback was logged."""
    loud = [
        record
        for record in caplog.records
        # The simulator's own log is none of ours, and the watch over the server
        # reports once that it is gone.
        if record.name.startswith(("custom_components", "homeassistant"))
        and record.module != "update_coordinator"
        and (record.levelno >= logging.ERROR or record.exc_info)
    ]
    assert loud == []


@pytest.mark.parametrize(("language", "fault"), [*product(LANGUAGES, NO_ANSWER)])
async def test_before_the_first_word(
    house: House, language: str, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    """One sentence, in the person's language, and nothing else."""
    await house.server.fault(fault, path="/api/chat", after=0)
    heard = await house.hear(QUESTION[language], language=language)
    assert heard.audio == sentence(language, NO_ANSWER[fault], model=QWEN_VOICE.name)
    assert_well(house, heard, caplog)
    assert house.metrics.error == NO_ANSWER[fault]
    assert house.calls == []


@pytest.mark.parametrize(("language", "fault"), [*product(LANGUAGES, BREAKS_OFF)])
async def test_in_the_middle_of_an_answer(
    house: House, language: str, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    """What was heard so far is followed by an apology, and the sound ends."""
    house.server.script.reply(STORY)
    lines = len(tokenize(BEGINNING))
    await house.server.fault(fault, path="/api/chat", after=lines)
    heard = await house.hear(QUESTION[language], language=language)
    assert heard.audio == f"{BEGINNING} {sentence(language, 'cut_off')}"
    assert_well(house, heard, caplog)
    assert len(house.turns) == 1


async def test_a_server_that_dies_while_it_speaks(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """The same when the machine is switched off."""
    house.server.script.reply(STORY)
    await house.server.fault(Fault.STALL_MIDDLE, path="/api/chat", after=3)
    hearing = house.hass.async_create_task(house.hear(QUESTION["en"]))
    await house.server.journal.wait(1)
    await house.server.refuse()
    heard = await hearing
    assert heard.audio.endswith(sentence("en", "cut_off"))
    assert_well(house, heard, caplog)


def break_after_the_tool(house: House, fault: Fault, after: int) -> list[ServiceCall]:
    """Let the server fail as soon as the light has been switched."""
    calls: list[ServiceCall] = []

    async def turn_on(call: ServiceCall) -> None:
        calls.append(call)
        await house.server.journal.wait(1, finished=True)
        await house.server.fault(fault, path="/api/chat", after=after)

    house.hass.services.async_register("input_boolean", "turn_on", turn_on)
    return calls


@pytest.mark.parametrize(("language", "fault"), [*product(LANGUAGES, NO_ANSWER)])
async def test_after_a_tool_call(
    house: House, language: str, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    """What was done is said, and not done again."""
    calls = break_after_the_tool(house, fault, 0)
    house.server.script.tool_call(*ON)
    heard = await house.hear("cook's light", language=language)
    said = "done" if fault is Fault.EMPTY else "done_then_lost"
    assert heard.audio.strip() == sentence(language, said)
    assert_well(house, heard, caplog)
    assert len(calls) == 1


@pytest.mark.parametrize(("language", "fault"), [*product(LANGUAGES, BREAKS_OFF)])
async def test_in_the_middle_of_the_words_after_a_tool_call(
    house: House, language: str, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    """The same when the model had begun to report."""
    house.server.script.tool_call(*ON).reply(STORY)
    calls = break_after_the_tool(house, fault, 5)
    heard = await house.hear("cook's light", language=language)
    assert heard.audio.strip().startswith("Once upon a time")
    assert heard.audio.endswith(sentence(language, "cut_off"))
    assert_well(house, heard, caplog)
    assert len(calls) == 1


@pytest.mark.parametrize("fault", BREAKS_OFF)
async def test_a_stream_that_breaks_behind_a_tool_call(
    house: House, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    """The call has been made; the model is told the result, and it is not made again."""
    house.server.script.tool_call(*ON).reply("There you go.")
    await house.server.fault(fault, path="/api/chat", after=1, times=1)
    heard = await house.hear("cook's light")
    assert heard.audio.strip() == "There you go."
    assert house.switched == [("turn_on", LIGHT)]
    assert_well(house, heard, caplog)


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.ERROR_500, Fault.STALL_FIRST])
async def test_after_a_lookup_nothing_is_called_done(
    house: House, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    """Reading the house is not doing something."""

    def look_and_break(_: Mapping[str, Any]) -> Answer:
        house.server.faults.plan(Planned(fault=fault, path="/api/chat"))
        return call("GetLiveContext", {"area": "Kitchen"})

    house.server.script.reply(look_and_break)
    result = await house.say("how is the kitchen light doing")
    assert speech(result) == sentence("en", NO_ANSWER[fault])
    assert_quiet(caplog)


def speech(result: ConversationResult) -> str:
    """Return what a result says."""
    said: str = result.response.speech["plain"]["speech"]
    return said
