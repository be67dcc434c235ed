"""Erasing for good: the only place where something remembered is destroyed, for the owner alone.

Nothing that an agent, a tool or an automation can reach may import this module.
"""

from collections.abc import Iterable
import json
from typing import Final

from ..model import Memory
from .errors import StoreError
from .store import Store
from .undo import Undoer

# Versions of other memories name an erased one by its id only, which says nothing.
_TABLES: Final = (
    "DELETE FROM vectors WHERE memory IN (SELECT value FROM json_each(?))",
    "DELETE FROM versions WHERE memory IN (SELECT value FROM json_each(?))",
    "DELETE FROM uses WHERE memory IN (SELECT value FROM json_each(?))",
    "DELETE FROM memories WHERE rank IN (SELECT value FROM json_each(?))",
)


class StillReadError(StoreError):
    """Somebody reads the file, a backup perhaps: what was erased is still in its journal. Erase again."""


async def erase_for_good(store: Store, ids: Iterable[str]) -> list[Memory]:
    """Erase memories, see `erase`; the store's own reading stands still meanwhile."""
    wanted = list(ids)
    return await store.alone(lambda writer: erase(writer, wanted))


def erase(writer: Undoer, ids: Iterable[str]) -> list[Memory]:
    """Erase memories with their vectors, versions and uses, from the file and its journal; return what they were.

    No other connection of this process may be reading.

    Raises:
        StillReadError: The rows are gone, but a reader kept the journal from being emptied.
        UnknownMemoryError: One of them is not there; nothing was erased.
    """
    memories = [writer.get(one) for one in dict.fromkeys(ids)]
    ranks = json.dumps([memory.rank for memory in memories])
    with writer.transaction():
        for statement in _TABLES:
            writer.connection.execute(statement, (ranks,))
        writer.connection.execute(
            "DELETE FROM changes WHERE NOT EXISTS (SELECT 1 FROM versions WHERE change = changes.number)"
        )
        # The words of what remains, written anew.
        writer.connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
    writer.touched.update(memory.rank for memory in memories)
    scrub(writer)
    return memories


def scrub(writer: Undoer) -> None:
    """Write the file anew without what was deleted from it, and empty its journal.

    Raises:
        StillReadError: A reader kept the journal from being emptied.
    """
    if not writer.checkpoint():
        raise StillReadError("The journal could not be emptied")
    writer.connection.execute("VACUUM")
    if not writer.checkpoint():
        raise StillReadError("The journal could not be emptied")
