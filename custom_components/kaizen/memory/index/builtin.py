"""Exact search in memory: one matrix per scope, and nothing but numpy."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, override

import numpy as np
import numpy.typing as npt

from ..model import Scope
from ..store import Entry, Vector
from ..worker import Worker
from .protocol import Hit, IndexDamaged, Space, VectorIndex, best

_ROWS_LEAST: Final = 64


class _Block:
    """The entries of one scope; a matrix that doubles when it is full."""

    def __init__(self, dimension: int) -> None:
        self.row_of: dict[int, int] = {}
        self.digests: dict[int, int] = {}
        self._ranks: npt.NDArray[np.int64] = np.empty(_ROWS_LEAST, np.int64)
        self._vectors: Vector = np.empty((_ROWS_LEAST, dimension), np.float32)

    def reserve(self, more: int) -> None:
        """Make room, once for many."""
        needed = len(self.row_of) + more
        size = len(self._ranks)
        if needed > size:
            size = max(needed, 2 * size)
            self._ranks = _grown(self._ranks, size, len(self.row_of))
            self._vectors = _grown(self._vectors, size, len(self.row_of))

    def put(self, entry: Entry) -> None:
        """Add or replace."""
        row = self.row_of.setdefault(entry.rank, len(self.row_of))
        self._ranks[row] = entry.rank
        self._vectors[row] = entry.vector
        self.digests[entry.rank] = entry.digest

    def remove(self, rank: int) -> None:
        """Take out, and let the last row fill the gap."""
        row = self.row_of.pop(rank)
        del self.digests[rank]
        last = len(self.row_of)
        if row != last:
            moved = int(self._ranks[last])
            self._ranks[row], self._vectors[row] = moved, self._vectors[last]
            self.row_of[moved] = row
        self._vectors[last] = 0

    def search(self, vector: Vector, limit: int) -> list[Hit]:
        """Return the nearest, in no order."""
        count = len(self.row_of)
        # Not `@`: its threads wait for each other by spinning, which costs tens of milliseconds on a busy machine.
        scores = np.vecdot(self._vectors[:count], vector)
        rows = np.arange(count)
        if count > limit:
            # Everything as near as the last of the best: ties are broken by rank.
            least = np.partition(scores, count - limit)[count - limit]
            rows = np.flatnonzero(scores >= least)
        return [Hit(int(self._ranks[row]), float(scores[row])) for row in rows]


class BuiltinIndex(VectorIndex):
    """Works everywhere; empty whenever it is made. What takes time runs in a thread of its own."""

    def __init__(self, space: Space) -> None:
        """Index vectors of one space."""
        self._dimension = space.dimension
        self._blocks: dict[Scope, _Block] = {}
        self._scope_of: dict[int, Scope] = {}
        self._worker = Worker("kaizen-memory-index")

    @override
    async def open(self) -> None:
        """Do nothing."""

    @override
    async def contents(self) -> Mapping[Scope, Mapping[int, int]]:
        return await self._worker.run(self._contents)

    def _contents(self) -> Mapping[Scope, Mapping[int, int]]:
        return {
            scope: dict(block.digests)
            for scope, block in self._blocks.items()
            if block.digests
        }

    @override
    async def put(self, entries: Sequence[Entry]) -> None:
        await self._worker.run(self._put, entries)

    def _put(self, entries: Sequence[Entry]) -> None:
        wrong = {len(entry.vector) for entry in entries} - {self._dimension}
        if wrong:
            raise IndexDamaged(f"Vectors of {wrong} numbers, not {self._dimension}")
        groups: dict[Scope, list[Entry]] = {}
        for entry in entries:
            if self._scope_of.get(entry.rank, entry.scope) != entry.scope:
                self._remove([entry.rank])
            groups.setdefault(entry.scope, []).append(entry)
        for scope, group in groups.items():
            block = self._blocks.setdefault(scope, _Block(self._dimension))
            block.reserve(len(group))
            for entry in group:
                block.put(entry)
                self._scope_of[entry.rank] = scope

    @override
    async def remove(self, ranks: Collection[int]) -> None:
        await self._worker.run(self._remove, ranks)

    def _remove(self, ranks: Collection[int]) -> None:
        for rank in ranks:
            if scope := self._scope_of.pop(rank, None):
                self._blocks[scope].remove(rank)

    @override
    async def drop(self, scope: Scope) -> None:
        await self._worker.run(self._drop, scope)

    def _drop(self, scope: Scope) -> None:
        if block := self._blocks.pop(scope, None):
            for rank in block.row_of:
                del self._scope_of[rank]

    @override
    async def search(
        self, vector: Vector, scopes: Collection[Scope], limit: int
    ) -> list[Hit]:
        return await self._worker.run(self._search, vector, scopes, limit)

    def _search(
        self, vector: Vector, scopes: Collection[Scope], limit: int
    ) -> list[Hit]:
        unit = np.asarray(vector, np.float32)
        unit = unit / np.linalg.norm(unit)
        blocks = [self._blocks[scope] for scope in set(scopes) if scope in self._blocks]
        found = [hit for block in blocks for hit in block.search(unit, limit)]
        return best(found, limit)

    @override
    async def close(self) -> None:
        await self._worker.close()


def _grown[T: np.generic](
    array: npt.NDArray[T], size: int, count: int
) -> npt.NDArray[T]:
    larger = np.empty((size, *array.shape[1:]), array.dtype)
    larger[:count] = array[:count]
    return larger
