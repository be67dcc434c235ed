"""The only place where anything is erased: by the owner, or when its time has come."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
import sqlite3
from typing import Final

from .bin import Run, Trash, unavailable_if_broken
from .model import Change, TrashEvent
from .store import TrashStore

VERSIONS_KEPT: Final = 3
"""So many versions of a thing that still exists stay, however old."""
_SETTLED: Final = "SELECT id FROM items WHERE state = 'returned'"
_EXPIRED: Final = """
SELECT id, kind, key, position FROM (
    SELECT id, kind, key, state, expires_at,
        row_number() OVER (PARTITION BY kind, key ORDER BY deleted_at DESC, rowid DESC) AS position
    FROM items WHERE state IN ('moving', 'kept')
) WHERE expires_at <= ?
"""
_KINDS: Final = "SELECT kind FROM items WHERE id = ? AND state IN ('moving', 'kept')"
_ERASE: Final = "DELETE FROM items WHERE id = ?"


class Eraser:
    """Erases for good: the bytes are gone from the files."""

    def __init__(self, trash: Trash, store: TrashStore, run: Run) -> None:
        """Erase from a store, which is used in threads."""
        self._trash = trash
        self._store = store
        self._run = run

    async def async_erase(self, item_ids: Iterable[str], *, actor: str) -> int:
        """Erase items, and return how many there were.

        Raises:
            TrashUnavailableError: The trash cannot be written.
            Exception: A listener does not let it happen.
        """
        with unavailable_if_broken():
            wanted = dict.fromkeys(item_ids)
            found: Mapping[str, str] = await self._run(self._kinds, wanted)
            await self._announce(Change.ERASED, found, actor)
            await self._run(self._erase, list(found))
        return len(found)

    async def async_expire(self, now: datetime) -> Mapping[str, int]:
        """Erase what has had its time, and what went back; return how many of each kind had their time.

        Raises:
            TrashUnavailableError: The trash cannot be written.
            Exception: A listener does not let it happen.
        """
        with unavailable_if_broken():
            settled, expired = await self._run(self._due, now)
            found = {
                id_: kind
                for id_, kind, key, position in expired
                if position > VERSIONS_KEPT
                or not await self._trash.async_exists(kind, key)
            }
            await self._announce(Change.EXPIRED, found, "retention")
            await self._run(self._erase, [*settled, *found])
        return Counter(found.values())

    async def _announce(
        self, change: Change, found: Mapping[str, str], actor: str
    ) -> None:
        for kind in sorted(set(found.values())):
            ids = tuple(id_ for id_, its_kind in found.items() if its_kind == kind)
            event = TrashEvent(change=change, kind=kind, item_ids=ids, actor=actor)
            await self._trash.async_announce(event)

    def _kinds(self, item_ids: Iterable[str]) -> dict[str, str]:
        with self._store.transaction() as connection:
            rows = {id_: connection.execute(_KINDS, (id_,)) for id_ in item_ids}
            found = {id_: row.fetchone() for id_, row in rows.items()}
        return {id_: row["kind"] for id_, row in found.items() if row is not None}

    def _due(self, now: datetime) -> tuple[list[str], list[tuple[str, str, str, int]]]:
        with self._store.transaction() as connection:
            settled = [row["id"] for row in connection.execute(_SETTLED)]
            rows = connection.execute(_EXPIRED, (now.timestamp(),))
            return settled, [tuple(row) for row in rows]

    def _erase(self, item_ids: Iterable[str]) -> None:
        with self._store.transaction() as connection:
            connection.executemany(_ERASE, [(id_,) for id_ in item_ids])
        with self._store.transaction() as connection:
            _empty_log(connection)


def _empty_log(connection: sqlite3.Connection) -> None:
    """Move everything from the write-ahead log to the file and empty it: it holds old bytes too.

    Raises:
        sqlite3.OperationalError: Somebody is reading the file.
    """
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise sqlite3.OperationalError("the write-ahead log is in use")
