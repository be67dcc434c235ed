"""What can be asked of the store; everything here runs in the store's threads."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
import json
import re
import sqlite3
from typing import Any, Final

from ..model import Category, Memory, Scope, Use, Version
from ..words import content_words
from .errors import UnknownMemoryError
from .rows import digest, to_memory, to_number, to_time, to_version

PAGE_MOST: Final = 500


class State(StrEnum):
    """What can be browsed."""

    LIVE = "live"
    PENDING = "pending"
    SUPERSEDED = "superseded"
    TRASH = "trash"


_BROWSE: Final = """
SELECT * FROM memories WHERE rank < :before AND state = :state
    AND (:scopes IS NULL OR scope IN (SELECT value FROM json_each(:scopes)))
    AND (:categories IS NULL OR category IN (SELECT value FROM json_each(:categories)))
    AND (:pinned IS NULL OR pinned = :pinned)
    AND (:match IS NULL OR rank IN (SELECT rowid FROM words WHERE words MATCH :match))
ORDER BY rank DESC LIMIT :limit
"""
_BY_WORDS: Final = """
SELECT m.*, -bm25(words) AS score FROM words JOIN memories m ON m.rank = words.rowid
WHERE words MATCH :match AND m.state = 'live' AND (m.expires_at IS NULL OR m.expires_at > :now)
    AND m.scope IN (SELECT value FROM json_each(:scopes))
ORDER BY bm25(words), m.rank LIMIT :limit
"""
_PINNED: Final = """
SELECT * FROM memories WHERE pinned AND state = 'live' AND (expires_at IS NULL OR expires_at > :now)
    AND scope IN (SELECT value FROM json_each(:scopes))
ORDER BY rank DESC LIMIT :limit
"""
_VERSIONS: Final = (
    "SELECT v.*, c.actor, c.at, c.undone, m.id AS memory_id FROM versions v"
    " JOIN changes c ON c.number = v.change JOIN memories m ON m.rank = v.memory"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which memories a page shows."""

    state: State = State.LIVE
    scopes: Iterable[Scope] | None = None
    categories: Iterable[Category] | None = None
    pinned: bool | None = None
    text: str = ""
    """Words, or beginnings of words, that all occur."""


class Reader:
    """Reads through one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Read through `connection`, which stays the caller's."""
        self.connection = connection

    def get(self, id: str) -> Memory:
        """Return a memory, whatever its state.

        Raises:
            UnknownMemoryError: There is none.
        """
        return to_memory(self._row(id))

    def find(self, id: str) -> Memory | None:
        """Return a memory, whatever its state; None when there is none."""
        try:
            return self.get(id)
        except UnknownMemoryError:
            return None

    def ranked(self, ranks: Iterable[int]) -> dict[int, Memory]:
        """Return memories by rank, whatever their state; unknown ranks are left out."""
        rows = self.connection.execute(
            "SELECT * FROM memories WHERE rank IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ranks)),),
        )
        return {row["rank"]: to_memory(row) for row in rows}

    def browse(
        self,
        filter: Filter | None = None,
        *,
        limit: int = 50,
        before: int | None = None,
    ) -> list[Memory]:
        """Return a page, newest first; `before` is the rank of the last one on the page before."""
        wanted = filter or Filter()
        rows = self.connection.execute(
            _BROWSE,
            {
                "state": wanted.state,
                "scopes": _json(wanted.scopes),
                "categories": _json(wanted.categories),
                "pinned": wanted.pinned,
                "match": _beginnings(wanted.text),
                "before": 1 << 62 if before is None else before,
                "limit": min(limit, PAGE_MOST),
            },
        )
        return [to_memory(row) for row in rows]

    def counts(self) -> dict[tuple[Scope, State], int]:
        """Return how many memories there are."""
        rows = self.connection.execute(
            "SELECT scope, state, count(*) AS n FROM memories GROUP BY 1, 2"
        )
        return {(Scope.parse(r["scope"]), State(r["state"])): r["n"] for r in rows}

    def by_words(
        self, question: str, scopes: Iterable[Scope], *, now: datetime, limit: int
    ) -> list[tuple[Memory, float]]:
        """Return live memories that share words with a question, with how well they fit (BM25), best first."""
        words = content_words(question)
        if not words:
            return []
        rows = self.connection.execute(
            _BY_WORDS,
            {
                "match": " OR ".join(_quoted(word) for word in words),
                "scopes": _json(scopes),
                "now": to_number(now),
                "limit": limit,
            },
        )
        return [(to_memory(row), row["score"]) for row in rows]

    def pinned(
        self, scopes: Iterable[Scope], *, now: datetime, limit: int
    ) -> list[Memory]:
        """Return live memories that are told in every turn, newest first."""
        rows = self.connection.execute(
            _PINNED, {"scopes": _json(scopes), "now": to_number(now), "limit": limit}
        )
        return [to_memory(row) for row in rows]

    def same(self, text: str, scope: Scope) -> Memory | None:
        """Return the memory with the same words in the same scope that is not in the trash or superseded."""
        row = self.connection.execute(
            "SELECT * FROM memories WHERE scope = ? AND digest = ?"
            " AND deleted_at IS NULL AND superseded_by IS NULL",
            (str(scope), digest(text)),
        ).fetchone()
        return to_memory(row) if row else None

    def versions(self, id: str) -> list[Version]:
        """Return what was done to a memory, oldest first."""
        rows = self.connection.execute(_VERSIONS + " WHERE m.id = ? ORDER BY 1", (id,))
        return [to_version(row) for row in rows]

    def history(self, *, actor: str | None = None, limit: int = 50) -> list[Version]:
        """Return what was done last, newest first."""
        rows = self.connection.execute(
            _VERSIONS
            + " WHERE :actor IS NULL OR c.actor = :actor ORDER BY v.number DESC LIMIT :limit",
            {"actor": actor, "limit": min(limit, PAGE_MOST)},
        )
        return [to_version(row) for row in rows]

    def uses(self, conversation_id: str) -> list[Use]:
        """Return which memories were put into a conversation's requests, in order."""
        rows = self.connection.execute(
            "SELECT u.*, m.id FROM uses u JOIN memories m ON m.rank = u.memory"
            " WHERE u.conversation = ? ORDER BY u.number",
            (conversation_id,),
        )
        return [
            Use(
                memory_id=row["id"],
                conversation_id=row["conversation"],
                turn=row["turn"],
                at=to_time(row["at"]),
                score=row["score"],
            )
            for row in rows
        ]

    def everything(self) -> Iterator[Memory]:
        """Yield every memory in order of arrival, whatever its state."""
        rank = 0
        while rows := self.connection.execute(
            "SELECT * FROM memories WHERE rank > ? ORDER BY rank LIMIT ?",
            (rank, PAGE_MOST),
        ).fetchall():
            yield from map(to_memory, rows)
            rank = rows[-1]["rank"]

    def setting(self, name: str) -> str | None:
        """Return what `set_setting` stored."""
        row = self.connection.execute(
            "SELECT value FROM settings WHERE name = ?", (name,)
        ).fetchone()
        return row and str(row["value"])

    def problems(self) -> list[str]:
        """Return what is wrong with the file; empty when it is whole. Reads all of it."""
        found = [
            str(row[0]) for row in self.connection.execute("PRAGMA integrity_check(10)")
        ]
        found += [
            f"{row['table']} refers to a row of {row['parent']} that is not there"
            for row in self.connection.execute("PRAGMA foreign_key_check")
        ]
        return [problem for problem in found if problem != "ok"]

    def _row(self, id: str) -> sqlite3.Row:
        row: sqlite3.Row | None = self.connection.execute(
            "SELECT * FROM memories WHERE id = ?", (id,)
        ).fetchone()
        if row is None:
            raise UnknownMemoryError(id)
        return row


def _json(values: Iterable[Any] | None) -> str | None:
    return None if values is None else json.dumps([str(value) for value in values])


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _beginnings(text: str) -> str | None:
    words: Sequence[str] = re.findall(r"\w+", text)
    return " ".join(f"{_quoted(word)}*" for word in words) or None
