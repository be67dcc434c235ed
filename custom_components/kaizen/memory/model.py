"""The words of memory: what a memory is, whom it belongs to, and where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Final, override

TEXT_MOST: Final = 1000
"""Characters of a memory."""
UTTERANCE_MOST: Final = 1000
"""Characters kept of the words a memory was learned from."""


class ScopeKind(StrEnum):
    """Whose a memory is."""

    PERSON = "person"
    ROOM = "room"
    HOUSE = "house"
    UNKNOWN = "unknown"
    """Said by a voice nobody could name: kept for review, told to no one."""


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """One person, one room, the house, or a voice without a name."""

    kind: ScopeKind
    id: str = ""
    """A person's user id, a room's area id; empty for the house and the unknown voice."""

    @override
    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else str(self.kind)

    @classmethod
    def parse(cls, text: str) -> Scope:
        """Return the scope that `str` wrote.

        Raises:
            ValueError: No scope is written like this.
        """
        kind, _, name = text.partition(":")
        return cls(ScopeKind(kind), name)


HOUSE: Final = Scope(ScopeKind.HOUSE)
UNKNOWN_VOICE: Final = Scope(ScopeKind.UNKNOWN)


def person(user_id: str) -> Scope:
    """Return a person's scope."""
    return Scope(ScopeKind.PERSON, user_id)


def room(area_id: str) -> Scope:
    """Return a room's scope."""
    return Scope(ScopeKind.ROOM, area_id)


class Category(StrEnum):
    """What kind of fact it is."""

    PREFERENCE = "preference"
    BIOGRAPHY = "biography"
    RELATION = "relation"
    """People and animals around the person."""
    DATE = "date"
    ROUTINE = "routine"
    HEALTH = "health"
    BELONGING = "belonging"
    """Things, and where they are."""
    HOUSE = "house"
    """How something in the house works: what a guest may know, too."""
    OTHER = "other"


class Channel(StrEnum):
    """How a memory came in."""

    TYPED = "typed"
    SPOKEN = "spoken"
    LEARNED = "learned"
    """A model read it out of a conversation."""
    TOOL = "tool"
    ACTION = "action"
    IMPORTED = "imported"


class Trust(IntEnum):
    """How far the words are known to be a person's of this house."""

    UNKNOWN = 0
    IMPORTED = 1
    LEARNED = 2
    SPOKEN = 3
    TYPED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a memory came from."""

    channel: Channel
    at: datetime
    speaker: str | None = None
    """User id of who said it."""
    conversation_id: str | None = None
    utterance: str | None = None
    """The words it was learned from."""
    source: str | None = None
    """The model that read it, or the program it was imported from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A memory that is not stored yet."""

    text: str
    scope: Scope
    provenance: Provenance
    subject: str = ""
    """Whom or what it is about, in words; empty when that is the scope itself."""
    category: Category = Category.OTHER
    trust: Trust = Trust.TYPED
    taint: frozenset[str] = frozenset()
    """Whose words had entered the conversation beside the person's own."""
    pinned: bool = False
    """Told in every turn of those who may hear it."""
    pending: bool = False
    """Waits for a person's yes and is told to no one."""
    expires_at: datetime | None = None
    valid_from: datetime | None = None
    """Since when it is true; None means since it was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """Why a memory is in the trash."""

    at: datetime
    actor: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """A stored memory; times carry their zone."""

    id: str
    rank: int
    """Number of arrival: never given twice, kept through trash and restore, the key in every index."""
    text: str
    subject: str
    scope: Scope
    category: Category
    provenance: Provenance
    trust: Trust
    taint: frozenset[str]
    pinned: bool
    pending: bool
    expires_at: datetime | None
    valid_from: datetime
    superseded_by: str | None
    """Id of the memory that took its place."""
    uses: int
    last_used: datetime | None
    created_at: datetime
    updated_at: datetime
    deletion: Deletion | None

    @property
    def is_live(self) -> bool:
        """Return whether it may be told, its expiry aside."""
        return self.deletion is None and self.superseded_by is None and not self.pending


class Act(StrEnum):
    """What was done to a memory."""

    ADDED = "added"
    IMPORTED = "imported"
    EDITED = "edited"
    SUPERSEDED = "superseded"
    TRASHED = "trashed"
    RESTORED = "restored"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One change of one memory; all that was changed in one go shares `change`."""

    number: int
    change: int
    memory_id: str
    act: Act
    actor: str
    at: datetime
    before: Mapping[str, object] = field(default_factory=dict)
    """Stored fields that changed, as they were."""
    after: Mapping[str, object] = field(default_factory=dict)
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A memory that was put into a request to a model."""

    memory_id: str
    conversation_id: str
    turn: str
    at: datetime
    score: float
