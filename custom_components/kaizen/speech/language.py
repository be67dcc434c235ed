"""What a language has to say about numbers, units, money and signs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
import re
from typing import Final

from .lexicon import Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A way something is written, and how it is said."""

    pattern: re.Pattern[str]
    speak: Callable[[re.Match[str]], str | None]
    """Returns the words, None to leave what is written as it is."""
    has: str = ""
    """One of these characters must be in a text for the rule to be tried; "0": a digit."""


type Stage = Callable[[str, Lexicon], str]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Language:
    """One language: stages 6 to 9, and the words the other stages need."""

    code: str
    digits: Callable[[str], str]
    """Says digits one by one."""
    symbols: Mapping[str, str]
    """How a sign is called that no rule has made sense of."""
    no_end: frozenset[str]
    """Abbreviations whose full stop ends no sentence; "#" where numbers may have one."""
    code_notice: str
    """Said once in place of code."""
    task_done: str
    """Said before a ticked item of a list."""
    literals: tuple[Rule, ...]
    quantities: tuple[Rule, ...]
    numbers: tuple[Rule, ...]
    abbreviations: tuple[Rule, ...]


_DIGIT: Final = re.compile(r"\d")


def apply(rules: tuple[Rule, ...], text: str) -> str:
    """Return a text after one rule after the other."""
    digits = _DIGIT.search(text) is not None
    for rule in rules:
        if rule.has == "0":
            if not digits:
                continue
        elif rule.has and not any(char in text for char in rule.has):
            continue
        text = rule.pattern.sub(_speaker(rule), text)
    return text


def _speaker(rule: Rule) -> Callable[[re.Match[str]], str]:
    def speak(match: re.Match[str]) -> str:
        spoken = rule.speak(match)
        return match[0] if spoken is None else spoken

    return speak


def alternatives(written: Iterator[str] | Mapping[str, object] | list[str]) -> str:
    """Return a pattern for any of these, the longest first."""
    return "|".join(re.escape(one) for one in sorted(written, key=len, reverse=True))
