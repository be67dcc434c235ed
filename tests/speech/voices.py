"""How the tests speak."""

from collections.abc import Iterable, Mapping
from typing import Final

from custom_components.kaizen.speech import (
    Lexicon,
    Normalizer,
    Voice,
    language_for,
    speak,
)

ENGLISH: Final = Voice(language=language_for("en"), lexicon=Lexicon())
GERMAN: Final = Voice(language=language_for("de"), lexicon=Lexicon())


def english(text: str, words: Mapping[str, str] | None = None) -> str:
    """Return English speech, its units separated by a bar."""
    return _said(text, Voice(language=ENGLISH.language, lexicon=Lexicon(words)))


def german(text: str) -> str:
    """Return German speech, its units separated by a bar."""
    return _said(text, GERMAN)


def _said(text: str, voice: Voice) -> str:
    return speak(text, voice).replace("\n\n", " | ")


def units(chunks: Iterable[str], voice: Voice = ENGLISH) -> list[str]:
    """Return the units of a text that comes in chunks."""
    normalizer = Normalizer(voice)
    spoken = [unit for chunk in chunks for unit in normalizer.feed(chunk)]
    return [*spoken, *normalizer.flush()]
