"""The model reads while the person is still speaking, and never at anyone's cost."""

import asyncio
import logging

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.conversation import async_prepare_agent
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.kaizen.assistant.agent import WARM_UP_DELAY

from . import rig
from .household import House, async_move_in

from tests.simulators.ollama import Fault, OllamaSimulator


async def prepare(house: House) -> None:
    """Do what Home Assistant does when someone begins to speak."""
    await async_prepare_agent(house.hass, house.agent_id, "en")


def prefills(house: House) -> int:
    """Return how often the model was made to read without being asked anything."""
    return len(house.server.journal.chats) - len(house.turns)


async def test_speaking_warms_the_model(house: House) -> None:
    """When the words come, only they have to be read."""
    await prepare(house)
    await house.async_settle()
    (prefill,) = house.server.journal.chats
    assert prefill.body["options"]["num_predict"] == 1
    assert prefill.body["stream"] is False
    assert len(prefill.body["messages"]) == 1
    await house.say("hello")
    (turn,) = house.turns
    assert turn.evaluated_tokens <= 100
    assert turn.body["tools"] == prefill.body["tools"]
    assert house.server.journal.reloads == 0


async def test_what_is_held_is_not_read_again(house: House) -> None:
    """Nor is a conversation pushed out by the prompt it begins with."""
    talk = (await house.say("hello")).conversation_id
    for _ in range(3):
        await prepare(house)
        await house.async_settle()
        await house.say("and then", talk)
    assert prefills(house) == 0
    assert all(turn.evaluated_tokens <= 100 for turn in house.turns[1:])


async def test_one_prefill_at_a_time(house: House) -> None:
    """Wake words in every room ask for the same thing."""
    await house.server.fault(Fault.STALL_FIRST, path="/api/chat", times=1)
    await prepare(house)
    await house.server.journal.wait(1)
    await prepare(house)
    await prepare(house)
    house.server.faults.release()
    await house.async_settle()
    assert len(house.server.journal.chats) == 1


async def test_a_turn_waits_for_its_prefill(house: House) -> None:
    """Its own request would only queue behind, and count against its deadline."""
    await house.server.fault(Fault.STALL_FIRST, path="/api/chat", times=1)
    await prepare(house)
    await house.server.journal.wait(1)
    turn = asyncio.create_task(house.say("hello"))
    for _ in range(50):
        await asyncio.sleep(0)
    assert house.turns == []
    house.server.faults.release()
    await turn
    (chat,) = house.turns
    assert chat.evaluated_tokens <= 100


async def test_a_prefill_that_fails_is_nobodys_business(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """The turn will say what is wrong; until then nothing does."""
    await house.server.fault(Fault.ERROR_500, path="/api/chat", times=1)
    await prepare(house)
    await house.async_settle()
    loud = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert [r for r in loud if r.name != "homeassistant.loader"] == []
    await house.say("hello")
    assert house.metrics.error is None


async def test_unloading_gives_a_prefill_up(hass: HomeAssistant, house: House) -> None:
    """Nothing goes on in the background of an entry that is gone."""
    await house.server.fault(Fault.STALL_FIRST, path="/api/chat", times=1)
    await prepare(house)
    await house.server.journal.wait(1)
    assert await hass.config_entries.async_unload(house.entry.entry_id)
    (chat,) = await house.server.journal.wait(1, finished=True)
    assert chat.disconnected


async def test_a_model_is_not_loaded_just_because_the_house_changed(
    hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory
) -> None:
    """Memory is the owner's: until someone speaks, it stays free."""
    house.runtime.prompts.async_forget()
    hass.states.async_set("input_boolean.new", "on")
    freezer.tick(WARM_UP_DELAY + 1)
    async_fire_time_changed(hass)
    await house.async_settle()
    assert house.server.journal.chats == []


async def test_an_unloaded_model_is_warmed_again(
    hass: HomeAssistant, server: OllamaSimulator, freezer: FrozenDateTimeFactory
) -> None:
    """After `keep_alive` the server has forgotten, and the next wake word helps."""
    agent = rig.agent(llm_hass_api=["assist"], keep_alive=60)
    house = await async_move_in(hass, server, agent)
    await house.say("hello")
    freezer.tick(61)
    await prepare(house)
    await house.async_settle()
    assert prefills(house) == 1


async def test_the_meter_notices_a_load(house: House) -> None:
    """A server that was restarted reads everything again, and the meter says so."""
    talk = (await house.say("hello")).conversation_id
    house.server.engine.unload_all()
    await house.say("and now", talk)
    chat = house.turns[-1]
    assert chat.load == "load"
    assert house.metrics.evaluated_tokens == chat.evaluated_tokens
