"""Where samples begin in a stream of WAV, and what may be put between them."""

from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.voice.sound import WavTrack
from custom_components.kaizen.voice.timeline import Timeline

from .mouth import header


@given(st.binary(max_size=64), st.lists(st.integers(1, 20)))
def test_nothing_is_lost_however_it_is_cut(samples: bytes, cuts: list[int]) -> None:
    """What comes out is what went in, in whole samples."""
    data = header(rate=16000, bits=16) + samples
    track = WavTrack()
    out, handed_on, at = b"", 0.0, 0
    for cut in [*cuts, len(data)]:
        piece, seconds = track.feed(data[at : at + cut])
        at += cut
        out += piece
        handed_on += seconds
        assert not out or (len(out) - 44) % 2 == 0
    assert out + track.flush() == data
    assert track.takes_silence
    assert handed_on == pytest.approx(len(samples) // 2 / 16000)


def test_silence() -> None:
    """16 bits are signed, 8 bits are not."""
    wide, narrow = WavTrack(), WavTrack()
    wide.feed(header(rate=16000, bits=16))
    narrow.feed(header(rate=8000))
    assert wide.silence(0.5) == bytes(16000)
    assert narrow.silence(0.5) == b"\x80" * 4000


def test_what_takes_no_silence() -> None:
    """Declared lengths, and what is no PCM."""
    for data in (header(400), b"ID3" + bytes(100), b"OggS" + bytes(5000)):
        track = WavTrack()
        assert track.feed(data)[0] == data
        assert not track.takes_silence
    track = WavTrack()
    track.feed(header(0xFFFFFFFF))
    assert track.takes_silence


def test_how_much_was_played() -> None:
    """A player plays without a pause while there is sound; silence is no speech."""
    time = Timeline()
    assert time.due_in(10) is None
    time.speech(10, 2)
    time.speech(10.5, 1)
    assert time.due_in(11) == pytest.approx(1.9)
    time.silence(13, 1)
    time.speech(13.5, 2)
    assert time.total == 5
    assert [time.played(at) for at in (9, 11, 13, 14, 15, 99)] == [0, 1, 3, 3, 4, 5]
    assert not time.has_run_out(15.9)
    assert time.has_run_out(16)
