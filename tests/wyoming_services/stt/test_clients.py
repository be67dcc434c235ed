"""Clients that break, stall, shout or crowd: they harm themselves alone."""

import asyncio
from collections.abc import Callable
import contextlib
import json

import pytest
from wyoming.asr import Transcript
from wyoming.audio import AudioChunk, AudioStart
from wyoming.error import Error
from wyoming.event import Event
from wyoming.info import Describe, Info

from wyoming_services.stt import service as stt_service
from wyoming_services.stt.session import Manners
from wyoming_services.stt.whisper import Transcription, Utterance, Whisper

from .rig import Microphone, Rig, plain, running, understood

from tests.wyoming_services.mouth import RATE, Mouth, silence

DOOR = "Is the front door locked?"

BROKEN = {
    "no json": b"hello\n",
    "a list": b"[]\n",
    "no type": b"{}\n",
    "an endless line": b'{"type": "' + b"x" * 200_000,
    "an endless payload": b'{"type": "audio-chunk", "payload_length": 4000000000}\n',
    "a negative payload": b'{"type": "audio-chunk", "payload_length": -1}\n',
    "a chunk without a rate": b'{"type": "audio-chunk", "payload_length": 2}\nab',
    "half an event": b'{"type": "audio-chunk", "payload_length": 20}\nab',
    "data that is a list": b'{"type": "transcribe", "data": [1]}\n',
    "deep nesting": b"[" * 60_000 + b"\n",
    "an impossible rate": json.dumps(
        {
            "type": "audio-chunk",
            "data": {"rate": 0, "width": 2, "channels": 1},
            "payload_length": 2,
        }
    ).encode()
    + b"\nab",
    "five bytes a sample": json.dumps(
        {
            "type": "audio-chunk",
            "data": {"rate": 8000, "width": 5, "channels": 3},
            "payload_length": 15,
        }
    ).encode()
    + b"\n"
    + b"a" * 15,
}


@pytest.mark.parametrize("what", BROKEN)
async def test_a_broken_client_is_dropped(
    what: str, mouth: Mouth, whisper: Whisper
) -> None:
    """And the next is served."""
    async with running(whisper) as rig:
        reader, writer = await asyncio.open_connection("127.0.0.1", rig.port)
        writer.write(BROKEN[what])
        if what == "half an event":
            writer.write_eof()
        with contextlib.suppress(ConnectionResetError):
            await reader.read()
        writer.close()
        assert await understood(rig.port, silence(1)) == ""
        assert not rig.service.open


async def test_it_says_what_it_is(whisper: Whisper) -> None:
    """Home Assistant asks before anything else."""
    async with running(whisper) as rig, Microphone(rig.port) as microphone:
        await microphone.client.write_event(Describe().event())
        event = await microphone.event()
        assert event
        (program,) = Info.from_event(event).asr
        assert program.installed
        assert {"en", "de"} <= set(program.models[0].languages)


async def test_other_formats(mouth: Mouth, whisper: Whisper) -> None:
    """Sound at another rate and in stereo is understood."""
    pcm = mouth.say(DOOR)
    stereo = b"".join(
        pcm[i : i + 2] * 2 * 3 for i in range(0, len(pcm), 2)
    )  # three times the rate, by repeating
    async with running(whisper) as rig, Microphone(rig.port) as microphone:
        await microphone.client.write_event(AudioStart(3 * RATE, 2, 2).event())
        for start in range(0, len(stereo), 9_600):
            chunk = AudioChunk(3 * RATE, 2, 2, stereo[start : start + 9_600])
            await microphone.client.write_event(chunk.event())
        assert plain(await microphone.transcript()) == plain(DOOR)


async def test_an_open_microphone(mouth: Mouth, whisper: Whisper) -> None:
    """An utterance that does not end is answered with what there is, once."""
    async with (
        running(whisper, manners=Manners(longest=3)) as rig,
        Microphone(rig.port) as microphone,
    ):
        await microphone.send(mouth.say(DOOR) + silence(10))
        event = await microphone.event()
        assert event
        assert plain(Transcript.from_event(event).text) == plain(DOOR)
        await microphone.stop()
        await microphone.begin()
        assert await microphone.transcript() == ""


async def test_a_stalled_client(
    whisper: Whisper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that falls silent in the middle is told so and let go."""
    monkeypatch.setattr(stt_service, "_WITHIN", 0.05)
    async with running(whisper) as rig, Microphone(rig.port) as microphone:
        await microphone.send(silence(0.1))
        assert _code(await microphone.event()) == "timeout"
        assert await microphone.event() is None
        assert not rig.service.open


async def test_a_crowd(whisper: Whisper) -> None:
    """More than are allowed are told to come back, not left waiting."""
    async with (
        running(whisper, most_clients=1) as rig,
        Microphone(rig.port) as first,
        Microphone(rig.port) as second,
    ):
        assert _code(await second.event()) == "busy"
        assert await first.transcript() == ""


def failing(
    utterance: Utterance, is_unwanted: Callable[[], bool]
) -> Transcription | None:
    """Stand in for a model that cannot."""
    raise RuntimeError("no memory")


async def test_a_model_that_fails(mouth: Mouth, whisper: Whisper) -> None:
    """The client hears of it, and so does who asks for the service's health."""
    async with running(whisper, transcribe=failing) as rig:
        async with Microphone(rig.port) as microphone:
            await microphone.send(mouth.say(DOOR))
            await microphone.stop()
            assert _code(await microphone.event()) == "internal"
        assert await rig.service.health.status() == "failing"


async def test_a_model_that_hangs(mouth: Mouth, whisper: Whisper) -> None:
    """The client is not left waiting."""
    hang = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hanging(
        utterance: Utterance, is_unwanted: Callable[[], bool]
    ) -> Transcription | None:
        asyncio.run_coroutine_threadsafe(hang.wait(), loop).result()
        return None

    rig: Rig
    manners = Manners(patience=0.05)
    async with running(whisper, manners=manners, transcribe=hanging) as rig:
        async with Microphone(rig.port) as microphone:
            await microphone.send(mouth.say(DOOR))
            await microphone.stop()
            assert _code(await microphone.event()) == "timeout"
        hang.set()


def _code(event: Event | None) -> str | None:
    assert event
    assert Error.is_type(event.type), event
    return Error.from_event(event).code
