"""Where speech begins, pauses and goes on, told by the likelihood of each 32 ms."""

from collections.abc import Sequence

from hypothesis import given, strategies as st

from wyoming_services.stt.listener import FRAME_BYTES, Heard, Listener


def heard(likelihoods: Sequence[float], chunk: int = FRAME_BYTES) -> list[Heard]:
    """Return what a listener notices in frames of these likelihoods."""
    coming = iter(likelihoods)
    listener = Listener(lambda _: next(coming), pause=0.2)
    sound = bytes(len(likelihoods) * FRAME_BYTES)
    return [
        notice
        for start in range(0, len(sound), chunk)
        for notice in listener.feed(sound[start : start + chunk])
    ]


SPEECH, SILENCE = [0.9] * 10, [0.1] * 7


def test_a_fifth_of_a_second_is_a_pause() -> None:
    """Seven frames are, six are not."""
    assert heard(SPEECH + SILENCE) == [Heard.PAUSED]
    assert heard(SPEECH + SILENCE[:6]) == []
    assert heard(SPEECH + SILENCE * 5) == [Heard.PAUSED]


def test_speech_goes_on() -> None:
    """And pauses again."""
    assert heard(SPEECH + SILENCE + SPEECH + SILENCE) == [
        Heard.PAUSED,
        Heard.RESUMED,
        Heard.PAUSED,
    ]


def test_a_click_is_no_speech() -> None:
    """Nothing pauses that has not begun."""
    assert heard([0.9, 0.9, *SILENCE]) == []


def test_fading_speech_is_speech() -> None:
    """A doubtful frame counts as what came before it."""
    assert heard([*SPEECH, *[0.4] * 20]) == []
    assert heard([0.4] * 20 + SILENCE) == []


@given(
    st.lists(st.sampled_from([0.1, 0.4, 0.9]), max_size=60),
    st.integers(min_value=1, max_value=5000),
)
def test_chunks_do_not_matter(likelihoods: list[float], chunk: int) -> None:
    """The same sound brings the same notices, and they alternate."""
    notices = heard(likelihoods, chunk)
    assert notices == heard(likelihoods)
    assert notices[::2] == [Heard.PAUSED] * len(notices[::2])
    assert notices[1::2] == [Heard.RESUMED] * len(notices[1::2])
