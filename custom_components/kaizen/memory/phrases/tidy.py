"""Words as grammars read them."""

import re
from typing import Final
import unicodedata

from ...guard import own_words

_QUOTES: Final = str.maketrans("’‘`´“”„«»", "''''" + '"' * 5)
_ENDS: Final = re.compile(r'^["\s]+|["\s.!…,;:]+$')
_PRELUDE: Final = re.compile(
    r"^(?:hey|hi|hello|hallo|he|ok|okay|oh|um|uh|äh|ähm|so|well|alright|listen|and|und|also|übrigens|by the way|btw"
    r"|yes|yeah|ja|please|bitte|max|kaizen)\b(?:[\s,.:!]+|$)",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(
    r"(?<!\b[A-Za-zÄÖÜäöü])(?<!\bDr)(?<!\bSt)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bNr)(?<!\bca)(?<!\bbzw)(?<!\bstr)"
    r"(?<!\d)([.!?…;]+)\s+|\n+"
)


def tidy(text: str) -> str:
    """Return words without what nobody sees or hears, in one line."""
    plain = unicodedata.normalize("NFKC", own_words(text)).translate(_QUOTES)
    return " ".join(plain.split())


def without_prelude(text: str, names: frozenset[str] = frozenset()) -> str:
    """Return words without a greeting, a name or a please before them."""
    while True:
        shorter = _PRELUDE.sub("", text, count=1)
        first, _, rest = shorter.partition(" ")
        if first.rstrip(",:.!").casefold() in names:
            shorter = rest
        if shorter == text:
            return text
        text = shorter


def without_ends(text: str) -> str:
    """Return words without quotes around them and the full stop after them."""
    return _ENDS.sub("", text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a tidy text, each with its own end."""
    found: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]
