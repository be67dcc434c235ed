"""What learning reads and what it proposes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..model import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A person's own words in one turn: nothing of what was answered, recalled or read."""

    text: str
    at: datetime
    language: str = "en"
    speaker: str | None = None
    """User id; None for a voice nobody could name, and for a guest."""
    taint: frozenset[str] = frozenset()
    """Whose words had entered the conversation by the end of this turn."""
    private: bool = False
    """Said while nothing was to be learned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A finished conversation."""

    id: str
    turns: Sequence[Turn]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence of a person's that the gate let through."""

    text: str
    turn: Turn
    taint: frozenset[str]
    """Of this turn and all before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """Keep it beside what is known."""

    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Supersede:
    """Keep it in the place of what is known; both stay in the store."""

    draft: Draft
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """It is known."""

    id: str


type Decision = Add | Supersede | Ignore
