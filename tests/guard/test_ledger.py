"""What the ledger tells, and how much it can bear."""

from typing import Any

from homeassistant.auth.models import User
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import (
    Context,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
import pytest

from custom_components.kaizen.guard.model import Origin
from custom_components.kaizen.guard.provenance import (
    ContextLedger,
    Mark,
    TurnBegun,
    async_get,
    async_setup,
)
from custom_components.kaizen.guard.provenance.marks import (
    PEOPLE_LIMIT,
    TALK_LIMIT,
    Marks,
)

from .witness import BUTTON, HELPED, KITCHEN, Home, async_build, async_unlock


@pytest.fixture
async def home(hass: HomeAssistant) -> Home:
    """A house with a door."""
    return await async_build(hass)


async def test_listeners_hear_of_turns(home: Home) -> None:
    """A turn is told of by its satellite and by its conversation; a click is no turn."""
    turns: list[TurnBegun] = []
    stop = home.ledger.async_on_turn(turns.append)
    await home.speak("turn on welcome lamp")
    (satellite, chat) = turns
    assert satellite.satellite_id == KITCHEN
    assert chat.conversation_id is not None
    await home.switch(BUTTON)
    assert len(turns) == 2
    stop()
    await home.say("turn on welcome lamp")
    assert len(turns) == 2


async def test_turn_of_a_context(home: Home, hass_owner_user: User) -> None:
    """Whoever holds a context can ask for its turn."""
    seen: list[Context] = []

    @callback
    def called(event: Event[Any]) -> None:
        seen.append(event.context)

    home.hass.bus.async_listen("call_service", called)
    await home.speak("turn on welcome lamp")
    turn = home.ledger.turn_of(seen[0])
    assert turn is not None
    assert turn.satellite_id == KITCHEN
    assert turn.conversation_id is not None
    assert home.ledger.turn_of(Context(user_id=hass_owner_user.id)) is None


async def test_one_ledger_for_the_house(hass: HomeAssistant) -> None:
    """Setting up twice changes nothing."""
    ledger = async_setup(hass)
    listeners = hass.bus.async_listeners()
    assert async_setup(hass) is ledger
    assert hass.bus.async_listeners() == listeners


async def test_chain_through_a_state_that_is_just_being_told_of(
    hass: HomeAssistant,
) -> None:
    """Whoever hears of a state before the ledger does may act on it at once."""
    marks: list[Mark | None] = []

    @callback
    def first(event: Event[EventStateChangedData]) -> None:
        context = Context(parent_id=event.context.id)
        marks.append(async_get(hass).async_origin(context))

    hass.bus.async_listen(EVENT_STATE_CHANGED, first)
    said = Context()
    async_setup(hass).async_mark(said, Origin.VOICE)
    hass.states.async_set("sensor.between", "on", context=Context(parent_id=said.id))
    (mark,) = marks
    assert mark is not None
    assert mark.origin is Origin.VOICE


async def test_flood_washes_no_words_out(home: Home) -> None:
    """Nobody gets rid of the words before by a hundred thousand contexts after them."""
    await home.automate(HELPED)
    seen: list[Context] = []

    @callback
    def called(event: Event[Any]) -> None:
        seen.append(event.context)

    stop = home.hass.bus.async_listen("call_service", called)
    await home.speak("turn on welcome lamp")
    stop()
    for _ in range(100_000):
        home.ledger.async_see(Context())
        home.ledger.async_see(Context(user_id="flood"))
    assert len(home.ledger.marks) <= TALK_LIMIT + PEOPLE_LIMIT
    await async_unlock(home.hass, Context(parent_id=seen[0].id))
    assert {caller.origin for caller in home.door.callers} == {Origin.VOICE}


async def test_words_that_had_to_be_forgotten_are_still_words(
    hass: HomeAssistant,
) -> None:
    """When even talk overflows, what may have been talk is: of nobody, from nowhere."""
    ledger = ContextLedger(hass, Marks(talk_limit=2))
    said = Context()
    ledger.async_mark(said, Origin.VOICE)
    for _ in range(3):
        ledger.async_mark(Context(), Origin.VOICE)
    child = ledger.async_see(Context(parent_id=said.id))
    assert child is not None
    assert child.origin is Origin.VOICE


async def test_guest_stays_a_guest(hass: HomeAssistant) -> None:
    """What the gateway writes down outweighs the agent it asks."""
    ledger = ContextLedger(hass)
    context = Context()
    ledger.async_mark(context, Origin.GUEST)
    ledger.async_mark(context, Origin.MODEL, conversation_id="c")
    mark = ledger.async_see(context)
    assert mark is not None
    assert mark.origin is Origin.GUEST
    assert mark.conversation_id == "c"
