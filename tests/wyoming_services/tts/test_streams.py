"""What reaches the synthesizer, and what listeners get when things go wrong."""

import asyncio
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest
from wyoming.event import Event
from wyoming.tts import Synthesize, SynthesizeVoice

from wyoming_services.models import DEFAULT_VOICE
from wyoming_services.serving import Connection
from wyoming_services.speech import Lexicon, Voice, language_for, speak
from wyoming_services.tts import recital, service as tts_service

from .rig import Loudspeaker, running
from .scribe import scribe

from tests.wyoming_services.until import until

ANSWER = (
    "<think>Prices…</think>**Done.** It costs $3.50, i.e. 72°F is *fine*.\n\n"
    "- Milk\n- Eggs\n\n```\ncode\n```\nSee https://example.com, Dr. Smith! Yes. Call at 7:05 PM"
)
EXPECTED = speak(ANSWER, Voice(language=language_for("en"), lexicon=Lexicon()))


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.integers(0, len(ANSWER)), max_size=30))
async def test_chunks_do_not_matter(cuts: list[int]) -> None:
    """However the text is cut, the same units are spoken, each ending in a blank line."""
    edges = [0, *sorted(cuts), len(ANSWER)]
    chunks = [ANSWER[start:end] for start, end in pairwise(edges)]
    async with (
        scribe() as writes,
        running(writes) as rig,
        Loudspeaker(rig.port) as loudspeaker,
    ):
        heard = await loudspeaker.stream(chunks)
        assert "".join(writes.units).rstrip("\n") == EXPECTED
        assert all(unit.endswith("\n\n") for unit in writes.units)
        assert heard.error is None


async def test_lexicons(tmp_path: Path) -> None:
    """A language's words, and a voice's own, which have the last word; changes are noticed, broken files left out."""
    (tmp_path / "en.txt").write_text("Ecobee = eeko bee\nlanai = lah nye\n")
    (tmp_path / f"{DEFAULT_VOICE}.txt").write_text("lanai = luh nye\n")
    async with (
        scribe() as writes,
        running(writes, lexicons=tmp_path) as rig,
        Loudspeaker(rig.port) as loudspeaker,
    ):
        await loudspeaker.say("The Ecobee on the lanai.")
        (tmp_path / "en.txt").write_text("Ecobee = the thermostat\n")
        await loudspeaker.say("Ecobee.")
        (tmp_path / "en.txt").write_text("nonsense\n")
        await loudspeaker.say("Ecobee.")
    assert [unit.strip() for unit in writes.units] == [
        "The eeko bee on the luh nye.",
        "the thermostat.",
        "Ecobee.",
    ]


async def test_a_voice_that_is_not_here() -> None:
    """Another speaks: wyoming-piper would try to fetch it."""
    async with (
        scribe() as writes,
        running(writes) as rig,
        Loudspeaker(rig.port) as loudspeaker,
    ):
        await loudspeaker.say("Hello.", SynthesizeVoice(name="de_DE-thorsten-medium"))
        await loudspeaker.say("Hello.", SynthesizeVoice(language="fr_FR"))
        assert writes.voices == [DEFAULT_VOICE] * 2


async def test_the_listener_hangs_up() -> None:
    """Nothing more is spoken, and the synthesizer's connection is let go of."""
    async with scribe() as writes, running(writes) as rig:
        writes.hold = asyncio.Event()
        async with Loudspeaker(rig.port) as loudspeaker:
            await loudspeaker.begin()
            await loudspeaker.write("One is said.\n\nTwo is not.\n\nThree neither.\n\n")
            await until(lambda: len(writes.units) == 1)
        await until(lambda: not rig.service.playing)
        writes.hold.set()
        await until(lambda: writes.left == 1)
        assert len(writes.units) == 1
        assert (
            rig.count("kaizen_tts_texts_total", mode="stream", outcome="abandoned") == 1
        )


async def test_the_writer_is_gone() -> None:
    """A stream nobody ends, as Home Assistant leaves behind on cancel, is ended after a while; what was written is heard."""
    async with (
        scribe() as writes,
        running(writes, idle=0.1) as rig,
        Loudspeaker(rig.port) as loudspeaker,
    ):
        await loudspeaker.begin()
        await loudspeaker.write("I was about to")
        heard = await loudspeaker.listen()
        assert heard.events[-1] == "synthesize-stopped"
        assert writes.units == ["I was about to.\n\n"]
        assert await loudspeaker.client.read_event() is None


async def test_who_listens_need_not_speak(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client is not hung up on while it is spoken to, however long that takes; one that only stays is."""
    monkeypatch.setattr(tts_service, "_BETWEEN", 0.02)
    patience: list[float] = []
    receive = Connection.receive

    async def counted(connection: Connection, seconds: float) -> Event | None:
        patience.append(seconds)
        return await receive(connection, seconds)

    monkeypatch.setattr(Connection, "receive", counted)
    async with (
        scribe() as writes,
        running(writes) as rig,
        Loudspeaker(rig.port) as loudspeaker,
    ):
        writes.hold = asyncio.Event()
        await loudspeaker.client.write_event(Synthesize("Hello.").event())
        await until(lambda: patience.count(0.02) > 3)
        writes.hold.set()
        assert (await loudspeaker.listen(until="audio-stop")).error is None
        left = await loudspeaker.listen()
        assert left.error
        assert left.error.code == "timeout"


async def test_a_hiccup() -> None:
    """A unit that was not heard is tried again."""
    async with (
        scribe() as writes,
        running(writes) as rig,
        Loudspeaker(rig.port) as loudspeaker,
    ):
        writes.failures = 1
        heard = await loudspeaker.say("Hello.")
        assert heard.error is None
        assert writes.units == ["Hello.\n\n"] * 2
        assert writes.recoveries == 1


async def test_the_synthesizer_cannot() -> None:
    """The listener hears of it, and so does who asks for the service's health; the next text gets its chance."""
    async with (
        scribe() as writes,
        running(writes) as rig,
        Loudspeaker(rig.port) as loudspeaker,
    ):
        writes.refuses = True
        heard = await loudspeaker.stream(["Hello."])
        assert heard.error
        assert "no such voice" in heard.error.text
        assert await rig.service.health.status() == "failing"
        writes.refuses = False
        assert (await loudspeaker.say("Hello.")).error is None
        assert await rig.service.health.status() == "ok"


async def test_an_open_stream_is_kept_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence comes while nothing is written, and stops when something is."""
    monkeypatch.setattr(recital, "_GRACE", 0.0)
    async with (
        scribe() as writes,
        running(writes) as rig,
        Loudspeaker(rig.port) as loudspeaker,
    ):
        await loudspeaker.begin()
        await until(lambda: rig.count("kaizen_tts_silence_seconds_total") > 0)
        await loudspeaker.write("Hello.\n\n")
        await loudspeaker.end()
        heard = await loudspeaker.listen()
        assert heard.events.count("audio-start") == 1
        assert heard.sound.startswith(bytes(1000))
        assert any(heard.sound)


async def test_a_text_without_end() -> None:
    """It is cut; the service goes on."""
    async with (
        scribe() as writes,
        running(writes) as rig,
        Loudspeaker(rig.port) as loudspeaker,
    ):
        await loudspeaker.say("All work and no play. " * 5_000)
        assert len("".join(writes.units)) < 25_000
        assert (await loudspeaker.say("Hello.")).error is None


async def test_a_text_within_a_text() -> None:
    """A client that does not know the protocol is dropped, the next is served."""
    async with scribe() as writes, running(writes) as rig:
        async with Loudspeaker(rig.port) as loudspeaker:
            await loudspeaker.begin()
            await loudspeaker.begin()
            heard = await loudspeaker.listen()
            assert heard.error
            assert heard.error.code == "protocol"
        async with Loudspeaker(rig.port) as loudspeaker:
            assert (await loudspeaker.say("Hello.")).error is None
