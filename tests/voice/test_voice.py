"""A voice in a running Home Assistant: what an engine is given, and what is heard of it."""

import asyncio
from collections.abc import AsyncGenerator

from homeassistant.components import tts
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.components.tts.const import DATA_COMPONENT
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import area_registry as ar, entity_registry as er
import pytest

from .mouth import Box, Mouth, async_install, async_return, header
from .rig import VOICE, Voices, async_give_voice, async_set_up, chunks, listen


@pytest.fixture
async def voices(hass: HomeAssistant) -> Voices:
    """A voice in front of a mouth."""
    return await async_set_up(hass)


async def test_the_engine_is_given_words(voices: Voices) -> None:
    """Units, numbers and markup are words by then; each unit ends where the engine begins."""
    sound = await voices.hear(chunks("It is **21.", "5 °C**. ", "That costs $3.50!"))
    assert voices.mouth.said == [
        "It is twenty one point five degrees Celsius.\n\n",
        "That costs three dollars and fifty cents!\n\n",
    ]
    assert sound.startswith(header())
    assert sound.endswith(b"fifty cents!")


async def test_a_sentence_is_spoken_before_the_next_is_written(voices: Voices) -> None:
    """Nobody waits for the capital letter of a sentence that does not come yet."""
    written = asyncio.Event()

    async def text() -> AsyncGenerator[str]:
        yield "One moment.\n\n"
        await written.wait()
        yield "Done."

    stream = voices.stream(text())
    listening = asyncio.create_task(listen(stream))
    await voices.mouth.heard.wait()
    assert voices.mouth.said == ["One moment.\n\n"]
    written.set()
    assert b"Done." in await listening


async def test_announcements_are_words_too(voices: Voices) -> None:
    """A complete message takes the same way."""
    await voices.hear("Your 2 packages arrive at 7:05 PM.")
    assert voices.mouth.said == ["Your two packages arrive at seven oh five PM.\n\n"]


async def test_an_engine_that_wants_whole_texts(hass: HomeAssistant) -> None:
    """It is given one, in words; nothing pretends to stream."""
    voices = await async_set_up(hass)
    box = Box()
    await hass.config_entries.async_unload(voices.entry.entry_id)
    await async_install(hass, box)
    await async_give_voice(hass, box.entity_id)
    voice = hass.data[DATA_COMPONENT].get_entity("tts.kaizen_voice_2")
    assert voice is not None
    assert not voice.async_supports_streaming_input()
    audio = await voice.async_get_tts_audio("**3 lamps**", "en", {})
    assert audio == ("mp3", b"three lamps.")


async def test_a_language_without_words_loses_its_markup_alone(voices: Voices) -> None:
    """English rules are not applied to French."""
    await voices.hear(chunks("**Il fait** 21,5 °C."), "fr")
    assert voices.mouth.said == ["Il fait 21,5 °C.\n\n"]


async def test_what_the_engine_can_do_is_offered(
    hass: HomeAssistant, voices: Voices
) -> None:
    """Languages, voices and options are the engine's; it is given its own options alone."""
    voice = hass.data[DATA_COMPONENT].get_entity(VOICE)
    assert voice is not None
    assert voice.supported_languages == ["en", "de", "fr"]
    assert voice.default_language == "en"
    assert voice.async_get_supported_voices("en") == [tts.Voice("joe", "Joe")]
    assert voice.async_get_supported_voices("de") is None
    await voices.hear("Hello.", voice="joe")
    assert voices.mouth.requests == [{"mood": "calm", "voice": "joe"}]


async def test_names_of_the_house_and_of_its_owner(hass: HomeAssistant) -> None:
    """Ids are called what people call them; the owner has the last word."""
    voices = await async_set_up(hass, lexicon="Ecobee = Eco Bee\n# a note\n")
    hass.states.async_set("light.tv_1", "on", {"friendly_name": "Television"})
    async_expose_entity(hass, "conversation", "light.tv_1", True)
    hass.states.async_set("lock.safe", "on", {"friendly_name": "Safe"})
    async_expose_entity(hass, "conversation", "lock.safe", False)
    ar.async_get(hass).async_create("Living Room")
    await hass.async_block_till_done()
    await voices.hear(chunks("light.tv_1 in living_room, and the Ecobee."))
    assert voices.mouth.said == ["Television in Living Room, and the Eco Bee.\n\n"]


async def test_other_names_are_another_announcement(
    hass: HomeAssistant, voices: Voices
) -> None:
    """Home Assistant keeps what was said by its text; a new name must be heard all the same."""
    hass.states.async_set("light.spot", "on", {"friendly_name": "Spot"})
    async_expose_entity(hass, "conversation", "light.spot", True)
    await voices.hear("light.spot is on.")
    await voices.hear("light.spot is on.")
    hass.states.async_remove("light.spot")
    hass.states.async_set("light.spot", "on", {"friendly_name": "Reading lamp"})
    await hass.async_block_till_done()
    await voices.hear("light.spot is on.")
    assert voices.mouth.said == ["Spot is on.\n\n", "Reading lamp is on.\n\n"]


async def test_an_engine_that_refuses(voices: Voices) -> None:
    """The error says which engine and why; the next text is spoken."""
    voices.mouth.refuses = ConnectionRefusedError("nobody there")
    with pytest.raises(HomeAssistantError, match=r"tts\.mouth.*nobody there"):
        await voices.hear(chunks("Hello."))
    voices.mouth.refuses = None
    assert b"Hello again." in await voices.hear(chunks("Hello again."))
    assert not voices.runtime.recitals


async def test_an_engine_that_stops_in_the_middle(voices: Voices) -> None:
    """A connection that ends is no end of a text: it is an error, and nobody waits for ever."""
    voices.mouth.dies_after = 1
    never = asyncio.Event()
    closed: list[bool] = []

    async def text() -> AsyncGenerator[str]:
        try:
            yield "First. "
            yield "Second. "
            await never.wait()
        finally:
            closed.append(True)

    with pytest.raises(HomeAssistantError, match="stopped in the middle"):
        await voices.hear(text())
    assert closed == [True]
    voices.mouth.dies_after = None
    assert b"Again." in await voices.hear(chunks("Again."))
    assert not voices.runtime.recitals
    assert voices.mouth.open == 0


async def test_an_engine_that_is_gone(hass: HomeAssistant, voices: Voices) -> None:
    """The voice is unavailable and says why; it comes back with the engine."""
    await hass.config_entries.async_unload(voices.engine_entry.entry_id)
    await hass.async_block_till_done()
    assert (state := hass.states.get(VOICE)) is not None
    assert state.state == "unavailable"
    with pytest.raises(HomeAssistantError, match="is not there"):
        await voices.hear("Hello.")
    await async_return(hass, voices.engine_entry)
    assert b"Hello." in await voices.hear("Hello.")
    assert (state := hass.states.get(VOICE)) is not None
    assert state.state != "unavailable"


async def test_a_renamed_engine_is_found(hass: HomeAssistant, voices: Voices) -> None:
    """A voice keeps its engine, whatever that is called."""
    er.async_get(hass).async_update_entity("tts.mouth", new_entity_id="tts.parrot")
    await hass.async_block_till_done()
    assert b"Hello." in await voices.hear("Hello.")


@pytest.mark.parametrize("extension", ["mp3", "ogg"])
async def test_other_formats_are_left_as_they_are(
    hass: HomeAssistant, extension: str
) -> None:
    """Silence is not put where it would be noise."""
    voices = await async_set_up(hass, Mouth(extension))
    assert await voices.hear(chunks("One. ", "Two.")) == b"One.Two."
