"""The transcript is begun in the silence before the client says that it is over."""

from wyoming_services.stt.session import Manners
from wyoming_services.stt.whisper import Whisper

from .rig import Microphone, plain, running

from tests.wyoming_services.mouth import Mouth, silence

LIGHT = "Turn on the kitchen ceiling light."
DOOR = "Is the front door locked?"
GARAGE = "Close the garage door, please."


async def test_it_is_there_when_it_is_asked_for(mouth: Mouth, whisper: Whisper) -> None:
    """Nothing is left to do at the end of the audio."""
    async with running(whisper) as rig, Microphone(rig.port) as microphone:
        await microphone.send(mouth.say(LIGHT) + silence(0.7))
        await rig.thought(1)
        assert plain(await microphone.transcript()) == plain(LIGHT)
        assert len(rig.heard) == 1
        assert rig.speculations("used") == 1


async def test_it_was_only_a_pause(mouth: Mouth, whisper: Whisper) -> None:
    """What was begun is thrown away when speech goes on; the transcript has all of it."""
    async with running(whisper) as rig, Microphone(rig.port) as microphone:
        await microphone.send(mouth.say(DOOR) + silence(0.4))
        await rig.thought(1)
        await microphone.send(mouth.say(GARAGE) + silence(0.7))
        await rig.thought(2)
        assert plain(await microphone.transcript()) == f"{plain(DOOR)} {plain(GARAGE)}"
        assert rig.speculations("discarded") == 1
        assert rig.speculations("used") == 1
        assert len(rig.heard) == 2


async def test_it_comes_faster_than_it_is_spoken(
    mouth: Mouth, whisper: Whisper
) -> None:
    """A recording sent at once gives the same as one that is spoken."""
    async with running(whisper) as rig, Microphone(rig.port) as microphone:
        await microphone.send(
            mouth.say(DOOR) + silence(0.4) + mouth.say(GARAGE) + silence(0.7)
        )
        assert plain(await microphone.transcript()) == f"{plain(DOOR)} {plain(GARAGE)}"


async def test_the_end_comes_without_silence(mouth: Mouth, whisper: Whisper) -> None:
    """A client that stops in the middle of a breath gets what it has said."""
    async with running(whisper) as rig, Microphone(rig.port) as microphone:
        said = mouth.say(DOOR)
        await microphone.send(said[: len(said) - 8_000])
        assert plain(await microphone.transcript()).startswith("is the front")
        assert rig.speculations("used") == 0


async def test_chunks_do_not_matter(mouth: Mouth, whisper: Whisper) -> None:
    """Whatever pieces the sound comes in, even halves of samples, the words are the same."""
    said = mouth.say(DOOR) + silence(0.4)
    async with running(whisper) as rig:
        for chunk in (333, 1024, 65_536):
            async with Microphone(rig.port) as microphone:
                await microphone.send(said, chunk)
                assert plain(await microphone.transcript()) == plain(DOOR)


async def test_the_client_is_gone(mouth: Mouth, whisper: Whisper) -> None:
    """What was begun for one who has left is let go of, and the next is served."""
    async with running(whisper) as rig:
        async with Microphone(rig.port) as gone:
            await gone.send(mouth.say(LIGHT) + silence(0.7))
            await rig.thought(1)
        async with Microphone(rig.port) as microphone:
            await microphone.send(mouth.say(DOOR))
            assert plain(await microphone.transcript()) == plain(DOOR)
        assert rig.speculations("abandoned") == 1
        assert not rig.service.open


async def test_stock_waits_for_the_end(mouth: Mouth, whisper: Whisper) -> None:
    """Without a pause nothing is begun ahead of time."""
    manners = Manners(pause=None, detects_silence=False)
    async with (
        running(whisper, manners=manners) as rig,
        Microphone(rig.port) as microphone,
    ):
        await microphone.send(mouth.say(DOOR) + silence(0.7))
        assert plain(await microphone.transcript()) == plain(DOOR)
        assert len(rig.heard) == 1
        assert rig.speculations("used") == 0
