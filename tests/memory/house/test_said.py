"""What is said to the memory outright is done at once, without a model."""

import pytest

from custom_components.kaizen.memory.model import UNKNOWN_VOICE
from custom_components.kaizen.memory.store import State

from .rig import KITCHEN, Home

COFFEE = "I take my coffee black"


async def test_remember_and_ask(home: Home) -> None:
    """It is confirmed in words, and told to who said it; no model is asked."""
    answer = await home.say("Remember that I take my coffee black", by=home.anna)
    assert answer == "I'll remember: I take my coffee black."
    assert COFFEE in await home.say("What do you know about me?", by=home.anna)
    assert not home.house.turns


async def test_in_german(home: Home) -> None:
    """The same in German."""

    async def say(text: str) -> str:
        return await home.say(text, by=home.anna, language="de")

    answer = await say("Merk dir, dass ich meinen Kaffee schwarz trinke")
    assert answer == "Ich merke mir: Ich trinke meinen Kaffee schwarz."
    answer = await say("Vergiss das")
    assert answer.startswith("Vergessen: Ich trinke meinen Kaffee schwarz.")
    assert await home.texts() == []
    answer = await say("Mach das rückgängig")
    assert answer == "Das ist rückgängig gemacht."
    assert await home.texts() == ["Ich trinke meinen Kaffee schwarz"]
    assert not home.house.turns


async def test_a_change_of_mind(home: Home) -> None:
    """What is said now takes the place of what was said; both are kept, one is told."""
    await home.say("Remember that my favourite color is blue", by=home.anna)
    await home.settle()
    answer = await home.say("Remember that my favourite color is green", by=home.anna)
    assert answer == (
        "I'll remember: My favourite color is green."
        " That takes the place of: My favourite color is blue."
    )
    assert await home.texts() == ["My favourite color is green"]
    assert await home.texts(State.SUPERSEDED) == ["My favourite color is blue"]
    await home.say("undo that", by=home.anna)
    assert await home.texts() == ["My favourite color is blue"]


async def test_actually(home: Home) -> None:
    """A correction is of what was said last."""
    await home.say("Remember that the bins go out on Tuesday", by=home.anna)
    await home.say("Actually it's Wednesday now", by=home.anna)
    assert await home.texts() == ["The bins go out on Wednesday"]


async def test_a_correction_of_nothing_is_for_the_model(home: Home) -> None:
    """Where nothing was remembered, "actually" and "undo that" mean something else."""
    assert await home.say("Actually it's Wednesday now", by=home.anna) == "Okay."
    assert await home.say("Undo that", by=home.anna) == "Okay."
    assert len(home.house.turns) == 2


async def test_undo_is_for_the_model_once_something_else_was_done(home: Home) -> None:
    """Only what was done last is taken back."""
    await home.say("Remember that I take my coffee black", by=home.anna)
    await home.say("Turn on the kitchen light", by=home.anna)
    assert await home.say("Undo that", by=home.anna) == "Okay."
    assert await home.texts() == [COFFEE]


async def test_two_people_who_differ(home: Home) -> None:
    """Each hears their own."""
    await home.say("Remember that I take my coffee black", "a", by=home.anna)
    await home.say("Remember that I take my coffee with milk", "b", by=home.ben)
    anna = await home.say("What do you know about me?", "a", by=home.anna)
    ben = await home.say("What do you know about me?", "b", by=home.ben)
    assert "black" in anna and "milk" not in anna
    assert "milk" in ben and "black" not in ben
    await home.say("Forget everything you know about me", "b", by=home.ben)
    assert "Forgotten" in await home.say("yes", "b", by=home.ben)
    assert await home.texts() == [COFFEE]


async def test_forgetting_everything_is_asked_first(home: Home) -> None:
    """A no, or anything else, leaves all as it is; what was forgotten comes back."""
    await home.say("Remember that I take my coffee black", by=home.anna)
    await home.say("Remember that my sister is called Lena", by=home.anna)
    asked = await home.say("Forget everything you know about me", by=home.anna)
    assert "2 memories" in asked
    await home.say("No", by=home.anna)
    await home.say("Forget everything you know about me", by=home.anna)
    await home.say("What time is it?", by=home.anna)
    await home.say("Yes", by=home.anna)
    assert len(await home.texts()) == 2
    await home.say("Forget everything you know about me", by=home.anna)
    await home.say("Yes", by=home.anna)
    assert await home.texts() == []
    await home.say("Undo that", by=home.anna)
    assert len(await home.texts()) == 2


async def test_forget_by_name(home: Home) -> None:
    """Words decide what is meant, and it goes to the trash."""
    await home.say("Remember that I take my coffee black", by=home.anna)
    await home.say("Remember that my sister is called Lena", by=home.anna)
    await home.say("Forget what I said about my sister", by=home.anna)
    assert await home.texts() == [COFFEE]
    assert await home.texts(State.TRASH) == ["My sister is called Lena"]
    answer = await home.say("Forget what I told you about elephants", by=home.anna)
    assert answer == "I don't remember anything about that."


@pytest.mark.parametrize(
    "text",
    [
        "Remember that my password is hunter2",
        "Remember that the alarm code is 4711",
        "Remember that my card number is 4111 1111 1111 1111",
        "Merk dir, dass meine PIN 2580 ist",
    ],
)
async def test_secrets_are_never_stored(home: Home, text: str) -> None:
    """They are refused in words, are in no file, and no model sees them in a later turn."""
    secret = text.removesuffix(" ist").split(" is ")[-1].split("PIN ")[-1]
    answer = await home.say(text, by=home.anna)
    # A code is the guard's to refuse, before memory hears of it.
    assert "won't remember" in answer or "don't tell me a code" in answer
    await home.say("Remember that I take my coffee black", by=home.anna)
    await home.say("Hello", by=home.anna)
    assert secret not in str(home.house.turns[-1].body)
    for file in home.file.parent.glob("memory.db*"):
        assert secret.encode() not in file.read_bytes()


async def test_a_voice_without_a_name(home: Home) -> None:
    """What it says waits for the owner, and it hears and changes nobody's memories."""
    await home.say("Remember that I take my coffee black", by=home.anna)
    answer = await home.say(
        "Remember that the back door sticks in winter", "k", heard_by=KITCHEN
    )
    assert "until the owner says yes" in answer
    (waiting,) = await home.known(State.PENDING)
    assert waiting.scope == UNKNOWN_VOICE
    for text in (
        "What do you know about me?",
        "Forget my coffee",
        "Forget everything you know about me",
    ):
        answer = await home.say(text, "k", heard_by=KITCHEN)
        assert "black" not in answer
    assert await home.texts() == [COFFEE]


async def test_a_guest(home: Home) -> None:
    """Memory is for those who live here."""
    await home.say("Remember that I take my coffee black", by=home.anna)
    for text in ("Remember that I like tea", "What do you know about me?"):
        answer = await home.say(text, "g", by=home.guest)
        assert answer == "What I remember is for the people who live here."
    assert await home.texts() == [COFFEE]


async def test_switched_off(home: Home) -> None:
    """Off means off, and on again everything is there."""
    await home.say("Remember that I take my coffee black", by=home.anna)
    entity_id = "switch.kaizen_memory_memory"
    for action, state in (("turn_off", "off"), ("turn_on", "on")):
        await home.hass.services.async_call(
            "switch", action, {"entity_id": entity_id}, blocking=True
        )
        assert home.state(entity_id) == state
        answer = await home.say("What do you know about me?", by=home.anna)
        assert (COFFEE in answer) is (state == "on")


async def test_without_a_model(home: Home) -> None:
    """A model server that is down does not keep anybody from remembering."""
    await home.house.server.fault("refused")
    answer = await home.say("Remember that I take my coffee black", by=home.anna)
    assert answer == "I'll remember: I take my coffee black."
    assert COFFEE in await home.say("What do you know about me?", by=home.anna)


async def test_it_survives_a_restart(home: Home) -> None:
    """What was confirmed is there."""
    await home.say("Remember that I take my coffee black", by=home.anna)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    assert COFFEE in await home.say("What do you know about me?", by=home.anna)
