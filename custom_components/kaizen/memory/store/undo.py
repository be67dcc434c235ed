"""Taking back what was done."""

from dataclasses import dataclass
import json
import sqlite3
from typing import Final

from ..model import Act, Memory
from .errors import DuplicateError
from .rows import Columns, digest, to_number
from .writer import Writer

_LAST: Final = """
SELECT number FROM changes c WHERE actor = ? AND NOT undone AND EXISTS
    (SELECT 1 FROM versions v WHERE v.change = c.number AND v.act <> 'undone')
ORDER BY number DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What came of taking changes back."""

    memories: tuple[Memory, ...]
    """As they are now."""
    kept: tuple[str, ...]
    """Ids of what somebody has changed since, or cannot be twice, and was therefore left as it is."""


class Undoer(Writer):
    """A writer that can also take back."""

    def undo(self, *, actor: str, count: int = 1) -> Undone:
        """Take back the last changes of one actor that are not taken back yet.

        A new memory goes to the trash. Only what nobody has changed since is set back.
        """
        numbers = [
            row["number"] for row in self.connection.execute(_LAST, (actor, count))
        ]
        if not numbers:
            return Undone(memories=(), kept=())
        return self.undo_changes(numbers, actor=actor)

    def undo_changes(self, numbers: list[int], *, actor: str) -> Undone:
        """Take back changes by their numbers."""
        memories: dict[int, Memory] = {}
        kept: dict[int, str] = {}
        with self.change(actor):
            for number in sorted(numbers, reverse=True):
                for version in self._versions_of(number):
                    rank = version["memory"]
                    if (memory := self._take_back(version, actor)) is None:
                        kept[rank] = version["memory_id"]
                    else:
                        memories[rank] = memory
                self.connection.execute(
                    "UPDATE changes SET undone = 1 WHERE number = ?", (number,)
                )
        return Undone(memories=tuple(memories.values()), kept=tuple(kept.values()))

    def _versions_of(self, change: int) -> list[sqlite3.Row]:
        return self.connection.execute(
            "SELECT v.*, m.id AS memory_id FROM versions v JOIN memories m ON m.rank = v.memory"
            " JOIN changes c ON c.number = v.change"
            " WHERE v.change = ? AND NOT c.undone AND v.act <> 'undone' ORDER BY v.number DESC",
            (change,),
        ).fetchall()

    def _take_back(self, version: sqlite3.Row, actor: str) -> Memory | None:
        row = self._row(version["memory_id"])
        if version["act"] in (Act.ADDED, Act.IMPORTED):
            columns: Columns = {
                "deleted_at": row["deleted_at"] or to_number(self._clock()),
                "deleted_by": row["deleted_by"] or actor,
                "delete_reason": row["delete_reason"] or "undone",
            }
        else:
            before, after = json.loads(version["before"]), json.loads(version["after"])
            columns = {
                name: value
                for name, value in before.items()
                if row[name] == after[name]
            }
            if not columns:
                return None
            if "text" in columns:
                columns["digest"] = digest(columns["text"])
        try:
            return self._update(row, columns, Act.UNDONE)
        except DuplicateError:
            return None
