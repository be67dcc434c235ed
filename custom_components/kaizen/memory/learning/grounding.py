"""Finds which of a person's sentences a model's fact was read from.

What is stored is that sentence, never the model's words. A model can so at worst choose a sentence badly; it cannot
put one into a person's mouth.
"""

from collections.abc import Iterable
import re
from typing import Final

from .answer import Fact
from .meaning import Meaning, meaning
from .model import Statement

_WORDS_LEAST: Final = 2
"""Words, numbers included, by which a fact must be found again."""
_FIRST: Final = re.compile(
    r"(?<!\w)(?:i|i'm|i've|me|my|mine|we|we're|our|us|ich|mich|mir|mein\w*|wir|uns|unser\w*)(?!\w)",
    re.IGNORECASE,
)
_SPEAKER: Final = re.compile(
    r"^(?:(?:i|we|ich|wir)\b|(?:the )?(?:user|speaker|person)\b(?!'s|:)|(?:der |die )?(?:nutzer\w*|benutzer\w*|sprecher\w*)\b)",
    re.IGNORECASE,
)
_SUBJECT_SPEAKER: Final = re.compile(
    r"(?<!\w)(?:i|we|ich|wir|i'm|i've|we're)(?!\w)", re.IGNORECASE
)


def source_of(fact: Fact, statements: Iterable[Statement]) -> Statement | None:
    """Return the sentence a fact was read from; None if there is none.

    All words, names and numbers of the fact are in that one sentence; it denies as much as the sentence does, and it
    speaks of the person only if the sentence does.
    """
    told = meaning(fact.text)
    if len(told.words) + len(told.numbers) < _WORDS_LEAST:
        return None
    for statement in statements:
        if _says(told, meaning(statement.text)) and _same_speaker(
            fact.text, statement.text
        ):
            return statement
    return None


def grounded_about(fact: Fact, statement: Statement) -> str:
    """Return whom a fact is about if the person named them; empty otherwise."""
    about = fact.about.strip()
    plain = statement.text.casefold()
    named = about and re.search(rf"(?<!\w){re.escape(about.casefold())}(?!\w)", plain)
    return about if named and not _FIRST.fullmatch(about) else ""


def _says(told: Meaning, said: Meaning) -> bool:
    if not (told.set <= said.set and told.numbers <= said.numbers):
        return False
    return told.negations == said.negations


def _same_speaker(fact: str, said: str) -> bool:
    return not _SPEAKER.match(fact) or bool(_SUBJECT_SPEAKER.search(said))
