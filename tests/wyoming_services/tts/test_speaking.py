"""Texts are heard in words, by the real Piper over the real protocol."""

import asyncio
import os
import signal

from wyoming.audio import AudioChunk, AudioChunkConverter
from wyoming.info import Describe, Info

from wyoming_services.models import DEFAULT_VOICE, default_folder, voices_folder
from wyoming_services.stt.audio import Recording
from wyoming_services.stt.whisper import Utterance, Whisper
from wyoming_services.tts.metrics import Metrics
from wyoming_services.tts.piper import Child

from .rig import Heard, Loudspeaker, running

from tests.wyoming_services.stt.rig import plain
from tests.wyoming_services.until import until


def understood(heard: Heard, whisper: Whisper) -> str:
    """Return what the real Whisper understands."""
    converter = AudioChunkConverter(rate=16_000, width=2, channels=1)
    chunk = converter.convert(AudioChunk(heard.rate, 2, 1, heard.sound))
    recording = Recording(60)
    recording.add(chunk)
    utterance = Utterance(samples=recording.samples(), language="en")
    result = whisper.guarded(utterance, lambda: False)
    assert result
    return plain(result.text)


async def test_it_says_what_it_is(piper: Child) -> None:
    """Only voices that are here are offered, and streaming."""
    async with running(piper) as rig, Loudspeaker(rig.port) as loudspeaker:
        await loudspeaker.client.write_event(Describe().event())
        event = await loudspeaker.client.read_event()
        assert event
        (program,) = Info.from_event(event).tts
        assert [voice.name for voice in program.voices] == [DEFAULT_VOICE]
        assert program.supports_synthesize_streaming


async def test_a_whole_text(piper: Child, whisper: Whisper) -> None:
    """Markup is not heard, numbers are words; another follows on the same connection."""
    async with running(piper) as rig, Loudspeaker(rig.port) as loudspeaker:
        heard = await loudspeaker.say("**The kitchen** light is *on*. 👍")
        assert heard.events == ["audio-start", "audio-chunk", "audio-stop"]
        assert understood(heard, whisper) == "the kitchen light is on"
        heard = await loudspeaker.say("# The front door is locked")
        assert understood(heard, whisper) == "the front door is locked"


async def test_a_text_while_it_is_written(piper: Child, whisper: Whisper) -> None:
    """What was thought is not heard."""
    async with running(piper) as rig, Loudspeaker(rig.port) as loudspeaker:
        heard = await loudspeaker.stream(
            ["<thi", "nk>Hm.</think>The garage", " door is", " closed. Good", " night."]
        )
    assert heard.events[0] == "audio-start"
    assert heard.events[-2:] == ["audio-stop", "synthesize-stopped"]
    assert heard.events.count("audio-start") == 1
    assert understood(heard, whisper) == "the garage door is closed good night"


async def test_an_acknowledgement_is_heard_at_once(piper: Child) -> None:
    """Text that ends in a blank line is spoken while the rest is not written yet."""
    async with running(piper) as rig, Loudspeaker(rig.port) as loudspeaker:
        await loudspeaker.begin()
        await loudspeaker.write("One moment, I'm checking that for you\n\n")
        await until(lambda: rig.count("kaizen_tts_units_total") == 1)
        assert rig.count("kaizen_tts_first_audio_seconds_count") == 1
        await loudspeaker.end()
        assert (await loudspeaker.listen()).seconds > 1


async def test_nothing_to_say(piper: Child) -> None:
    """A text without words is a moment of silence: a player takes no sound at all for an error."""
    async with running(piper) as rig, Loudspeaker(rig.port) as loudspeaker:
        for heard in (
            await loudspeaker.say("👍"),
            await loudspeaker.stream(["<think>", "hm", "</think>"]),
        ):
            assert 0 < heard.seconds < 0.5
            assert not any(heard.sound)


async def test_two_at_once(piper: Child, whisper: Whisper) -> None:
    """Each hears their own text."""
    texts = ("The kitchen light is on.", "The front door is locked.")

    async def heard(text: str) -> str:
        async with Loudspeaker(rig.port) as loudspeaker:
            return understood(await loudspeaker.say(text), whisper)

    async with running(piper) as rig:
        assert await asyncio.gather(*map(heard, texts)) == [*map(plain, texts)]


async def test_piper_is_killed_in_the_middle(whisper: Whisper) -> None:
    """It is started anew; the text that was not heard yet is heard, and so is the next."""
    metrics = Metrics()
    child = Child(voices_folder(default_folder()), DEFAULT_VOICE, metrics)
    await child.start()
    try:
        async with running(child) as rig, Loudspeaker(rig.port) as loudspeaker:
            await loudspeaker.begin()
            assert child.pid
            os.kill(child.pid, signal.SIGKILL)
            await loudspeaker.write("The kitchen light is on.\n\n")
            await loudspeaker.end()
            heard = await loudspeaker.listen()
            assert "the kitchen light is on" in understood(heard, whisper)
            assert await rig.service.health.status() == "ok"
        assert metrics.registry.get_sample_value("kaizen_tts_piper_restarts_total") == 1
    finally:
        await child.stop()


async def test_health_speaks_a_word(piper: Child) -> None:
    """Green means that sound came out."""
    async with running(piper) as rig:
        assert await rig.service.health.status() == "ok"
