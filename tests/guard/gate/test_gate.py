"""Nobody talks the house open; the house goes on working for those who live in it."""

from homeassistant.auth.models import User
from homeassistant.components import conversation
from homeassistant.const import STATE_HOME
from homeassistant.core import Context

from custom_components.kaizen.guard.policy import Preset

from .rig import DOOR, DURESS, GARAGE, PIN, SATELLITE, UNLOCK, GuardedHouse, speech

from tests.simulators.ollama import Call, OllamaSimulator, calls


async def test_model_cannot_unlock(
    house: GuardedHouse, server: OllamaSimulator
) -> None:
    """A model that calls the tool and says it was done is contradicted by the guard."""
    server.script.tool_call(*UNLOCK).reply("Done, the door is unlocked!")
    result = await house.say("Unlock the front door")
    assert "unlock" not in house.told
    assert "does not allow" in speech(result)
    assert "Done" not in speech(result)
    decision = (await house.audit())[-1]
    assert (decision["verb"], decision["decision"]) == ("lock.unlock", "deny")
    assert decision["origin"] == "model"


async def test_sentence_matching_cannot_unlock(house: GuardedHouse) -> None:
    """Home Assistant's own agent, which asks nobody, comes to the same door."""
    result = await conversation.async_converse(
        house.hass,
        f"unlock the {DOOR}",
        None,
        Context(),
        language="en",
        agent_id="conversation.home_assistant",
    )
    assert "unlock" not in house.told
    assert result.response.error_code is not None
    assert (await house.audit())[-1]["decision"] == "deny"


async def test_owner_unlocks_from_a_page(
    house: GuardedHouse, hass_owner_user: User
) -> None:
    """Whoever is signed in and trusted needs nothing else."""
    await house.things.call(
        "lock.unlock", DOOR, "lock", context=Context(user_id=hass_owner_user.id)
    )
    assert house.told == ["unlock"]


async def test_automation_unlocks(house: GuardedHouse) -> None:
    """What the owner has written, the house does."""
    await house.things.call("lock.unlock", DOOR, "lock", context=Context())
    assert house.told == ["unlock"]


async def test_locking_needs_nothing(
    house: GuardedHouse, server: OllamaSimulator
) -> None:
    """Anybody's voice locks a door."""
    await house.things.report(DOOR, "lock", "unlocked")
    server.script.tool_call("intent__HassTurnOn", {"name": DOOR}).reply("Locked.")
    await house.say("Lock the front door")
    await house.things.settle()
    assert house.told == ["lock"]


async def test_pin_opens_and_no_model_hears_it(
    house: GuardedHouse, server: OllamaSimulator, hass_owner_user: User
) -> None:
    """The code is asked for, taken before any model, redacted, and the state read back."""
    house.allow(house.door, "pin")
    await house.guard.keypad.async_set(hass_owner_user.id, PIN)
    server.script.tool_call(*UNLOCK).reply("Sure.")
    asked = await house.say("Unlock the front door", hass_owner_user)
    assert "PIN" in speech(asked)
    assert asked.continue_conversation
    assert not house.told
    turns = len(house.people.turns)
    done = await house.say("4 8 2 9 1 5", hass_owner_user, asked.conversation_id)
    assert house.told == ["unlock"]
    assert "Done" in speech(done)
    assert len(house.people.turns) == turns
    assert not any(PIN in str(turn.body) for turn in house.people.turns)
    assert [line["kind"] for line in await house.audit()][-1] == "outcome"


async def test_pin_in_a_room(
    house: GuardedHouse, server: OllamaSimulator, hass_owner_user: User
) -> None:
    """A satellite that cannot go on listening is woken again: the room is what counts."""
    house.allow(house.door, "pin")
    await house.guard.keypad.async_set(hass_owner_user.id, PIN)
    server.script.tool_call(*UNLOCK).reply("Sure.")
    asked = await house.say_in_the_kitchen("Unlock the front door")
    assert "PIN" in speech(asked)
    done = await house.say_in_the_kitchen("four eight two nine one five")
    assert "Done" in speech(done)
    assert house.told == ["unlock"]


async def test_wrong_pin(
    house: GuardedHouse, server: OllamaSimulator, hass_owner_user: User
) -> None:
    """Three wrong codes and nobody is heard for a while, whoever they are."""
    house.allow(house.door, "pin")
    await house.guard.keypad.async_set(hass_owner_user.id, PIN)
    server.script.tool_call(*UNLOCK)
    asked = await house.say("Unlock the front door", hass_owner_user)
    for wrong in ("482916", "482917"):
        again = await house.say(wrong, hass_owner_user, asked.conversation_id)
        assert again.continue_conversation
    out = await house.say("482918", hass_owner_user, asked.conversation_id)
    assert "too many" in speech(out)
    server.script.tool_call(*UNLOCK)
    refused = await house.say("Unlock the front door", hass_owner_user)
    assert "too many" in speech(refused)
    assert not house.told


async def test_forced_pin(
    house: GuardedHouse, server: OllamaSimulator, hass_owner_user: User
) -> None:
    """It sounds as always, and says where nobody hears it that somebody is forced."""
    events: list[object] = []
    house.hass.bus.async_listen("kaizen_guard_duress", events.append)
    house.allow(house.door, "pin")
    await house.guard.keypad.async_set(hass_owner_user.id, PIN, DURESS)
    server.script.tool_call(*UNLOCK)
    asked = await house.say("Unlock the front door", hass_owner_user)
    done = await house.say(DURESS, hass_owner_user, asked.conversation_id)
    assert "Done" in speech(done)
    assert house.told == ["unlock"]
    assert len(events) == 1


async def test_something_else_ends_a_challenge(
    house: GuardedHouse, server: OllamaSimulator, hass_owner_user: User
) -> None:
    """A code that comes after another wish proves nothing."""
    house.allow(house.door, "pin")
    await house.guard.keypad.async_set(hass_owner_user.id, PIN)
    server.script.tool_call(*UNLOCK)
    asked = await house.say("Unlock the front door", hass_owner_user)
    server.script.reply("It is sunny.")
    await house.say("How is the weather?", hass_owner_user, asked.conversation_id)
    server.script.reply("What do you mean?")
    await house.say(PIN, hass_owner_user, asked.conversation_id)
    assert not house.told


async def test_unasked_code_stays_out_of_the_model(
    house: GuardedHouse, server: OllamaSimulator, hass_owner_user: User
) -> None:
    """Who says the code at once is told not to, and no model reads it."""
    house.allow(house.door, "pin")
    await house.guard.keypad.async_set(hass_owner_user.id, PIN)
    turns = len(house.people.turns)
    result = await house.say(f"Unlock the front door with {PIN}", hass_owner_user)
    assert "before I ask" in speech(result)
    assert len(house.people.turns) == turns


async def test_two_doors_at_once(
    house: GuardedHouse, server: OllamaSimulator, hass_owner_user: User
) -> None:
    """One sentence unsecures one thing or nothing."""
    house.allow(house.door, "pin")
    house.allow(house.garage, "pin")
    await house.guard.keypad.async_set(hass_owner_user.id, PIN)
    server.script.reply(
        calls(Call(*UNLOCK), Call("intent__HassTurnOn", {"name": GARAGE}))
    )
    result = await house.say("Open everything", hass_owner_user)
    await house.say(PIN, hass_owner_user, result.conversation_id)
    assert not house.told


async def test_presence_is_looked_for(
    house: GuardedHouse, server: OllamaSimulator, hass_owner_user: User
) -> None:
    """Under Balanced somebody must be home, and it is the house that says so."""
    house.allow(house.door)
    await house.guard.keypad.async_set(hass_owner_user.id, PIN)
    server.script.tool_call(*UNLOCK)
    result = await house.say("Unlock the front door", hass_owner_user)
    assert "Nobody seems" in speech(result)
    house.hass.states.async_set("person.anna", STATE_HOME)
    server.script.tool_call(*UNLOCK)
    result = await house.say("Unlock the front door", hass_owner_user)
    assert "PIN" in speech(result)


async def test_off_is_off(
    house: GuardedHouse, server: OllamaSimulator, hass_owner_user: User
) -> None:
    """A rule without a preset is kept for later and allows nothing."""
    house.allow(house.door, "pin", preset=Preset.OFF)
    await house.guard.keypad.async_set(hass_owner_user.id, PIN)
    server.script.tool_call(*UNLOCK)
    result = await house.say("Unlock the front door", hass_owner_user)
    assert "does not allow" in speech(result)


async def test_claimed_room_counts_for_nothing(
    house: GuardedHouse, server: OllamaSimulator
) -> None:
    """A client that names a satellite is not in its room."""
    house.allow(house.door, "pin")
    server.script.tool_call(*UNLOCK)
    result = await conversation.async_converse(
        house.hass,
        "Unlock the front door",
        None,
        Context(),
        language="en",
        agent_id=house.people.agent_id,
        satellite_id=SATELLITE,
    )
    assert "who or which room" in speech(result)
