"""Sensors say what a turn cost and whether the model is loaded, as the server's journal has it."""

from collections.abc import AsyncGenerator
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.conversation import async_converse
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import Context, HomeAssistant, State
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.entity import Entity
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.kaizen.assistant.sensors import METER_SENSORS, MODEL_SENSORS
from custom_components.kaizen.const import DOMAIN

from . import rig

from tests.simulators.ollama import QWEN_VOICE, OllamaSimulator

ALL = [sensor.key for sensor in (*METER_SENSORS, *MODEL_SENSORS)]
QUIET = {
    "total_time",
    "prompt_tokens",
    "evaluated_tokens",
    "output_tokens",
    "model_memory",
    "model_video_memory",
}


@pytest.fixture
async def server(socket_enabled: None) -> AsyncGenerator[OllamaSimulator]:
    """A model server."""
    async with OllamaSimulator() as simulator:
        yield simulator


class House:
    """One agent and the readings of its sensors."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry) -> None:
        """Look at the entry's only agent or task."""
        self.hass = hass
        self.entry = entry
        (self.subentry_id,) = entry.subentries

    async def say(self, text: str, conversation_id: str | None = None) -> str:
        """Say something to the agent; return the conversation's id."""
        result = await async_converse(
            self.hass,
            text,
            conversation_id,
            Context(),
            language="en",
            agent_id=rig.entity_of(self.hass, self.entry, "Kaizen Voice"),
        )
        await self.hass.async_block_till_done()
        assert result.conversation_id
        return result.conversation_id

    def registered(self, key: str) -> er.RegistryEntry | None:
        """Return a sensor's registry entry."""
        registry = er.async_get(self.hass)
        entity_id = registry.async_get_entity_id(
            "sensor", DOMAIN, f"{self.subentry_id}-{key}"
        )
        return registry.async_get(entity_id) if entity_id else None

    def state(self, key: str) -> State:
        """Return a sensor's state."""
        entry = self.registered(key)
        assert entry is not None
        state = self.hass.states.get(entry.entity_id)
        assert state is not None
        return state

    def number(self, key: str) -> float:
        """Return a sensor's number."""
        return float(self.state(key).state)

    async def poll(self, freezer: FrozenDateTimeFactory) -> None:
        """Let the coordinator ask the server again."""
        freezer.tick(timedelta(seconds=61))
        async_fire_time_changed(self.hass)
        await self.hass.async_block_till_done(wait_background_tasks=True)


@pytest.fixture
async def house(
    hass: HomeAssistant, server: OllamaSimulator, monkeypatch: pytest.MonkeyPatch
) -> House:
    """An agent with all its sensors enabled."""
    monkeypatch.setattr(Entity, "entity_registry_enabled_default", True)
    return House(hass, await rig.async_set_up(hass, server.url, rig.agent()))


async def test_noise_is_off_by_default(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """An owner sees speed, errors and the model; the rest waits to be enabled."""
    house = House(hass, await rig.async_set_up(hass, server.url, rig.agent()))
    disabled = set()
    for key in ALL:
        entry = house.registered(key)
        assert entry is not None
        assert entry.config_subentry_id == house.subentry_id
        if entry.disabled:
            disabled.add(key)
    assert disabled == QUIET


async def test_one_device_per_agent(hass: HomeAssistant, house: House) -> None:
    """The agent and its sensors share a device named after it, which names the model."""
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, house.subentry_id), house.entry.entry_id
    )
    assert device is not None
    assert (device.name, device.model) == ("Kaizen Voice", rig.SEES)
    agent_id = rig.entity_of(hass, house.entry, "Kaizen Voice")
    assert (agent := er.async_get(hass).async_get(agent_id)) is not None
    assert agent.device_id == device.id
    assert (state := hass.states.get(agent_id)) is not None
    assert state.name == "Kaizen Voice"
    assert house.state("errors").name == "Kaizen Voice Errors"


async def test_unknown_before_the_first_turn(house: House) -> None:
    """Nothing was measured yet; no error is a fact."""
    for key in ALL[:6]:
        assert house.state(key).state == STATE_UNKNOWN, key
    assert house.state("errors").state == "0"


async def test_turn_is_measured_as_the_server_counts(
    house: House, server: OllamaSimulator
) -> None:
    """Tokens and speed are those of the journal; a second turn reads few tokens anew."""
    server.script.sequence("The light in the kitchen is on.", "You are welcome.")
    conversation = await house.say("Is the light on?")
    first = server.journal.chats[-1]
    assert house.number("prompt_tokens") == first.prompt_tokens
    assert house.number("output_tokens") == first.output_tokens
    assert house.number("tokens_per_second") == pytest.approx(
        first.output_tokens / first.output_duration
    )
    assert 0 < house.number("time_to_first_token") <= house.number("total_time")
    await house.say("Thank you", conversation)
    second = server.journal.chats[-1]
    assert house.number("prompt_tokens") == second.prompt_tokens
    assert house.number("evaluated_tokens") == pytest.approx(
        second.evaluated_tokens, abs=0.05 * second.prompt_tokens
    )


async def test_failed_turn_counts_as_error(
    house: House, server: OllamaSimulator
) -> None:
    """A turn without an answer counts, and leaves no numbers that nobody measured."""
    await server.fault("error_500", path="/api/chat")
    await house.say("Are you there?")
    assert house.number("errors") == 1
    for key in ("time_to_first_token", "tokens_per_second", "prompt_tokens"):
        assert house.state(key).state == STATE_UNKNOWN, key


async def test_model_and_its_memory(
    house: House, server: OllamaSimulator, freezer: FrozenDateTimeFactory
) -> None:
    """An unloaded model takes no memory; a turn shows it at once, not at the next poll."""
    server.engine.unload_all()
    await house.poll(freezer)
    assert house.state("model").state == "not_loaded"
    assert house.number("model_memory") == house.number("model_video_memory") == 0
    await house.say("Hello")
    await house.hass.async_block_till_done(wait_background_tasks=True)
    assert house.state("model").state == "loaded"
    assert house.state("model_memory").attributes["unit_of_measurement"] == "GiB"
    size = QWEN_VOICE.size + 8192 * QWEN_VOICE.context_bytes
    for key in ("model_memory", "model_video_memory"):
        assert house.number(key) == pytest.approx(size / 2**30)


async def test_server_away(
    house: House, server: OllamaSimulator, freezer: FrozenDateTimeFactory
) -> None:
    """What only the server knows is unavailable without it, and comes back with it."""
    await server.fault("refused")
    await house.poll(freezer)
    for key in ("model", "model_memory", "model_video_memory"):
        assert house.state(key).state == STATE_UNAVAILABLE, key
    assert house.state("errors").state == "0"
    server.engine.unload_all()
    await server.heal()
    await house.poll(freezer)
    assert house.state("model").state == "not_loaded"


async def test_server_away_from_the_start(
    hass: HomeAssistant, server: OllamaSimulator, freezer: FrozenDateTimeFactory
) -> None:
    """A house that wakes before its model server gets its sensors all the same."""
    await server.fault("refused")
    house = House(hass, await rig.async_set_up(hass, server.url, rig.agent()))
    assert house.state("model").state == STATE_UNAVAILABLE


async def test_missing_model(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """A model that is not on the server is told apart from one that sleeps."""
    missing = rig.agent(model="no-such-model:1b")
    house = House(hass, await rig.async_set_up(hass, server.url, missing))
    assert house.state("model").state == "not_installed"


async def test_task_has_no_reevaluated_tokens(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """A task does not keep account of what the server still knows, so it claims nothing."""
    house = House(hass, await rig.async_set_up(hass, server.url, rig.ai_task()))
    assert house.registered("evaluated_tokens") is None
    assert house.registered("prompt_tokens") is not None
