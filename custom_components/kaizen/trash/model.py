"""The trash: what agents and tools may do with things is in these types, and deleting is in none of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Change(StrEnum):
    """What happened to an item."""

    MOVED_IN = "move_in"
    KEPT = "keep"
    """A version of what is still there was kept."""
    RESTORED = "restore"
    ERASED = "erase"
    """By the owner, before its time."""
    EXPIRED = "expire"


class Reason(StrEnum):
    """Why something is in the trash."""

    REMOVED = "removed"
    """Somebody removed it."""
    CHANGED = "changed"
    """This is what it was before."""
    REPLACED = "replaced"
    """Something from the trash took its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A whole thing, as its kind wants it back."""

    label: str
    """What people call it; shown in lists."""
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TrashItem:
    """Something in the trash, without its content."""

    id: str
    kind: str
    key: str
    """What the kind calls it; kinds never give a key to something else later."""
    label: str
    actor: str
    """The id of a user, or what did it: `agent`, `home_assistant`."""
    reason: Reason
    deleted_at: datetime
    expires_at: datetime
    tainted: bool
    """A conversation that had read someone else's words did it, or the thing came from one."""
    size: int
    """Bytes of its content."""
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrashEvent:
    """Something that happened to items; says nothing of what is in them."""

    change: Change
    kind: str
    item_ids: tuple[str, ...]
    actor: str


type TrashListener = Callable[[TrashEvent], Awaitable[object]]
"""Told after things moved, but before they are erased: erasing does not happen if it raises."""


class TrashKind(Protocol):
    """A kind of thing that can be in the trash, registered by the part that owns such things.

    Each method returns when what it did survives a kill, unless `is_lazy`.
    """

    @property
    def name(self) -> str:
        """The kind, as it is stored."""

    @property
    def is_lazy(self) -> bool:
        """Whether changes reach the disk only later, so that the next start has to tell what came of them."""

    @property
    def has_versions(self) -> bool:
        """Whether a thing that is there may be replaced by one from the trash."""

    async def async_take(self, key: str) -> Payload:
        """Return a thing, and leave it where it is.

        Raises:
            TrashNotFoundError: There is no such thing.
        """

    async def async_let_go(self, key: str) -> None:
        """Remove a thing that is safe in the trash by now; nothing happens if it is gone already."""

    async def async_put_back(self, key: str, content: bytes) -> None:
        """Make it be there again, exactly as it was.

        Raises:
            TrashConflictError: Something else has taken its place.
        """

    async def async_exists(self, key: str) -> bool:
        """Return whether there is such a thing, outside the trash."""


class TrashBin(Protocol):
    """What agents, tools and automations get."""

    async def async_move_in(
        self, kind: str, key: str, *, actor: str, tainted: bool = False
    ) -> TrashItem:
        """Move a thing into the trash.

        Raises:
            TrashNotFoundError: There is no such thing.
            TrashUnavailableError: The trash cannot be written; the thing stays where it is.
        """

    async def async_keep(
        self, kind: str, key: str, *, actor: str, tainted: bool = False
    ) -> TrashItem:
        """Keep a version of a thing that is about to be changed.

        Raises:
            TrashNotFoundError: There is no such thing.
            TrashUnavailableError: The trash cannot be written.
        """

    async def async_list(
        self, *, kind: str | None = None, key: str | None = None, limit: int = 100
    ) -> list[TrashItem]:
        """Return what is in the trash, latest first.

        Raises:
            TrashUnavailableError: The trash cannot be read.
        """

    async def async_restore(self, item_id: str, *, actor: str) -> TrashItem:
        """Put a thing back; a version that is there now is kept.

        Raises:
            TrashNotFoundError: It is not in the trash.
            TrashConflictError: Something else has taken its place.
            TrashDamagedError: Its content is not what was put in.
            TrashUnavailableError: The trash cannot be written.
        """
