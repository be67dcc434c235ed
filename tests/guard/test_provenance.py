"""Where a call came from, in a house with real conversations, automations and timers."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.auth.models import User
from homeassistant.components.assist_pipeline import PipelineEvent, PipelineEventType
from homeassistant.core import Context, HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from custom_components.kaizen.guard.model import Origin, Tier

from .witness import (
    BUTTON,
    HELPED,
    KITCHEN,
    LET_ME_IN,
    MODEL,
    PRESSED,
    UNLOCK,
    Home,
    async_build,
    async_pass_time,
    async_unlock,
)


@pytest.fixture
async def home(hass: HomeAssistant) -> Home:
    """A house with a door."""
    return await async_build(hass)


async def test_person_at_the_dashboard(home: Home, hass_owner_user: User) -> None:
    """A call with a user and nothing else is that user's own."""
    await async_unlock(home.hass, Context(user_id=hass_owner_user.id))
    assert home.caller.origin is Origin.DASHBOARD
    assert home.caller.user_id == hass_owner_user.id
    assert home.caller.tier is Tier.OWNER


async def test_automation_of_the_house(home: Home) -> None:
    """A button on the wall that unlocks is no talk."""
    await home.automate(PRESSED)
    await home.switch(BUTTON)
    assert home.caller.origin is Origin.AUTOMATION
    assert home.caller.tier is Tier.AUTOMATION


async def test_words_in_a_room(home: Home) -> None:
    """What is said to a satellite is known to come from there."""
    await home.speak("unlock the front door")
    assert home.caller.origin is Origin.VOICE
    assert home.caller.satellite_id == KITCHEN
    assert home.caller.area_id == "kitchen"
    assert home.caller.tier is Tier.ANONYMOUS
    assert home.caller.conversation_id is not None


async def test_words_after_a_long_wait_for_the_wake_word(home: Home) -> None:
    """A satellite that waited in the turn's context is known, though it has long dropped it."""
    turn = Context()
    home.satellite.async_set_context(turn)
    home.satellite._internal_on_pipeline_event(  # noqa: SLF001
        PipelineEvent(PipelineEventType.WAKE_WORD_START)
    )
    await async_unlock(home.hass, turn)
    assert home.caller.origin is Origin.VOICE
    assert home.caller.satellite_id == KITCHEN


async def test_words_matched_before_the_model(home: Home) -> None:
    """Local matching in front of a model is voice, and the model's own call is the model's."""
    await home.speak("unlock the front door", MODEL)
    assert home.caller.origin is Origin.VOICE
    assert home.caller.satellite_id == KITCHEN


async def test_detour_over_a_helper(home: Home) -> None:
    """Words that switch a helper whose automation unlocks are the words that unlock."""
    await home.automate(HELPED)
    await home.speak("turn on welcome lamp")
    assert home.caller.origin is Origin.VOICE
    assert home.caller.satellite_id == KITCHEN


async def test_detour_over_two_automations_and_a_delay(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    """Children of children keep their origin, also when nothing of the turn is left."""
    first = {
        "alias": "First",
        "triggers": [HELPED],
        "actions": [
            {"delay": {"minutes": 20}},
            {"action": "input_boolean.turn_on", "target": {"entity_id": BUTTON}},
        ],
    }
    second = {"alias": "Second", "triggers": [PRESSED], "actions": [UNLOCK]}
    assert await async_setup_component(
        home.hass, "automation", {"automation": [first, second]}
    )
    await home.speak("turn on welcome lamp")
    await async_pass_time(home.hass, freezer, 20 * 60 + 1)
    assert home.caller.origin is Origin.VOICE
    assert home.caller.satellite_id == KITCHEN


async def test_detour_over_a_triggered_template(home: Home) -> None:
    """An entity that writes its state with a context in between does not break the chain."""
    template = {
        "triggers": [HELPED],
        "actions": [{"variables": {"anything": 1}}],
        "binary_sensor": [{"name": "Between", "state": "{{ true }}"}],
    }
    await home.automate(
        {"trigger": "state", "entity_id": "binary_sensor.between", "to": "on"}
    )
    assert await async_setup_component(home.hass, "template", {"template": [template]})
    await home.hass.async_block_till_done()
    await home.speak("turn on welcome lamp")
    assert home.caller.origin is Origin.VOICE


async def test_timer_command(home: Home) -> None:
    """A command for later is what it would be now, and nobody's room."""
    await home.say("unlock the front door in 1 second", device_id="claimed")
    assert not home.door.callers
    await home.hass.async_block_till_done(wait_background_tasks=True)
    assert home.caller.origin is Origin.VOICE
    assert home.caller.satellite_id is None


@pytest.mark.parametrize("read_only", [True, False])
async def test_sentence_automation(
    home: Home,
    hass_read_only_user: User,
    hass_owner_user: User,
    read_only: bool,
) -> None:
    """A sentence that triggers an automation, typed by anyone, is words."""
    await home.automate(LET_ME_IN)
    await home.say(
        "let me in", user=hass_read_only_user if read_only else hass_owner_user
    )
    assert home.caller.origin is Origin.SENTENCE
    assert home.caller.conversation_id is not None


async def test_button_of_an_automation_that_also_listens(home: Home) -> None:
    """The same automation is the house's own when its button was pressed."""
    await home.automate(
        LET_ME_IN, PRESSED, actions=[{"delay": {"milliseconds": 1}}, UNLOCK]
    )
    await home.switch(BUTTON)
    assert home.caller.origin is Origin.AUTOMATION


async def test_automation_that_announces(home: Home) -> None:
    """An automation that moves a satellite's state is not what somebody said to it."""
    context = Context()
    home.hass.bus.async_fire(
        "automation_triggered", {"entity_id": "x"}, context=context
    )
    home.satellite.async_set_context(context)
    home.hass.states.async_set(KITCHEN, "listening", context=context)
    await async_unlock(home.hass, context)
    assert home.caller.origin is Origin.AUTOMATION
    assert home.caller.satellite_id is None
