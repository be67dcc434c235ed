"""What Chroma is used for: one collection per scope, named after the store, the scope, the model and its dimension."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
import hashlib
import re
from typing import Final, Protocol, override

import numpy as np

from ..model import Scope
from ..store import Entry, Vector
from .protocol import Hit, IndexDamaged, Space, VectorIndex, best

BATCH: Final = 500
"""Entries in one request; Chroma takes at most 5,461."""
PAGE: Final = 1000
CONFIGURATION: Final[Mapping[str, object]] = {"hnsw": {"space": "cosine"}}
_DIGEST: Final = "digest"


@dataclass(frozen=True, slots=True)
class Collected:
    """A collection, as Chroma describes it."""

    id: str
    name: str
    scope: str | None
    """What Kaizen noted in it when it made it."""


class ChromaCalls(Protocol):
    """Chroma, over HTTP or in this process. All methods raise `IndexFailure`."""

    async def open(self) -> None:
        """Make sure that it is there and is one that can be talked to."""

    async def collections(self) -> list[Collected]:
        """Return all collections."""

    async def create(self, name: str, scope: str) -> Collected:
        """Make a collection, or return the one of that name."""

    async def delete_collection(self, name: str) -> None:
        """Delete a collection; one that is not there is passed over."""

    async def upsert(
        self, id: str, ids: list[str], vectors: list[Vector], digests: list[int]
    ) -> None:
        """Add entries or replace them."""

    async def delete(self, id: str, ids: list[str]) -> None:
        """Delete entries; those that are not there are passed over."""

    async def page(
        self, id: str, offset: int, limit: int
    ) -> list[tuple[str, Mapping[str, object] | None]]:
        """Return ids and metadata of some entries."""

    async def query(
        self, id: str, vector: Vector, limit: int
    ) -> list[tuple[str, float]]:
        """Return the ids and cosine distances of the nearest entries."""

    async def close(self) -> None:
        """Let go."""


class ChromaIndex(VectorIndex):
    """An index in Chroma. Only numbers go there: no word of what is remembered leaves the store."""

    def __init__(self, calls: ChromaCalls, store_id: str, space: Space) -> None:
        """Use the collections of one store in one space; those of others are not touched."""
        self._calls = calls
        self._prefix = f"kaizen-{store_id}-"
        self._suffix = f"-{_slug(space.model)}-{space.dimension}"
        self._collections: dict[Scope, Collected] = {}
        self._scope_of: dict[int, Scope] = {}

    @override
    async def open(self) -> None:
        await self._calls.open()
        await self._look()

    async def _look(self) -> None:
        self._collections = {}
        for found in await self._calls.collections():
            if found.name.startswith(self._prefix) and found.name.endswith(
                self._suffix
            ):
                scope = _scope(found)
                if scope is None or self._name(scope) != found.name:
                    await self._calls.delete_collection(found.name)
                else:
                    self._collections[scope] = found

    @override
    async def contents(self) -> Mapping[Scope, Mapping[int, int]]:
        await self._look()
        found = {scope: await self._listed(scope) for scope in self._collections}
        self._scope_of = {
            rank: scope for scope, digests in found.items() for rank in digests
        }
        return {scope: digests for scope, digests in found.items() if digests}

    async def _listed(self, scope: Scope) -> dict[int, int]:
        digests: dict[int, int] = {}
        offset = 0
        while page := await self._calls.page(self._collections[scope].id, offset, PAGE):
            offset += len(page)
            for name, metadata in page:
                digest = (metadata or {}).get(_DIGEST)
                if not name.isdecimal() or not isinstance(digest, int):
                    raise IndexDamaged("A collection holds what is not Kaizen's")
                digests[int(name)] = digest
        return digests

    @override
    async def put(self, entries: Sequence[Entry]) -> None:
        groups: dict[Scope, list[Entry]] = {}
        for entry in entries:
            groups.setdefault(entry.scope, []).append(entry)
        await self.remove(
            [e.rank for e in entries if self._scope_of.get(e.rank, e.scope) != e.scope]
        )
        for scope, group in groups.items():
            collection = await self._collection(scope)
            for start in range(0, len(group), BATCH):
                batch = group[start : start + BATCH]
                await self._calls.upsert(
                    collection.id,
                    [str(entry.rank) for entry in batch],
                    [entry.vector for entry in batch],
                    [entry.digest for entry in batch],
                )
                self._scope_of |= dict.fromkeys((e.rank for e in batch), scope)

    async def _collection(self, scope: Scope) -> Collected:
        if scope not in self._collections:
            made = await self._calls.create(self._name(scope), str(scope))
            self._collections[scope] = made
        return self._collections[scope]

    @override
    async def remove(self, ranks: Collection[int]) -> None:
        groups: dict[Scope, list[str]] = {}
        for rank in ranks:
            if scope := self._scope_of.pop(rank, None):
                groups.setdefault(scope, []).append(str(rank))
        for scope, ids in groups.items():
            for start in range(0, len(ids), BATCH):
                await self._calls.delete(
                    self._collections[scope].id, ids[start : start + BATCH]
                )

    @override
    async def drop(self, scope: Scope) -> None:
        self._collections.pop(scope, None)
        self._scope_of = {r: s for r, s in self._scope_of.items() if s != scope}
        await self._calls.delete_collection(self._name(scope))

    @override
    async def search(
        self, vector: Vector, scopes: Collection[Scope], limit: int
    ) -> list[Hit]:
        unit = np.asarray(vector, np.float32)
        found: list[Hit] = []
        for scope in set(scopes) & self._collections.keys():
            near = await self._calls.query(self._collections[scope].id, unit, limit)
            found += [Hit(int(rank), 1 - distance) for rank, distance in near]
        return best(found, limit)

    @override
    async def close(self) -> None:
        await self._calls.close()

    def _name(self, scope: Scope) -> str:
        """Return the collection's name; ids of people and rooms are not shown in it."""
        hidden = hashlib.sha256(str(scope).encode()).hexdigest()[:16]
        return f"{self._prefix}{scope.kind}-{hidden}{self._suffix}"


def _scope(found: Collected) -> Scope | None:
    try:
        return Scope.parse(found.scope or "")
    except ValueError:
        return None


def _slug(model: str) -> str:
    """Return a model's name as Chroma lets collections be named, and no two the same."""
    mark = hashlib.sha256(model.encode()).hexdigest()[:6]
    return f"{re.sub(r'[^a-z0-9._]+', '_', model.lower())[:100]}_{mark}"
