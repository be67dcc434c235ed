"""Learning in the background: from those who agreed, when all is quiet, and never in anybody's way."""

import asyncio
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.kaizen.guard import TaintSource, async_note_taint
from custom_components.kaizen.memory.background import CALM, QUIET
from custom_components.kaizen.memory.learning import Lesson
from custom_components.kaizen.memory.settings import CONF_CONSENTING
from custom_components.kaizen.memory.store import State

from .rig import KITCHEN, Home, async_remembering

from tests.simulators.ollama import JournalEntry, OllamaSimulator
from tests.simulators.ollama.models import QWEN3

SISTER = "My sister Lena lives in Hamburg"


@pytest.fixture
async def home(hass: HomeAssistant, server: OllamaSimulator) -> Home:
    """A house where Anna agreed to be learned from."""
    server.library.add(QWEN3)
    home = await async_remembering(hass, server)
    agree(home)
    return home


def agree(home: Home) -> None:
    """Let Anna agree."""
    home.hass.config_entries.async_update_entry(
        home.entry, options={CONF_CONSENTING: [home.anna.id]}
    )


def facts(*texts: str) -> dict[str, Any]:
    """Return what a model finds."""
    return {"facts": [{"text": t, "about": "", "category": "relation"} for t in texts]}


async def time_passes(home: Home) -> None:
    """Let conversations end, and the house be left alone for a while."""
    # The last one is begun where something had to be awaited in between.
    for seconds in (QUIET, CALM, CALM):
        async_fire_time_changed(
            home.hass, dt_util.utcnow() + timedelta(seconds=seconds + 1)
        )
        await home.hass.async_block_till_done()


async def learned(home: Home) -> Lesson:
    """Let time pass, and wait for what came of the conversation."""
    background = home.memory.background
    assert background
    background.last_lesson = None
    await time_passes(home)
    async with asyncio.timeout(10):
        while (lesson := background.last_lesson) is None:
            await asyncio.sleep(0)
    await home.settle()
    return lesson


def lessons(home: Home) -> list[JournalEntry]:
    """Return the requests in which a model was asked for facts."""
    return [chat for chat in home.house.turns if chat.body.get("format")]


async def test_a_fact_is_learned(home: Home) -> None:
    """In the person's own words, with where they came from; and it is told in the next conversation."""
    await home.say(SISTER, by=home.anna)
    home.house.server.script.reply(facts(SISTER), model=QWEN3.name)
    await learned(home)
    (memory,) = await home.known()
    assert memory.text == SISTER
    assert memory.provenance.source == QWEN3.name
    assert memory.provenance.utterance == SISTER
    await home.settle()
    await home.say("Where does my sister live?", "later", by=home.anna)
    assert SISTER in home.asked()


async def test_only_the_persons_words_are_read(home: Home) -> None:
    """Neither what was answered nor what was remembered, so that nothing feeds on itself."""
    home.house.server.script.reply("Your brother Tom lives in Paris.")
    await home.say("Remember that my dog is called Rex", "r", by=home.anna)
    await home.say(SISTER, by=home.anna)
    await learned(home)
    (lesson,) = lessons(home)
    read = str(lesson.body["messages"])
    assert SISTER in read
    assert "Tom" not in read
    assert "Rex" not in read


async def test_nobody_else_is_learned_from(home: Home) -> None:
    """Not those who did not agree, not a guest, not a voice without a name."""
    await home.say(SISTER, "b", by=home.ben)
    await home.say(SISTER, "g", by=home.guest)
    await home.say(SISTER, "k", heard_by=KITCHEN)
    await time_passes(home)
    assert not lessons(home)


async def test_a_private_conversation(home: Home) -> None:
    """Nothing said in it is learned, before or after."""
    await home.say(SISTER, by=home.anna)
    answer = await home.say("Don't learn from this conversation", by=home.anna)
    assert answer == "All right, I learn nothing from this conversation."
    await home.say("My brother Tom lives in Paris", by=home.anna)
    await time_passes(home)
    assert not lessons(home)


async def test_after_others_words_it_waits(home: Home) -> None:
    """A page read in the conversation may have brought it about."""
    await home.say(SISTER, by=home.anna)
    async_note_taint(home.hass, "talk", TaintSource.WEB)
    home.house.server.script.reply(facts(SISTER), model=QWEN3.name)
    await learned(home)
    assert await home.texts() == []
    assert await home.texts(State.PENDING) == [SISTER]


async def test_what_a_model_makes_up_is_not_kept(home: Home) -> None:
    """Nor what it gets wrong, twice."""
    await home.say(SISTER, by=home.anna)
    home.house.server.script.reply(facts("My sister Lena is a thief"), model=QWEN3.name)
    await learned(home)
    await home.say(SISTER, "again", by=home.anna)
    for _ in range(2):
        home.house.server.script.reply("No JSON at all", model=QWEN3.name)
    await learned(home)
    assert await home.texts() == []


async def test_not_while_somebody_speaks(home: Home) -> None:
    """A satellite that listens keeps the model from being used."""
    await home.say(SISTER, by=home.anna)
    home.hass.states.async_set(KITCHEN, "listening")
    await time_passes(home)
    assert not lessons(home)


async def test_switched_off(home: Home) -> None:
    """Off means that nothing is read."""
    await home.say(SISTER, by=home.anna)
    await home.memory.async_enable(False)
    await time_passes(home)
    assert not lessons(home)


async def test_a_window_that_is_enough(home: Home) -> None:
    """The request says how large its window is: the server's own would cut it without a word."""
    await home.say(SISTER, by=home.anna)
    await learned(home)
    (lesson,) = lessons(home)
    assert lesson.body["options"]["num_ctx"] >= 4096
    assert lesson.body["options"]["temperature"] == 0
