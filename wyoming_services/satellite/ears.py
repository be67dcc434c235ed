"""Hears wake words in the room, and knows when it was the satellite itself that said them."""

from collections.abc import Callable, Iterable
import time
from typing import Final

from .wake import WakeWords

_ECHO: Final = 3.0
"""Seconds in which a word that was played comes back through the microphone."""


class Ears:
    """One pair of detectors: one hears the room, the other the own voice."""

    def __init__(
        self,
        make: Callable[[], WakeWords],
        *,
        echo: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take what makes a detector, and who is told of every echo."""
        self._room = make()
        self._self = make()
        self._echo = echo
        self._clock = clock
        self._said: dict[str, float] = {}

    @property
    def names(self) -> Iterable[str]:
        """Return the names of the words."""
        return self._room.phrases

    @property
    def phrases(self) -> dict[str, str]:
        """Return how the words are said, by their names."""
        return self._room.phrases

    def own_voice(self, pcm: bytes) -> None:
        """Take what is about to be played."""
        if name := self._self.hear(pcm):
            self._said[name] = self._clock()

    def hear(self, pcm: bytes) -> str | None:
        """Take what the microphone hears; return the wake word that somebody said."""
        name = self._room.hear(pcm)
        if name and self._clock() - self._said.get(name, float("-inf")) < _ECHO:
            self._echo()
            return None
        return name

    def forget(self) -> None:
        """Begin anew: what was heard so far belongs to something else."""
        self._room.forget()
