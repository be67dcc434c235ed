"""The house's own words: how its names are said."""

from collections.abc import Iterable, Mapping
import re
from typing import Final, Self

_LITERAL: Final = re.compile(r"\d|[^\w\s'-]|_")
_COMMENT: Final = "#"


class Lexicon:
    """Written words, and how they are said; entity ids, and what they are called.

    Capitals do not matter, only whole words are replaced, and the longest wins.
    """

    def __init__(self, words: Mapping[str, str] | None = None) -> None:
        """Take a table from written to spoken."""
        folded = {key.strip().casefold(): said for key, said in (words or {}).items()}
        folded.pop("", None)
        self._words = folded
        self._literals = _pattern(key for key in folded if _LITERAL.search(key))
        self._plain = _pattern(key for key in folded if not _LITERAL.search(key))

    @classmethod
    def parse(cls, lines: Iterable[str]) -> Self:
        """Make one from lines, as `read` reads them.

        Raises:
            ValueError: a line is something else.
        """
        return cls(cls.read(lines))

    @staticmethod
    def read(lines: Iterable[str]) -> dict[str, str]:
        """Read lines `written = spoken`; empty ones and those beginning with # are notes.

        Raises:
            ValueError: a line is something else.
        """
        words = {}
        for number, line in enumerate(lines, start=1):
            if not line.strip() or line.lstrip().startswith(_COMMENT):
                continue
            written, equals, spoken = line.partition("=")
            if not equals or not written.strip():
                raise ValueError(f"line {number}: expected written = spoken")
            words[written.strip()] = spoken.strip()
        return words

    def literals(self, text: str) -> str:
        """Replace what holds digits or signs, before they are taken for numbers."""
        return self._replace(self._literals, text)

    def words(self, text: str) -> str:
        """Replace plain words."""
        return self._replace(self._plain, text)

    def _replace(self, pattern: re.Pattern[str] | None, text: str) -> str:
        if pattern is None:
            return text
        return pattern.sub(lambda match: self._words[match[0].casefold()], text)


def _pattern(keys: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted(keys, key=len, reverse=True)
    if not ordered:
        return None
    either = "|".join(re.escape(key) for key in ordered)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
