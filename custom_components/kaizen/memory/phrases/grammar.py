"""Reads an utterance: is it a wish to the memory, as a whole, and which?

Whatever is not certain is left to the model, which has tools for the same.
"""

from typing import Final

from . import english, german
from .model import Command
from .rows import Row
from .tidy import tidy, without_ends, without_prelude

LONGEST: Final = 400
"""Characters; who says more than this tells a story."""

_LANGUAGES: Final[dict[str, tuple[Row, ...]]] = {
    "en": english.ROWS,
    "de": german.ROWS,
}


def read_command(
    text: str, language: str, names: frozenset[str] = frozenset()
) -> Command | None:
    """Return what an utterance asks of the memory, None if it asks something else.

    `language` is tried first. `names` are what the assistant is called, lower case; words to it by name are
    understood, and "Max" and "Kaizen" always.
    """
    if len(text) > LONGEST:
        return None
    plain = without_prelude(tidy(text), names)
    asks = plain.rstrip(' ."!').endswith("?")
    words = without_ends(plain.rstrip("? ") if asks else plain)
    own = language.partition("-")[0].lower()
    for code in sorted(_LANGUAGES, key=lambda code: code != own):
        for row in _LANGUAGES[code]:
            if asks and not row.may_ask:
                continue
            if (found := row.pattern.fullmatch(words)) and (
                command := row.meaning(found)
            ):
                return command
    return None
