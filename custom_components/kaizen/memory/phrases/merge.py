"""What becomes of a memory when a correction says only what is different."""

import re
from typing import Final

from .rows import capital

_NAMES: Final = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|sonnabends?",
    r"january|february|march|april|may|june|july|august|september|october|november|december"
    r"|januar|februar|märz|mai|juni|juli|oktober|dezember",
    r"\d{1,2}(?:[:.]\d{2})?(?: ?(?:am|pm|uhr|o'clock))?",
    r"\d+",
)
_KINDS: Final = tuple(
    re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE) for names in _NAMES
)
_SAID_OF: Final = {"de": "Jetzt ist es {new} (gesagt zu: {old})"}
_SAID_OF_DEFAULT: Final = "It is {new} now (said about: {old})"


def merged(old: str, new: str, language: str) -> str:
    """Return a statement that stands alone: `old`, put right by `new`.

    A day, a month or a number takes the place of the only one there is. Everything else is kept in words that show
    what they were said about; nothing is guessed.
    """
    for kind in _KINDS:
        if kind.fullmatch(new) and len(kind.findall(old)) == 1:
            return kind.sub(lambda found: new, old)
    form = _SAID_OF.get(language.partition("-")[0].lower(), _SAID_OF_DEFAULT)
    return capital(form.format(new=new, old=old.rstrip(".")))
