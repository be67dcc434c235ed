"""What stages 1 to 4 have in common: characters in, characters out.

They see one character after the other and nothing else, so how a text was cut
into chunks cannot matter.
"""

from abc import ABC, abstractmethod
from typing import Final

_SHIELDED: Final = "<>&*_~`[]()#|!-+\\{}=:"
_PRIVATE: Final = 0xE000
_SHIELD: Final = {ord(char): _PRIVATE + i for i, char in enumerate(_SHIELDED)}
_UNSHIELD: Final = {private: char for char, private in _SHIELD.items()}
ITEM: Final = chr(_PRIVATE + len(_SHIELDED))
"""Stands after the number of a list item, in place of its full stop."""
PRIVATE: Final = frozenset(chr(_PRIVATE + i) for i in range(len(_SHIELDED) + 1))
"""Characters with a meaning of our own; taken out of what comes in."""
HARD_BREAK: Final = "\n\n"
"""Separates what is spoken in two breaths."""


class Automaton(ABC):
    """One stage on its way through a text."""

    def feed(self, text: str) -> str:
        """Return what is certain after these characters."""
        step = self.step
        return "".join([step(char) for char in text])

    @abstractmethod
    def step(self, char: str) -> str:
        """Take one character; return what is certain now."""

    @abstractmethod
    def flush(self) -> str:
        """Return what is held back, because no more will come."""


def shield(text: str) -> str:
    """Return the text with characters that later stages would take for markup hidden."""
    return text.translate(_SHIELD)


def unshield(text: str) -> str:
    """Return the text with hidden characters back in place."""
    return text.translate(_UNSHIELD)
