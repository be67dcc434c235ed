"""The pieces a satellite is made of."""

import asyncio

from hypothesis import given, strategies as st
import numpy as np
import pytest
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.timer import TimerCancelled, TimerFinished, TimerStarted, TimerUpdated

from wyoming_services.satellite.incoming import Incoming
from wyoming_services.satellite.meter import bar
from wyoming_services.satellite.sound import (
    ALARM,
    SILENCE,
    Resampler,
    level,
    louder,
    mono,
    tone,
)
from wyoming_services.satellite.timers import Timers
from wyoming_services.satellite.wake import load


@given(
    st.sampled_from([(22_050, 16_000), (44_100, 22_050), (16_000, 48_000)]),
    st.lists(st.integers(0, 500), max_size=20),
)
def test_resampling_does_not_see_pieces(
    rates: tuple[int, int], sizes: list[int]
) -> None:
    """However a stream is cut, it becomes the same, and is as long as it was."""
    rate, wanted = rates
    pcm = tone((440, sum(sizes) / rate), rate=rate)
    whole = Resampler(rate, wanted).convert(pcm)
    pieces, start = Resampler(rate, wanted), 0
    cut = b""
    for size in [*sizes, len(pcm)]:
        cut += pieces.convert(pcm[start : start + 2 * size])
        start += 2 * size
    difference = np.frombuffer(cut, "<i2").astype(int) - np.frombuffer(whole, "<i2")
    assert abs(difference).max(initial=0) <= 1
    assert abs(len(whole) / wanted - len(pcm) / rate) * 8_000 <= 2


def test_levels() -> None:
    """Full scale is near 0 dB, half as loud is 6 dB less, nothing is the floor."""
    loud = tone((440, 1), loudness=1.0)
    assert level(loud) == pytest.approx(-3, abs=0.3)
    assert level(louder(loud, 0.5)) == pytest.approx(-9, abs=0.3)
    assert level(bytes(100)) == level(b"") == SILENCE
    assert bar(SILENCE).startswith("·" * 40)
    assert bar(0).startswith("█" * 40)


def test_channels() -> None:
    """The mean of both ears; half a frame at the end is let go."""
    stereo = np.array([100, 300, -100, 100, 7], dtype="<i2").tobytes()
    assert np.frombuffer(mono(stereo, 2), "<i2").tolist() == [200, 0]


@given(st.lists(st.booleans(), max_size=60))
def test_answers_that_come_together(turns: list[bool]) -> None:
    """In whatever order the chunks of an old and a new answer come, only the new ones are wanted."""
    incoming = Incoming()
    incoming.start(AudioStart(22_050, 2, 1, timestamp=0))
    clock = {True: 0, False: 0}

    def chunk(of_new: bool) -> bool:
        piece = AudioChunk(22_050, 2, 1, bytes(2048), timestamp=clock[of_new])
        clock[of_new] += piece.milliseconds
        return incoming.accepts(piece)

    assert all(chunk(False) for _ in range(100))
    incoming.start(AudioStart(22_050, 2, 1, timestamp=0))
    assert [chunk(turn) for turn in turns] == turns
    assert not incoming.ends(AudioStop(timestamp=clock[False]))
    assert incoming.ends(AudioStop(timestamp=clock[True]))


def test_an_announcement_is_ended_without_a_timestamp() -> None:
    """As Home Assistant does."""
    incoming = Incoming()
    assert not incoming.ends(AudioStop())
    incoming.start(AudioStart(22_050, 2, 1, timestamp=0))
    assert incoming.accepts(AudioChunk(22_050, 2, 1, b"", timestamp=0))
    assert incoming.ends(AudioStop())


async def test_timers() -> None:
    """They can be paused, and cancelled while they run and while they ring; the next one to end is told first."""
    rings = 0

    async def ring() -> None:
        nonlocal rings
        rings += 1
        await asyncio.sleep(0)

    timers = Timers(ring)
    timers.take(TimerStarted(id="long", total_seconds=600))
    timers.take(TimerStarted(id="short", total_seconds=60, name="egg"))
    timers.take(TimerUpdated(id="short", is_active=False, total_seconds=50))
    assert [(t["name"], t["seconds"], t["paused"]) for t in timers.told()] == [
        ("egg", 50, True),
        (None, 600, False),
    ]
    timers.take(TimerCancelled(id="long"))
    timers.take(TimerFinished(id="short"))
    assert timers.told() == []
    assert timers.are_ringing
    while rings < 3:
        await asyncio.sleep(0)
    timers.take(TimerCancelled(id="short"))
    assert not timers.are_ringing
    assert not timers.silence()


def test_an_unknown_wake_word_is_named() -> None:
    """With those there are."""
    with pytest.raises(
        ValueError, match="no wake word hey_you: choose one of okay_nabu"
    ):
        load(["hey_you"])
    assert load(["alexa"], 0.5)[0].probability_cutoff == 0.5


def test_the_alarm_is_no_click() -> None:
    """It begins and ends in silence."""
    values = np.frombuffer(ALARM, "<i2")
    assert abs(values[0]) < 100
    assert abs(values[-1]) < 100
