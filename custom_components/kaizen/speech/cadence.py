"""Stage 10: what is left of writing becomes pauses, and every unit ends in one."""

import re
from typing import Final
import unicodedata

from .language import Language
from .sentences import Sentences

_COMMAS: Final = re.compile(r"\s[–—-]+\s|[–—]|\s-{2,}\s?|[;:()\[\]{}|/\\]")
_GOES_ON: Final = frozenset(",:;–—")
"""What a unit ends in that is not the end of a sentence."""
_QUOTES: Final = re.compile(r"\"|(?<!\w)'|'(?!\w)")
_LOOSE_HYPHEN: Final = re.compile(r"(?<![^\W\d_])-+|-+(?![^\W\d_])")
_BEFORE_PAUSE: Final = re.compile(r"\s+([,.!?])")
_PAUSES: Final = re.compile(r"[,.!?]*?([.!?])[,.!?]*|,[\s,]*,")
_LEADING: Final = re.compile(r"^[\s,.!?'-]+")
_INNER_STOP: Final = re.compile(r"(?<=\w)\.(?=\w)")
_LETTER: Final = re.compile(r"[^\W\d_]")
_BLANKS: Final = re.compile(r"\s+")


def cadence(text: str, language: Language) -> str:
    """Return words and pauses, and nothing else; empty where nothing can be said."""
    goes_on = text.rstrip()[-1:] in _GOES_ON
    text = _COMMAS.sub(", ", text)
    text = _QUOTES.sub("", text)
    text = "".join([_sayable(char, language) for char in text])
    text = _INNER_STOP.sub(". ", text)
    text = _LOOSE_HYPHEN.sub(" ", text)
    while (tight := _tight(text)) != text:
        text = tight
    if not _LETTER.search(text):
        return ""
    if not goes_on:
        text = text.removesuffix(",")
    return text + "." if text[-1].isalnum() else text


def _tight(text: str) -> str:
    """Return the text with one pause where there were several."""
    text = _BLANKS.sub(" ", text)
    text = _BEFORE_PAUSE.sub(r"\1", text)
    text = _PAUSES.sub(lambda match: match[1] or ",", text)
    text = re.sub(r"([,!?])(?=[^\W\d_])", r"\1 ", text)
    return _LEADING.sub("", text).strip()


def _sayable(char: str, language: Language) -> str:
    if char.isalpha() or char in " ,.!?'-":
        return char
    if char.isnumeric() and not char.isalpha() and char not in language.symbols:
        value = unicodedata.digit(char, None)
        return f" {language.digits(str(value))} " if value is not None else ""
    if word := language.symbols.get(char):
        return f" {word} "
    if char.isascii():
        return ""
    category = unicodedata.category(char)
    return char if category in ("Mn", "Mc") or category == "Po" else ""


def breaths(text: str, language: Language, *, first: bool) -> list[str]:
    """Return a unit that has grown long by being spelled out in several."""
    sentences = Sentences(language.no_end, first=first)
    return [*sentences.feed(text), *sentences.flush()]
