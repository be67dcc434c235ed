"""Which window an utterance gets, and which results are not believed."""

from types import SimpleNamespace
from typing import Any

import pytest
from wyoming.audio import AudioChunk

from wyoming_services.stt.audio import RATE, Recording
from wyoming_services.stt.whisper import Utterance, Whisper
from wyoming_services.stt.window import Attempt, better, token_cap, window_for

from tests.wyoming_services.mouth import Mouth, noise


def attempt(text: str = "Turn it on.", **changes: Any) -> Attempt:
    """Return an attempt nothing is wrong with, but for what a test changes."""
    fine: dict[str, Any] = {
        "window": 10.0,
        "tokens": 4,
        "cap": 40,
        "logprob": -0.2,
        "no_speech": 0.01,
    }
    return Attempt(text=text, **fine | changes)


@pytest.mark.parametrize(
    ("seconds", "window"), [(0.5, 10), (8.5, 10), (8.6, 15), (13.6, 30), (29, 30)]
)
def test_window(seconds: float, window: float) -> None:
    """Short speech gets a short window, with room at its end."""
    assert window_for(seconds) == window


@pytest.mark.parametrize(
    ("changes", "doubtful"),
    [
        ({}, False),
        ({"logprob": -0.7}, True),
        ({"tokens": 40}, True),
        ({"text": "la la " * 30}, True),
    ],
)
def test_doubt(changes: dict[str, Any], doubtful: bool) -> None:
    """Improbable, endless or repeating text is not believed."""
    assert attempt(**changes).is_doubtful is doubtful


def test_the_full_window_has_the_last_word() -> None:
    """Unless it went astray more than the short one."""
    short = attempt("short", logprob=-0.8)
    assert better(short, attempt("full", logprob=-0.9, window=30)) is short
    assert better(short, full := attempt("full", window=30)) is full


def test_nobody_spoke() -> None:
    """Both the model's doubt and an improbable text are needed."""
    assert attempt(no_speech=0.9, logprob=-1.2).is_nothing
    assert not attempt(no_speech=0.9).is_nothing


def windows_of(whisper: Whisper, utterance: Utterance) -> list[int]:
    """Return the windows, in frames, a real model was asked with."""
    asked: list[int] = []
    model = whisper._model  # noqa: SLF001
    encode = model.encode

    def watched(features: Any) -> Any:
        asked.append(features.shape[-1])
        return encode(features)

    model.encode = watched
    try:
        whisper.guarded(utterance, lambda: False)
    finally:
        model.encode = encode
    return asked


def test_clear_speech_needs_ten_seconds(mouth: Mouth, whisper: Whisper) -> None:
    """The real model is asked once."""
    assert windows_of(whisper, _heard(mouth.say("Is the front door locked?"))) == [1000]


def test_noise_falls_back(whisper: Whisper) -> None:
    """What the short window makes of hiss is not believed."""
    assert windows_of(whisper, _heard(noise(2, 0.3))) == [1000, 3000]


def test_nobody_wants_it_any_more(mouth: Mouth, whisper: Whisper) -> None:
    """It ends after the step it is in, without a text."""
    utterance = _heard(mouth.say("Is the front door locked?"))
    generated = SimpleNamespace(times=0)

    def unwanted() -> bool:
        generated.times += 1
        return True

    assert whisper.guarded(utterance, unwanted) is None
    assert generated.times == 1


def test_half_a_minute_and_more(mouth: Mouth, whisper: Whisper) -> None:
    """Speech longer than Whisper's window is written down to its end."""
    pcm = mouth.say("Is the front door locked?") + bytes(2 * RATE * 29)
    pcm += mouth.say("Close the garage door, please.")
    result = whisper.guarded(_heard(pcm), lambda: False)
    assert result
    assert "garage" in result.text


def test_nobody_speaks_faster() -> None:
    """Eight tokens a second, and sixteen for the start."""
    assert token_cap(2.5) == 36


def _heard(pcm: bytes) -> Utterance:
    recording = Recording(60)
    recording.add(AudioChunk(RATE, 2, 1, pcm))
    return Utterance(samples=recording.samples(), language="en")
