"""How much of Whisper's 30 s window an utterance needs, and when what came out of a short one is not believed.

The encoder costs the same for 3 s of speech as for 30: it is given 10 s where that is enough. Shorter ones make it
loop (measured), 10 and 15 s do not; what looks wrong is done again with the window it was trained on.
"""

from dataclasses import dataclass
from typing import Final
import zlib

FULL: Final = 30.0
"""Seconds Whisper was trained on."""
_WINDOWS: Final = ((8.5, 10.0), (13.5, 15.0))
"""Up to how many seconds of audio, and what window they get."""
_LEAST_LOGPROB: Final = -0.6
_MOST_COMPRESSION: Final = 2.0
"""Text that packs better than this repeats itself."""
_NO_SPEECH: Final = 0.6
_NO_SPEECH_LOGPROB: Final = -1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What a window gave."""

    text: str
    window: float
    tokens: int
    cap: int
    """How many tokens it might have been."""
    logprob: float
    """Mean over the tokens."""
    no_speech: float
    """How likely the model thinks that nobody spoke."""

    @property
    def is_doubtful(self) -> bool:
        """Tell whether the full window should have a say."""
        return (
            self.tokens >= self.cap
            or self.logprob < _LEAST_LOGPROB
            or compression(self.text) > _MOST_COMPRESSION
        )

    @property
    def is_nothing(self) -> bool:
        """Tell whether nobody spoke, by Whisper's own rule."""
        return self.no_speech > _NO_SPEECH and self.logprob < _NO_SPEECH_LOGPROB


def window_for(seconds: float) -> float:
    """Return the window, in seconds, an utterance is tried with first."""
    return next((window for limit, window in _WINDOWS if seconds <= limit), FULL)


def token_cap(seconds: float) -> int:
    """Return how many tokens an utterance may become: nobody speaks faster."""
    return int(8 * seconds) + 16


def compression(text: str) -> float:
    """Return how well a text packs."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def better(short: Attempt, full: Attempt) -> Attempt:
    """Return the attempt to believe: the full window's, unless it is the one that went astray."""
    return short if full.is_doubtful and short.logprob > full.logprob else full
