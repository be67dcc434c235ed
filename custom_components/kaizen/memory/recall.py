"""Which memories matter for a question, and who may hear them; pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import exp, log1p
import re
from statistics import median
from typing import Final

from .embedding.recipes import Recipe
from .model import HOUSE, Category, Memory, Scope, person, room
from .words import content_words

MOST: Final = 10
"""Memories in a turn."""
MOST_ABOUT_PERSON: Final = 25
"""Memories in a turn that asks for them."""
PINNED_MOST: Final = 5
"""Of those in a turn."""
CANDIDATES: Final = 40
"""How many are looked at twice."""
KEPT_FROM: Final = 0.5
"""Confidence from which a memory is told."""
FOR_GUESTS: Final = frozenset({Category.HOUSE})
"""What a guest may hear of the room and the house."""

_ABOUT_PERSON: Final = re.compile(
    r"""
      \bwhat\b.*\b(?:know|remember(?:ed)?|learn(?:ed|t)|stored|saved)\b.*\babout\s+me\b
    | \b(?:tell|list|show|say)\b.*\b(?:you\s+(?:know|remember)|memories)\b.*\b(?:about|of)\s+me\b
    | \bwhat\s+do\s+you\s+(?:know|remember)\s+of\s+me\b
    | \bwho\s+am\s+i\b
    | \bwas\s+(?:\w+\s+){0,3}(?:weißt|weisst|weiß|weiss|merkst|gemerkt)\b.*\b(?:über|von)\s+mi(?:ch|r)\b
    | \bwas\s+hast\s+du\b.*\b(?:über|von)\s+mi(?:ch|r)\b.*\b(?:gemerkt|gespeichert|gelernt)\b
    | \bwer\s+bin\s+ich\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PERSONAL: Final = re.compile(
    r"\b(?:i|i['’](?:m|d|ve|ll)|me|my|mine|myself|we|us|our|ours"
    r"|ich|mich|mir|mein(?:e[mnrs]?)?|wir|uns|unser(?:e[mnrs]?)?|unsre[mnrs]?)\b",
    re.IGNORECASE,
)
_CROWD_LEAST: Final = 8
"""Candidates it takes to say what is usual among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who speaks, and where."""

    user_id: str | None = None
    """None for a voice that nobody is logged in behind."""
    area_id: str | None = None
    guest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was said, read once."""

    text: str
    words: tuple[str, ...]
    personal: bool
    """The speaker speaks of himself or of his own: rare where somebody gives a command or asks what all know."""
    about_person: bool
    """It asks for what is known about the speaker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A memory that may matter."""

    memory: Memory
    similarity: float | None
    """Cosine of question and memory; None where there are no vectors to compare."""


class Why(StrEnum):
    """Why a memory is told."""

    PINNED = "pinned"
    MEANING = "meaning"
    WORDS = "words"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """A memory for the turn."""

    memory: Memory
    score: float
    """Confidence that it matters, from 0 to 1."""
    why: Why


type SecondLook = Callable[[Question, Sequence[Candidate], Recipe], Sequence[float]]
"""Returns for every candidate the confidence that it matters, knowing all of them."""


def read_question(text: str) -> Question:
    """Read what was said."""
    return Question(
        text=text,
        words=tuple(content_words(text)),
        personal=bool(_PERSONAL.search(text)),
        about_person=bool(_ABOUT_PERSON.search(text)),
    )


def scopes_of(audience: Audience) -> tuple[Scope, ...]:
    """Return whose memories may be told: a guest and a voice without a name hear nobody's own."""
    scopes = [HOUSE]
    if audience.area_id:
        scopes.append(room(audience.area_id))
    if audience.user_id and not audience.guest:
        scopes.append(person(audience.user_id))
    return tuple(scopes)


def may_hear(audience: Audience, memory: Memory, now: datetime) -> bool:
    """Return whether a memory may be told: the last word, whatever an index or a query has found."""
    return (
        memory.is_live
        and (memory.expires_at is None or memory.expires_at > now)
        and memory.scope in scopes_of(audience)
        and (not audience.guest or memory.category in FOR_GUESTS)
    )


def agreement(question: Question, text: str) -> float:
    """Return which share of the question's words occurs in a text, endings aside."""
    if not question.words:
        return 0.0
    there = {_stem(word) for word in content_words(text)}
    return sum(_stem(word) in there for word in question.words) / len(question.words)


def second_look(
    question: Question, candidates: Sequence[Candidate], recipe: Recipe
) -> list[float]:
    """Judge by how near a memory is, how far it stands out, whether the speaker asks of himself, and whether words agree."""
    known = [c.similarity for c in candidates if c.similarity is not None]
    span = recipe.usual - recipe.floor
    crowd = median(known) if len(known) >= _CROWD_LEAST else recipe.floor - span
    return [_confidence(question, one, crowd, recipe) for one in candidates]


def _confidence(
    question: Question, one: Candidate, crowd: float, recipe: Recipe
) -> float:
    shared = agreement(question, f"{one.memory.subject} {one.memory.text}")
    if one.similarity is None:
        return shared
    span = recipe.usual - recipe.floor
    near = (one.similarity - recipe.floor) / span
    apart = (one.similarity - crowd) / span
    return _squashed(
        2 * (near + 0.5 * apart + 1.67 * question.personal + 0.6 * shared - 1.2)
    )


def choose(
    question: Question,
    candidates: Iterable[Candidate],
    pinned: Iterable[Memory],
    *,
    audience: Audience,
    recipe: Recipe,
    now: datetime,
    look: SecondLook = second_look,
) -> list[Recalled]:
    """Return what is told in a turn, pins first, then what matters most; empty when nothing does."""
    chosen = {
        memory.rank: Recalled(memory=memory, score=1.0, why=Why.PINNED)
        for memory in list(pinned)[:PINNED_MOST]
        if may_hear(audience, memory, now)
    }
    seen = {
        one.memory.rank: one
        for one in candidates
        if one.memory.rank not in chosen and may_hear(audience, one.memory, now)
    }
    looked_at = list(seen.values())
    confidences = look(question, looked_at, recipe)
    kept = [
        Recalled(
            memory=one.memory,
            score=confidence,
            why=Why.WORDS if one.similarity is None else Why.MEANING,
        )
        for one, confidence in zip(looked_at, confidences, strict=True)
        if confidence >= KEPT_FROM
    ]
    kept.sort(key=lambda one: (-_weight(one, now), one.memory.rank))
    return [*chosen.values(), *kept][:MOST]


def about_person(
    memories: Iterable[Memory], *, audience: Audience, now: datetime
) -> list[Recalled]:
    """Return what is told to somebody who asks what is known: pins, then what was used and said last."""
    own = [
        Recalled(
            memory=memory, score=1.0, why=Why.PINNED if memory.pinned else Why.PERSON
        )
        for memory in memories
        if may_hear(audience, memory, now)
    ]
    own.sort(key=lambda one: (not one.memory.pinned, -_weight(one, now)))
    return own[:MOST_ABOUT_PERSON]


def _weight(one: Recalled, now: datetime) -> float:
    """Return the confidence, with a little for what is new and what was of use: it orders what is as near, and no more."""
    days = max((now - one.memory.valid_from).days, 0)
    return one.score + 0.03 * exp(-days / 90) + 0.01 * min(log1p(one.memory.uses), 3)


def _stem(word: str) -> str:
    return word[:5] if len(word) > 5 else word.rstrip("s")


def _squashed(x: float) -> float:
    return 1 / (1 + exp(-x))
