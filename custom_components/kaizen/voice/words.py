"""What turns a text into words: by language, with the house's own names."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Protocol

from ..speech import LANGUAGES, Lexicon, Normalizer, Unmarked, Voice
from ..speech.language import Language

_WORDLESS: Final = replace(LANGUAGES["en"], code_notice="", task_done="")


class Cleaner(Protocol):
    """Text in, in any chunks; units of speech out, each ending in a blank line."""

    def feed(self, text: str) -> Iterator[str]:
        """Take a chunk; yield the units that are safe to speak."""

    def flush(self) -> Iterator[str]:
        """Yield what is left: the text has ended."""


def cleaner(tag: str, lexicon: Lexicon) -> Cleaner:
    """Return what cleans a text in the language of a tag such as "de-AT".

    Of a language whose words are not known only the markup is taken out.
    """
    if language := _language(tag):
        return Normalizer(Voice(language=language, lexicon=lexicon))
    return Unmarked(Voice(language=_WORDLESS, lexicon=lexicon))


def clean(text: str, tag: str, lexicon: Lexicon) -> str:
    """Return a whole text as it is spoken, a unit a paragraph."""
    made = cleaner(tag, lexicon)
    return "".join([*made.feed(text), *made.flush()]).rstrip("\n")


def _language(tag: str) -> Language | None:
    return LANGUAGES.get(tag.replace("_", "-").partition("-")[0].lower())
