"""What changes the store: every change is one transaction and one version; nothing is destroyed here."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
import json
import sqlite3
from typing import Final, Unpack
from uuid import uuid7

from ..model import Act, Draft, Memory, Use
from .errors import DuplicateError, UnknownMemoryError
from .reader import Reader
from .rows import Changes, Columns, changed_columns, draft_columns, to_memory, to_number

USES_MOST: Final = 5000
"""Uses that are remembered; the oldest go first."""
KAIZEN: Final = "kaizen"
"""The actor of what nobody asked for: expiry."""

_INSERT: Final = """
INSERT INTO memories (id, text, digest, subject, scope, category, channel, said_at, speaker, conversation, utterance,
    source, trust, taint, pinned, pending, expires_at, valid_from, superseded_by, created_at, updated_at)
VALUES (:id, :text, :digest, :subject, :scope, :category, :channel, :said_at, :speaker, :conversation, :utterance,
    :source, :trust, :taint, :pinned, :pending, :expires_at, :valid_from, :superseded_by, :created_at, :updated_at)
"""
_UPDATE: Final = """
UPDATE memories SET text = :text, digest = :digest, subject = :subject, scope = :scope, category = :category,
    trust = :trust, taint = :taint, pinned = :pinned, pending = :pending, expires_at = :expires_at,
    valid_from = :valid_from, superseded_by = :superseded_by, updated_at = :updated_at, deleted_at = :deleted_at,
    deleted_by = :deleted_by, delete_reason = :delete_reason
WHERE rank = :rank
"""
_NOT_KEPT: Final = frozenset({"digest", "updated_at"})
"""Columns that follow from others and are in no version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A memory that was to be stored."""

    memory: Memory
    known: bool
    """The same words were known already: nothing was stored."""


class Writer(Reader):
    """Reads and writes through the store's one writing connection."""

    def __init__(
        self, connection: sqlite3.Connection, clock: Callable[[], datetime]
    ) -> None:
        """Write through `connection`; `clock` tells the time, with its zone."""
        super().__init__(connection)
        self._clock = clock
        self._change: int | None = None
        self.touched: set[int] = set()
        """Ranks of what was changed; whoever keeps an index empties it."""

    @contextmanager
    def change(self, actor: str) -> Iterator[int]:
        """Do several things in one transaction that is undone as a whole; yield the change's number."""
        if self._change is not None:
            yield self._change
            return
        with self.transaction():
            number = self.connection.execute(
                "INSERT INTO changes (actor, at) VALUES (?, ?)",
                (actor, to_number(self._clock())),
            ).lastrowid
            assert number
            self._change = number
            try:
                yield number
            finally:
                self._change = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit at the end, or leave everything as it was."""
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise
        try:
            self.connection.execute("COMMIT")
        except sqlite3.Error:
            self.connection.execute("ROLLBACK")
            raise

    def add(
        self,
        draft: Draft,
        *,
        actor: str,
        act: Act = Act.ADDED,
        id: str | None = None,
        superseded_by: str | None = None,
    ) -> Added:
        """Store a memory unless its words are known in its scope; what waited for a yes is confirmed by one that does not.

        `id` and `superseded_by` are those of a memory that comes back from an export.

        Raises:
            InvalidMemoryError: The text is empty or too long.
        """
        columns = draft_columns(draft, self._clock())
        with self.change(actor):
            known = self.find(id) if id else None
            if known is None and superseded_by is None:
                known = self.same(columns["text"], draft.scope)
            if known:
                if known.pending and not draft.pending and act is Act.ADDED:
                    known = self.edit(known.id, actor=actor, pending=False)
                return Added(memory=known, known=True)
            columns |= {"id": id or uuid7().hex, "superseded_by": superseded_by}
            memory = self._insert(columns, act)
        return Added(memory=memory, known=False)

    def supersede(self, ids: Sequence[str], draft: Draft, *, actor: str) -> Added:
        """Let a new memory take the place of older ones, which are kept.

        Raises:
            InvalidMemoryError: The text is empty or too long.
            UnknownMemoryError: One of the older ones is not there, or in the trash.
        """
        with self.change(actor):
            if known := self.same(draft.text, draft.scope):
                added = Added(memory=known, known=True)
            else:
                new_id = uuid7().hex
                self._mark(ids, new_id)
                return self.add(draft, actor=actor, id=new_id)
            self._mark([one for one in ids if one != known.id], known.id)
        return added

    def edit(self, id: str, *, actor: str, **changes: Unpack[Changes]) -> Memory:
        """Change a memory in its place.

        Raises:
            DuplicateError: Its new words are known in its scope.
            InvalidMemoryError: The text is empty or too long.
            UnknownMemoryError: There is none, or it is in the trash.
        """
        with self.change(actor):
            return self._update(self._present(id), changed_columns(changes), Act.EDITED)

    def trash(self, ids: Iterable[str], *, actor: str, reason: str) -> list[Memory]:
        """Put memories into the trash; what is there already stays as it is.

        Raises:
            UnknownMemoryError: One of them is not there.
        """
        with self.change(actor):
            gone: Columns = {
                "deleted_at": to_number(self._clock()),
                "deleted_by": actor,
                "delete_reason": reason,
            }
            rows = [self._row(one) for one in dict.fromkeys(ids)]
            return [
                self._update(row, gone, Act.TRASHED)
                for row in rows
                if row["deleted_at"] is None
            ]

    def restore(self, ids: Iterable[str], *, actor: str) -> list[Memory]:
        """Take memories out of the trash, whole: same id, same rank, same vectors.

        Raises:
            DuplicateError: The same words have been stored anew.
            UnknownMemoryError: One of them is not there.
        """
        with self.change(actor):
            back: Columns = dict.fromkeys(("deleted_at", "deleted_by", "delete_reason"))
            rows = [self._row(one) for one in dict.fromkeys(ids)]
            return [
                self._update(row, back, Act.RESTORED)
                for row in rows
                if row["deleted_at"] is not None
            ]

    def trash_expired(self) -> list[Memory]:
        """Put what has expired into the trash."""
        ids = [
            row["id"]
            for row in self.connection.execute(
                "SELECT id FROM memories WHERE expires_at <= ? AND deleted_at IS NULL",
                (to_number(self._clock()),),
            )
        ]
        return self.trash(ids, actor=KAIZEN, reason="expired") if ids else []

    def record_uses(self, uses: Iterable[Use]) -> None:
        """Note which memories were put into a request; ids that are not there any more are passed over."""
        with self.transaction():
            for use in uses:
                noted = self.connection.execute(
                    "INSERT INTO uses (memory, conversation, turn, at, score)"
                    " SELECT rank, ?, ?, ?, ? FROM memories WHERE id = ?",
                    (
                        use.conversation_id,
                        use.turn,
                        to_number(use.at),
                        use.score,
                        use.memory_id,
                    ),
                )
                if noted.rowcount:
                    self.connection.execute(
                        "UPDATE memories SET uses = uses + 1, last_used = ? WHERE id = ?",
                        (to_number(use.at), use.memory_id),
                    )
            self.connection.execute(
                "DELETE FROM uses WHERE number <= (SELECT max(number) FROM uses) - ?",
                (USES_MOST,),
            )

    def set_setting(self, name: str, value: str) -> None:
        """Store a word of the store's own."""
        with self.transaction():
            self.connection.execute(
                "INSERT INTO settings VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2",
                (name, value),
            )

    def checkpoint(self) -> bool:
        """Bring everything into the one file, as a backup needs it; False when a reader was in the way."""
        (busy, *_) = self.connection.execute(
            "PRAGMA wal_checkpoint(TRUNCATE)"
        ).fetchone()
        return not busy

    def _insert(self, columns: Columns, act: Act) -> Memory:
        rank = self.connection.execute(_INSERT, columns).lastrowid
        assert rank
        self._note(rank, act, {}, {})
        return self.ranked([rank])[rank]

    def _mark(self, ids: Iterable[str], by: str) -> None:
        for one in dict.fromkeys(ids):
            self._update(self._present(one), {"superseded_by": by}, Act.SUPERSEDED)

    def _present(self, id: str) -> sqlite3.Row:
        row = self._row(id)
        if row["deleted_at"] is not None:
            raise UnknownMemoryError(id)
        return row

    def _update(self, row: sqlite3.Row, columns: Columns, act: Act) -> Memory:
        old = dict(row)
        changed = {name: new for name, new in columns.items() if old[name] != new}
        if not changed:
            return to_memory(row)
        new_row = old | changed | {"updated_at": to_number(self._clock())}
        try:
            self.connection.execute(_UPDATE, new_row)
        except sqlite3.IntegrityError:
            memory = to_memory(new_row)
            known = self.same(memory.text, memory.scope)
            raise DuplicateError(known.id if known else memory.id) from None
        if "text" in changed:
            self.connection.execute(
                "DELETE FROM vectors WHERE memory = ?", (row["rank"],)
            )
        kept = changed.keys() - _NOT_KEPT
        self._note(
            row["rank"],
            act,
            {name: old[name] for name in kept},
            {name: changed[name] for name in kept},
        )
        return to_memory(new_row)

    def _note(self, rank: int, act: Act, before: Columns, after: Columns) -> None:
        assert self._change is not None
        self.touched.add(rank)
        self.connection.execute(
            "INSERT INTO versions (change, memory, act, before, after) VALUES (?, ?, ?, ?, ?)",
            (self._change, rank, act, json.dumps(before), json.dumps(after)),
        )
