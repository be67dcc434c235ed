"""Heard with a real Piper: from the model's words to samples, in the order a person hears them."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from time import monotonic

from homeassistant.core import HomeAssistant
import pytest

from . import piper as pipers
from .conversation import Search, Talk, async_talk, nothing_left
from .piper import Piper, async_adopt
from .rig import async_give_voice
from .test_interruption import STORY, slow_down

from tests.simulators.ollama import OllamaSimulator, say

pytestmark = pytest.mark.skipif(
    not pipers.available(), reason="the voice services are not set up"
)

ASK: tuple[str, dict[str, str]] = ("test__ask", {})
HEADER = 44


@pytest.fixture
async def piper(socket_enabled: None) -> AsyncGenerator[Piper]:
    """A Piper that runs."""
    async with pipers.speaking() as running:
        yield running


@pytest.fixture
async def talk(hass: HomeAssistant, server: OllamaSimulator, piper: Piper) -> Talk:
    """A house that speaks with Piper."""
    talk = await async_talk(hass, server, search=Search(outside=True))
    engine = await async_adopt(hass, piper)
    await hass.config_entries.async_remove(talk.voices.entry.entry_id)
    talk.voices.entry = await async_give_voice(hass, engine)
    talk.tts_language = "en_US"
    return talk


async def until(condition: Callable[[], object]) -> None:
    """Wait for something to be so."""
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.005)


def is_sound(samples: bytes) -> bool:
    """Return whether something is heard that is not silence."""
    return any(samples)


async def test_the_acknowledgement_is_heard_while_the_tool_runs(
    talk: Talk,
    server: OllamaSimulator,
    record_property: Callable[[str, object], None],
) -> None:
    """Speech, then silence that keeps the loudspeaker awake, then the answer."""
    server.script.tool_call(*ASK).reply("It is 42.")
    run = talk.begin("what is it")
    await talk.search.called.wait()
    called = monotonic()
    await until(lambda: is_sound(bytes(run.sound[HEADER:])))
    record_property("first sound after the tool was called, s", monotonic() - called)
    assert talk.search.ended == 0
    await until(
        lambda: len(run.sound) > HEADER and not is_sound(bytes(run.sound[-8000:]))
    )
    assert talk.search.ended == 0
    before = len(run.sound)
    talk.search.may_end.set()
    await asyncio.wait((run.task,))
    assert run.listening is not None
    await run.listening
    assert is_sound(bytes(run.sound[before:]))


async def test_piper_is_killed_in_the_middle(
    talk: Talk, server: OllamaSimulator, piper: Piper
) -> None:
    """The run ends with an error that says so; when Piper is back, so is the voice."""
    await slow_down(server)
    server.script.reply(say(STORY)).reply("All right.")
    run = talk.begin("tell me a story")
    await until(lambda: is_sound(bytes(run.sound[HEADER:])))
    await piper.kill()
    assert run.listening is not None
    await asyncio.wait((run.listening,))
    assert "stopped in the middle" in str(run.listening.exception())
    run.task.cancel()
    await asyncio.wait((run.task,))
    await server.heal()
    await piper.start()
    again = talk.begin("again", run.conversation_id)
    await asyncio.wait((again.task,))
    assert again.listening is not None
    await again.listening
    assert is_sound(bytes(again.sound[HEADER:]))


async def test_a_cancelled_run_leaves_nothing(
    hass: HomeAssistant, talk: Talk, server: OllamaSimulator
) -> None:
    """No task waits for words that never come, and no connection to Piper stays open."""
    await slow_down(server)
    server.script.reply(say(STORY))
    async with nothing_left(hass):
        run = talk.begin("tell me a story")
        await until(lambda: is_sound(bytes(run.sound[HEADER:])))
        run.task.cancel()
        await asyncio.wait((run.task,))
        assert run.listening is not None
        await asyncio.wait((run.listening,))
