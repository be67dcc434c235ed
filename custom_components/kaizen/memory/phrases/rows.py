"""What a row of a grammar is."""

from collections.abc import Callable
from dataclasses import dataclass
import re
from typing import Final

from .model import Command, Correct, Forget, Private, Remember, Tell, Undo
from .statements import main_clause, subject_of
from .tidy import sentences, without_ends

type Found = re.Match[str]
type Meaning = Callable[[Found], Command | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A form of words that is the whole utterance, and what it means."""

    pattern: re.Pattern[str]
    meaning: Meaning
    may_ask: bool = False
    """Also with a question mark."""


def row(pattern: str, meaning: Meaning, *, may_ask: bool = False) -> Row:
    """Return a row; a space in `pattern` is one space, and case does not count."""
    return Row(re.compile(pattern, re.IGNORECASE), meaning, may_ask)


_TODO: Final = re.compile(
    r"(?:i|we)(?:'ve)? (?:have|need|must|got|gotta|should|ought)(?: got)?(?: to)? (?!(?:a|an|the|my|no|two|three|four|\d+)\b)\w"
    r"|.*\b(?:kaufen|holen|anrufen|besorgen|erledigen|abholen|einkaufen|gehen) (?:muss|müssen|soll|sollte|sollen)$"
    r"|ich (?:muss|sollte) (?:noch )?",
    re.IGNORECASE,
)
"""A duty is a to-do item, which a list keeps better."""
_AND_DO: Final = re.compile(
    r",? (?:and|und|then|dann) (?:then |please |also |dann |bitte )?(?:turn|switch|set|open|close|lock|unlock|start"
    r"|stop|remind|tell|add|text|send|show|dim|order|pause|forget|remember|schalte?|mach|öffne|schließe?|sperre?"
    r"|starte|spiele?|erinnere?|sag|setz|stell|zeig|fahr)\b(?! to\b)",
    re.IGNORECASE,
)


def capital(text: str) -> str:
    """Return words as a sentence begins."""
    return text[:1].upper() + text[1:]


def statement(text: str, language: str) -> Remember | None:
    """Return what is to be kept, if the words are a statement and nothing but."""
    first, *more = sentences(text)[:8] or [""]
    about = subject_of(first, language)
    if about is None or _TODO.match(first) or _AND_DO.search(text):
        return None
    if any(subject_of(one, language) is None for one in more):
        return None
    plain = without_ends(text)
    return Remember(text=capital(plain), about=about) if plain else None


def clause(text: str) -> Remember | None:
    """Return what is to be kept of a German clause after "dass"."""
    plain = without_ends(text)
    if len(sentences(plain)) > 1 or _TODO.match(plain) or _AND_DO.search(plain):
        return None
    whole = main_clause(plain)
    if whole is None:
        return None
    return Remember(text=capital(whole), about=subject_of(whole, "de") or "")


def remember(language: str) -> Meaning:
    """Return the meaning of a row with a `fact`."""
    return lambda found: statement(found["fact"], language)


def remember_clause(found: Found) -> Command | None:
    """Mean: keep what follows "dass"."""
    return clause(found["fact"])


_SELF: Final = frozenset(["me", "myself", "us", "mich", "uns", "mir"])


def forget(found: Found) -> Command | None:
    """Mean: forget what was asked for by name, if by any."""
    query = without_ends(_named(found, "query"))
    return Forget(query="", everything=True) if query in _SELF else Forget(query=query)


def forget_everything(found: Found) -> Command | None:
    """Mean: forget all that is known of the person."""
    return Forget(everything=True)


def forget_statement(language: str) -> Meaning:
    """Return the meaning of a row whose `query` is a statement."""

    def meaning(found: Found) -> Command | None:
        query = without_ends(found["query"])
        known = main_clause(query) if language == "de" else query
        if known is None or (language == "en" and subject_of(known, language) is None):
            return None
        return Forget(query=known)

    return meaning


def tell(found: Found) -> Command | None:
    """Mean: say what is known of someone or something."""
    about = without_ends(_named(found, "about"))
    return Tell(about="" if about in _SELF else about)


_PASSING: Final = re.compile(
    r"(?:(?:a bit|a little|way|too|so|very|quite|pretty|really|getting|zu|so|sehr|ganz|viel|schon|ziemlich|wieder|echt)\s)*"
    r"(?:(?:too|much|viel)\s)?(?:cold|hot|warm|dark|bright|loud|quiet|late|early|fine|ok|okay|good|great|nice|raining"
    r"|snowing|sunny|broken|wrong|right|enough|on|off|open|closed|done|ready|working|better|worse|dead|empty|full"
    r"|charging|over|gone|here|there|out|back|time|my turn|locked|unlocked|cool|weird|funny|true|possible|me|you|not"
    r"|kalt|heiß|dunkel|hell|laut|leise|spät|früh|gut|besser|schlechter|genug|offen|zu|an|aus|fertig|kaputt|leer|voll"
    r"|weg|da|hier|egal|soweit|so weit|zeit|richtig|falsch|vorbei|ruhig|schön|super|okay)\b.*"
    r"|.*\b(?:in here|outside|in there|hier drin|draußen)$",
    re.IGNORECASE,
)
"""What is so for the moment, and no correction of anything that is known."""


_POINTS: Final = re.compile(
    r"(?:it|that|this|them|him|her|das|es|ihn|sie)(?!\w)", re.IGNORECASE
)
"""A word for something only what was said before tells."""


def _lasting(text: str) -> bool:
    return bool(text) and len(text.split()) <= 14 and not _PASSING.fullmatch(text)


def correct(found: Found) -> Command | None:
    """Mean: not what was said last, but `new`, which does not stand alone."""
    new = without_ends(found["new"])
    return Correct(new=new) if _lasting(new) else None


def correct_statement(form: str = "{verb} {new}") -> Meaning:
    """Return the meaning of a row whose groups make a statement in `form`."""

    def meaning(found: Found) -> Command | None:
        groups = {name: text or "" for name, text in found.groupdict().items()}
        if (
            not _lasting(without_ends(groups["new"]))
            or _POINTS.match(groups["new"])
            or _AND_DO.search(groups["new"])
        ):
            return None
        new = capital(without_ends(form.format(**groups)))
        return Correct(query=without_ends(groups.get("query") or new), new=new)

    return meaning


def undo(found: Found) -> Command | None:
    """Mean: take the last change back."""
    return Undo()


def private(on: bool) -> Meaning:
    """Return the meaning: learn nothing from here on, or again."""
    return lambda found: Private(on=on)


def _named(found: Found, name: str) -> str:
    return found.groupdict().get(name) or ""
