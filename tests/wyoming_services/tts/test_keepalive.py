"""When silence is due, told by a clock of our own."""

import pytest

from wyoming_services.tts.keepalive import SLICE, KeepAlive


def test_the_first_sound_may_take_a_moment() -> None:
    """Nobody minds for the time of grace."""
    waiting = KeepAlive(10.0, grace=1.5)
    assert waiting.due_in(10.0) == pytest.approx(1.4)
    assert waiting.due_in(11.5) == 0


def test_what_plays_is_no_silence() -> None:
    """Three seconds of speech, sent in an instant, play for three seconds."""
    playing = KeepAlive(0.0, grace=1.5)
    playing.sent(0.2, 1.0)
    playing.sent(0.2, 2.0)
    assert playing.due_in(0.3) == pytest.approx(2.8)


def test_silence_never_piles_up() -> None:
    """Over ten seconds, what is sent is what is played, and a slice more at most: the next word does not wait."""
    silent = KeepAlive(0.0, grace=0.0)
    now = sent = 0.0
    while now < 10:
        now += silent.due_in(now) or 0.001
        if not silent.due_in(now):
            silent.sent(now, SLICE)
            sent += SLICE
            assert sent - now <= SLICE + 0.11
    assert sent == pytest.approx(10, abs=0.5)
