"""For languages whose words are not known: markup out, numbers and signs left to the engine."""

from collections.abc import Iterable, Iterator

from .automaton import HARD_BREAK
from .characters import characters
from .sentences import Sentences
from .stages import STREAM_STAGES, Voice


class Unmarked:
    """Takes a text in any chunks, as the Normalizer does; runs the first five stages alone."""

    def __init__(self, voice: Voice) -> None:
        """Begin a text; of the voice's language, nothing is said."""
        self._automata = [
            automaton for stage in STREAM_STAGES for automaton in stage.automata(voice)
        ]
        self._sentences = Sentences(frozenset())

    def feed(self, text: str) -> Iterator[str]:
        """Take a chunk; yield the units that are safe to speak."""
        for automaton in self._automata:
            text = automaton.feed(text)
        yield from _broken(self._sentences.feed(text))

    def flush(self) -> Iterator[str]:
        """Yield what is left."""
        text = ""
        for automaton in self._automata:
            text = automaton.feed(text) + automaton.flush()
        yield from _broken(self._sentences.feed(text))
        yield from _broken(self._sentences.flush())


def _broken(units: Iterable[str]) -> Iterator[str]:
    for unit in units:
        text = characters(unit).strip()
        if any(char.isalnum() for char in text):
            yield text + HARD_BREAK
