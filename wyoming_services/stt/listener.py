"""Hears where speech begins, pauses and goes on, in the time of the audio: how fast it comes does not matter."""

from collections.abc import Callable, Iterator
from enum import Enum, auto
import math
from typing import Final

FRAME_BYTES: Final = 1024
"""The detector wants 512 samples of 16 bits at a time."""
FRAME_SECONDS: Final = 0.032
_CERTAIN: Final = 0.5
"""Probability at which silence becomes speech."""
_DOUBTFUL: Final = 0.35
"""Probability below which speech becomes silence: Silero's own distance from the one above."""
_SHORTEST: Final = 3
"""Frames of speech that make an utterance: a click is shorter, "no" is longer."""


class Heard(Enum):
    """What has happened."""

    PAUSED = auto()
    """Speech, and now silence for long enough to think it over."""
    RESUMED = auto()
    """It was only a pause."""


class Listener:
    """Follows one utterance."""

    def __init__(self, probability: Callable[[bytes], float], *, pause: float) -> None:
        """Take what tells how likely a frame is speech, and how many seconds of silence are a pause."""
        self._probability = probability
        self._pause = max(1, math.ceil(pause / FRAME_SECONDS))
        self._rest = bytearray()
        self._speaking = False
        self._silent = 0
        self._spoken = 0
        self._paused = False

    @property
    def has_heard_speech(self) -> bool:
        """Tell whether there was anything to write down."""
        return self._spoken >= _SHORTEST

    def feed(self, pcm: bytes) -> Iterator[Heard]:
        """Take audio in chunks of any size; yield what they bring."""
        self._rest += pcm
        while len(self._rest) >= FRAME_BYTES:
            frame = bytes(self._rest[:FRAME_BYTES])
            del self._rest[:FRAME_BYTES]
            yield from self._frame(self._probability(frame))

    def _frame(self, probability: float) -> Iterator[Heard]:
        self._speaking = probability >= (_DOUBTFUL if self._speaking else _CERTAIN)
        if self._speaking:
            self._spoken += 1
            self._silent = 0
            if self._paused:
                self._paused = False
                yield Heard.RESUMED
            return
        self._silent += 1
        if not self._paused and self._silent >= self._pause and self.has_heard_speech:
            self._paused = True
            yield Heard.PAUSED
