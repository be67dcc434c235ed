"""Text that is still being written, turned into units that can be spoken already."""

from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Final

from .automaton import HARD_BREAK
from .cadence import breaths
from .sentences import Sentences
from .stages import STREAM_STAGES, UNIT_STAGES, Voice

_ROUNDS: Final = 4
"""A word made by one rule may be a word for another, but not for ever."""


class Normalizer:
    """Takes a text in any chunks; the units it yields do not depend on them.

    Held back is at most one construct that is still open and one unit. A unit
    ends in a blank line, at which synthesizers begin to speak.
    """

    def __init__(self, voice: Voice) -> None:
        """Begin a text."""
        self._voice = voice
        self._automata = [
            automaton for stage in STREAM_STAGES for automaton in stage.automata(voice)
        ]
        self._sentences = Sentences(voice.language.no_end)
        self._first = True

    def feed(self, text: str) -> Iterator[str]:
        """Take a chunk; yield the units that are safe to speak."""
        for automaton in self._automata:
            text = automaton.feed(text)
        yield from self._spoken(self._sentences.feed(text))

    def flush(self) -> Iterator[str]:
        """Yield what is left: the text has ended, the role changed, or a tool is called."""
        text = ""
        for automaton in self._automata:
            text = automaton.feed(text) + automaton.flush()
        yield from self._spoken(self._sentences.feed(text))
        yield from self._spoken(self._sentences.flush())

    def _spoken(self, units: Iterable[str]) -> Iterator[str]:
        for unit in units:
            yield from self._settled(unit, _ROUNDS)

    def _settled(self, unit: str, rounds: int) -> Iterator[str]:
        """Yield a unit in words; it is, once the stages would leave it as it is."""
        text = reduce(
            lambda so_far, stage: stage.speak(so_far, self._voice), UNIT_STAGES, unit
        )
        for breath in breaths(text, self._voice.language, first=self._first):
            if breath == unit or not rounds:
                self._first = False
                yield breath + HARD_BREAK
            else:
                yield from self._settled(breath, rounds - 1)


def speak(text: str, voice: Voice) -> str:
    """Return a whole text as it is spoken, a unit a paragraph."""
    normalizer = Normalizer(voice)
    return "".join([*normalizer.feed(text), *normalizer.flush()]).rstrip("\n")
