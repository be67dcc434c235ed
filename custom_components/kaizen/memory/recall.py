"""Which memories matter for a question, and who may hear them; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import exp, log1p
from typing import Final

from .embedding.recipes import Recipe
from .model import HOUSE, Category, Memory, Scope, person, room
from .recall_look import Candidate, SecondLook, agreement, second_look
from .recall_question import Question, read_question

__all__ = [
    "CANDIDATES",
    "FOR_GUESTS",
    "KEPT_FROM",
    "MOST",
    "MOST_ABOUT_PERSON",
    "PINNED_MOST",
    "Audience",
    "Candidate",
    "Question",
    "Recalled",
    "SecondLook",
    "Why",
    "about_person",
    "agreement",
    "choose",
    "may_hear",
    "read_question",
    "scopes_of",
    "second_look",
]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who speaks, and where."""

    user_id: str | None = None
    """None for a voice that nobody is logged in behind."""
    area_id: str | None = None
    guest: bool = False


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
