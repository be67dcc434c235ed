"""Where the trash lies: one SQLite file that only its owner can read; nothing here deletes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
import os
from pathlib import Path
import sqlite3
from threading import Lock
from typing import Any, Final

from .model import Payload, Reason, TrashItem

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS items (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    deleted_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    tainted INTEGER NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    state TEXT NOT NULL,
    payload BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS items_of_key ON items (kind, key, deleted_at);
"""
_PRAGMAS: Final = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")
_COLUMNS: Final = (
    "id, kind, key, label, actor, reason, deleted_at, expires_at, tainted, size, sha256"
)
# With rowid, items of one instant keep their order.
_LIST: Final = f"""
SELECT {_COLUMNS} FROM items
WHERE state IN ('moving', 'kept') AND kind = coalesce(:kind, kind) AND key = coalesce(:key, key)
ORDER BY deleted_at DESC, rowid DESC LIMIT :limit
"""  # noqa: S608
_ONE: Final = f"SELECT {_COLUMNS}, state, payload FROM items WHERE id = ?"  # noqa: S608
_UNSETTLED: Final = f"""
SELECT {_COLUMNS}, state FROM items WHERE state IN ('moving', 'returning') ORDER BY rowid
"""  # noqa: S608
_PUT: Final = """
INSERT INTO items VALUES (
    :id, :kind, :key, :label, :actor, :reason, :deleted_at, :expires_at, :tainted, :size, :sha256, :state, :payload
)
"""
_SUPERSEDE: Final = """
UPDATE items SET state = 'returned' WHERE kind = ? AND key = ? AND state = 'returning'
"""


class State(StrEnum):
    """Where a thing is, as far as the trash knows."""

    MOVING = "moving"
    """Whole in the trash; not known to be gone from where it was."""
    KEPT = "kept"
    RETURNING = "returning"
    """Still whole in the trash; not known to be back."""
    RETURNED = "returned"
    """Back where it belongs: the row is of the past, and goes with the next clean-up."""


class TrashStore:
    """Rows of the trash; for many threads, one at a time.

    Raises:
        sqlite3.Error, OSError: From every method: the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        """Keep rows in a file that is opened when it is needed."""
        self._path = path
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Enter alone; what is done is kept when it is left without an error."""
        with self._lock:
            connection = self._open()
            with connection:
                yield connection

    def put(self, item: TrashItem, content: bytes, state: State) -> None:
        """Add an item; what was on its way back under the same key is there no longer."""
        with self.transaction() as connection:
            connection.execute(_SUPERSEDE, (item.kind, item.key))
            connection.execute(_PUT, _row(item, content, state))

    def set_state(self, item_id: str, state: State) -> None:
        """Note where a thing is now."""
        with self.transaction() as connection:
            sql = "UPDATE items SET state = ? WHERE id = ?"
            connection.execute(sql, (state.value, item_id))

    def find(self, item_id: str) -> tuple[TrashItem, State, bytes] | None:
        """Return an item with its content."""
        with self.transaction() as connection:
            row = connection.execute(_ONE, (item_id,)).fetchone()
        return row and (_item(row), State(row["state"]), row["payload"])

    def items(self, kind: str | None, key: str | None, limit: int) -> list[TrashItem]:
        """Return what is in the trash, latest first."""
        with self.transaction() as connection:
            asked = {"kind": kind, "key": key, "limit": limit}
            return [_item(row) for row in connection.execute(_LIST, asked)]

    def unsettled(self) -> list[tuple[TrashItem, State]]:
        """Return what is on its way, in the order in which it set out; makes no file if there is none."""
        if not self._path.exists():
            return []
        with self.transaction() as connection:
            rows = connection.execute(_UNSETTLED).fetchall()
        return [(_item(row), State(row["state"])) for row in rows]

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
            self._path.chmod(0o600)
            connection = sqlite3.connect(self._path, check_same_thread=False)
            connection.row_factory = sqlite3.Row
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            connection.executescript(_SCHEMA)
            self._connection = connection
        return self._connection


def describe(
    item_id: str, kind: str, key: str, payload: Payload, **about: Any
) -> TrashItem:
    """Return the item that stands for a payload."""
    return TrashItem(
        id=item_id,
        kind=kind,
        key=key,
        label=payload.label[:200],
        size=len(payload.content),
        sha256=sha256(payload.content).hexdigest(),
        **about,
    )


def _row(item: TrashItem, content: bytes, state: State) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind,
        "key": item.key,
        "label": item.label,
        "actor": item.actor,
        "reason": item.reason.value,
        "deleted_at": item.deleted_at.timestamp(),
        "expires_at": item.expires_at.timestamp(),
        "tainted": item.tainted,
        "size": item.size,
        "sha256": item.sha256,
        "state": state.value,
        "payload": content,
    }


def _item(row: sqlite3.Row) -> TrashItem:
    values = {key: row[key] for key in _COLUMNS.split(", ")}
    return TrashItem(
        **values
        | {
            "reason": Reason(row["reason"]),
            "deleted_at": datetime.fromtimestamp(row["deleted_at"], UTC),
            "expires_at": datetime.fromtimestamp(row["expires_at"], UTC),
            "tainted": bool(row["tainted"]),
        }
    )
