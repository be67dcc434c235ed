"""Cuts what has been freed of markup into speech units, as soon as they are safe.

A unit is what is synthesized in one go: a sentence, a heading, an item of a
list. It ends where a breath ends, whatever the chunks the text came in.
"""

from collections.abc import Iterator
import re
from typing import Final

from .automaton import ITEM

FIRST_CLAUSE: Final = 60
"""After so many characters the first unit may end at a clause, to be heard early."""
CLAUSE: Final = 200
"""After so many characters any unit may."""
LONGEST: Final = 400
"""No unit is longer than this."""

_END: Final = re.compile(r"""[.!?…]+["'”’)\]*_]*\s""")
_CLAUSE_MARKS: Final = ",;:–—"
_CLAUSE_LEAST: Final = 20
"""A clause shorter than this is no unit."""
_OPEN: Final = re.compile(r"\b(?:[Nn]os?|[Nn]r|[Ff]ig|pp?|[Ss])\.\s$")
_WORD: Final = re.compile(r"(\S+?)\.+\s$")


class Sentences:
    """Gathers text until it holds a unit."""

    def __init__(self, abbreviations: frozenset[str], *, first: bool = True) -> None:
        """Keep the words (lower case, without the last full stop) that end no sentence."""
        self._abbreviations = abbreviations
        self._first = first
        self._text = ""
        self._clause = self._blank = 0
        """Where the last clause and the last word end."""
        self._open = 0
        """Where a unit ends unless a digit follows: "No. 5"."""

    def feed(self, text: str) -> Iterator[str]:
        """Take text; yield the units it completes."""
        for char in text:
            if char.isspace():
                yield from self._space(char)
            else:
                if self._open and not char.isdigit():
                    yield from self._take(self._open)
                self._open = 0
                self._text += char
                yield from self._cut()

    def flush(self) -> Iterator[str]:
        """Yield what is left."""
        yield from self._take(len(self._text))

    def _space(self, char: str) -> Iterator[str]:
        text = self._text
        if not text:
            return
        if text[-1].isspace():
            if text[-1] == char == "\n":
                yield from self._take(len(text))
            elif char == "\n":
                self._text = text[:-1] + char
            return
        self._text += char
        if _OPEN.search(self._text):
            self._open = len(self._text)
        elif self._is_end():
            yield from self._take(len(self._text))

    def _is_end(self) -> bool:
        end = _END.search(self._text, max(0, len(self._text) - 8))
        if end is None or end.end() != len(self._text):
            return False
        word = _WORD.search(self._text[-32:])
        if word is None or "!" in end[0] or "?" in end[0]:
            return True
        last = word[1].lstrip("(\"'“‘[").lower()
        return not (
            last in self._abbreviations
            or (last.endswith("str") and "#" in self._abbreviations)
            or (len(last) == 1 and last.isalpha())
            or ("." in last and len(last) <= 5 and last[-1].isalpha())
            or (last.isdigit() and "#" in self._abbreviations and len(last) <= 2)
            or last.endswith(ITEM)
        )

    def _cut(self) -> Iterator[str]:
        """Yield up to the last clause, or up to a word where none has an end."""
        text = self._text
        if len(text) > 3 and text[-2].isspace() and text[-1].isalpha():
            if text[-3].isalpha():
                self._blank = len(text) - 1
            elif text[-3] in _CLAUSE_MARKS and text[-4].isalpha():
                self._clause = self._blank = len(text) - 1
        limit = FIRST_CLAUSE if self._first else CLAUSE
        if len(text) > limit and self._clause > _CLAUSE_LEAST:
            yield from self._take(self._clause)
        elif len(text) >= LONGEST:
            yield from self._take(self._blank or len(text))

    def _take(self, length: int) -> Iterator[str]:
        unit, self._text = self._text[:length].strip(), self._text[length:]
        self._clause = self._blank = self._open = 0
        if unit:
            self._first = False
            yield unit
