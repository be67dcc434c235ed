"""The languages that can be spoken."""

from collections.abc import Mapping
from typing import Final

from .english import ENGLISH
from .german import GERMAN
from .language import Language

LANGUAGES: Final[Mapping[str, Language]] = {
    language.code: language for language in (ENGLISH, GERMAN)
}


def language_for(tag: str) -> Language:
    """Return the language of a tag such as "de-AT"; English where it is not known."""
    return LANGUAGES.get(tag.replace("_", "-").partition("-")[0].lower(), ENGLISH)
