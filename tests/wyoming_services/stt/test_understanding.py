"""What is said is written down, by the real Whisper over the real protocol."""

import asyncio

from wyoming.asr import Transcript

from wyoming_services.stt.whisper import Whisper

from .rig import Microphone, plain, running, understood

from tests.wyoming_services.mouth import (
    SENTENCES,
    Mouth,
    hum,
    noise,
    silence,
    with_noise,
)


async def test_sentences_of_a_house(mouth: Mouth, whisper: Whisper) -> None:
    """Each is understood word by word."""
    async with running(whisper) as rig:
        heard = {
            text: plain(await understood(rig.port, mouth.say(text) + silence(0.7)))
            for text in SENTENCES
        }
    assert heard == SENTENCES


async def test_half_of_the_loudness_is_hiss(mouth: Mouth, whisper: Whisper) -> None:
    """Ten decibels above the noise, speech is still heard and understood."""
    speech = with_noise(mouth.say("Turn on the kitchen ceiling light."), 10)
    async with running(whisper) as rig:
        assert "kitchen" in plain(await understood(rig.port, speech))


async def test_nobody_spoke(whisper: Whisper) -> None:
    """Silence, hiss and hum are answered with nothing, and without asking Whisper, which would invent words."""
    async with running(whisper) as rig:
        for sound in (silence(3), noise(3, 0.02), noise(3, 0.3), hum(3), b""):
            assert await understood(rig.port, sound) == ""
        assert rig.heard == []


async def test_stock_is_asked_about_everything(whisper: Whisper, mouth: Mouth) -> None:
    """`stock` transcribes the way upstream does."""
    async with running(whisper, transcribe=whisper.stock) as rig:
        said = mouth.say("Is the front door locked?")
        assert plain(await understood(rig.port, said)) == "is the front door locked"


async def test_language_is_found_out(mouth: Mouth, whisper: Whisper) -> None:
    """A client that names no language, or none there is, gets its words and what they are."""
    async with running(whisper) as rig:
        for language in (None, "xx-YY"):
            async with Microphone(rig.port, language) as microphone:
                await microphone.send(mouth.say("Close the garage door, please."))
                await microphone.stop()
                event = await microphone.event()
                assert event
                transcript = Transcript.from_event(event)
                assert transcript.language == "en"
                assert plain(transcript.text) == "close the garage door please"


async def test_two_speak_at_once(mouth: Mouth, whisper: Whisper) -> None:
    """Each gets their own words."""
    texts = ("Close the garage door, please.", "Is the front door locked?")
    async with running(whisper) as rig:
        heard = await asyncio.gather(
            *(understood(rig.port, mouth.say(text)) for text in texts)
        )
    assert [plain(text) for text in heard] == [SENTENCES[text] for text in texts]


async def test_one_connection_many_utterances(mouth: Mouth, whisper: Whisper) -> None:
    """A client may stay."""
    async with running(whisper) as rig, Microphone(rig.port) as microphone:
        for text in ("No.", "Is the front door locked?"):
            await microphone.send(mouth.say(text))
            assert plain(await microphone.transcript()) == SENTENCES[text]
            await microphone.begin()


async def test_names_of_the_house(mouth: Mouth, whisper: Whisper) -> None:
    """A name that was asked for reaches Whisper's prompt, and its spelling the transcript."""
    said = mouth.say("Turn on the Ecobee.")
    async with running(whisper) as rig:
        without = await understood(rig.port, said)
        async with Microphone(rig.port, names=["Ecobee"]) as microphone:
            await microphone.send(said)
            with_names = await microphone.transcript()
    assert "ecobee" not in without.casefold()
    assert "ecobee" in with_names.casefold()
