"""Keeps an index in step with the store, and answers without it when it is not."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from enum import StrEnum
import logging
from typing import Final

import numpy as np

from ..model import Scope
from ..store import (
    Fingerprint,
    Store,
    Vector,
    digests,
    entries,
    entries_of,
    fingerprints,
)
from .builtin import BuiltinIndex
from .protocol import Hit, IndexDamaged, IndexFailure, Space, VectorIndex

_LOGGER = logging.getLogger(__name__)

_ROUNDS: Final = 5
"""How often an index is compared before it is given up: what is stored meanwhile makes it differ again."""
_BATCH: Final = 500


class Health(StrEnum):
    """How an index is."""

    READY = "ready"
    REBUILDING = "rebuilding"
    FAILING = "failing"
    """It does not answer; the one in memory answers instead."""


class IndexKeeper:
    """The index of one space: the one in memory, or another with the one in memory in reserve."""

    def __init__(
        self, store: Store, space: Space, remote: VectorIndex | None = None
    ) -> None:
        """Keep `remote`, which is closed with the keeper; without one all is kept in memory."""
        self.space = space
        self.health = Health.REBUILDING
        self.on_health: Callable[[Health], None] | None = None
        self._store = store
        self._remote = remote
        self._builtin: BuiltinIndex | None = None
        self._busy = asyncio.Lock()

    async def search(
        self, vector: Vector, scopes: Collection[Scope], limit: int
    ) -> list[Hit]:
        """Return the nearest memories; never fails, however the remote index is."""
        if self._remote and self.health is Health.READY:
            try:
                return await self._remote.search(vector, scopes, limit)
            except IndexFailure as err:
                self._failed(err)
        return await (await self._exact()).search(vector, scopes, limit)

    async def follow(self, ranks: Collection[int]) -> None:
        """Bring what has changed in the store into the indexes."""
        model = self.space.model
        async with self._busy:
            current = await self._store.read(
                lambda reader: entries_of(reader, model, list(ranks))
            )
            gone = set(ranks) - {entry.rank for entry in current}
            if self._builtin:
                await self._builtin.remove(gone)
                await self._builtin.put(current)
            if self._remote and self.health is Health.READY:
                try:
                    await self._remote.remove(gone)
                    await self._remote.put(current)
                except IndexFailure as err:
                    self._failed(err)

    async def mend(self) -> bool:
        """Compare the index with the store, bring it into step, and say whether it is; every failure is only told by `health`.

        The one in memory answers meanwhile.
        """
        if self._remote is None:
            await self._exact()
            self._is(Health.READY)
            return True
        try:
            await self._remote.open()
            for _ in range(_ROUNDS):
                if await self._compare(self._remote):
                    return True
        except IndexFailure as err:
            self._failed(err)
            return False
        self._failed(IndexFailure("The index does not come into step"))
        return False

    async def drop(self, scopes: Collection[Scope]) -> None:
        """Throw away and make anew what the index keeps of some scopes, so that nothing erased stays in it.

        Raises:
            IndexFailure: It could not be thrown away.
        """
        if self._remote is None:
            return
        async with self._busy:
            self._is(Health.REBUILDING)
            try:
                for scope in scopes:
                    await self._remote.drop(scope)
            except IndexFailure as err:
                self._failed(err)
                raise
        await self.mend()

    async def discard(self) -> None:
        """Throw away what the other index keeps on disk, as far as it answers, and close."""
        with suppress(IndexFailure):
            if self._remote:
                await self._remote.open()
                for scope in await self._remote.contents():
                    await self._remote.drop(scope)
        await self.close()

    async def close(self) -> None:
        """Close the indexes."""
        if self._builtin:
            await self._builtin.close()
        if self._remote:
            await self._remote.close()

    async def _exact(self) -> BuiltinIndex:
        """Return the index in memory, filled from the store if it is not there."""
        async with self._busy:
            if self._builtin is None:
                builtin = BuiltinIndex(self.space)
                await self._fill(builtin, None)
                self._builtin = builtin
            return self._builtin

    async def _fill(self, index: VectorIndex, scope: Scope | None) -> None:
        after, model = 0, self.space.model
        while batch := await self._store.read(
            lambda reader, after=after: entries(  # type: ignore[misc]
                reader, model, after=after, scope=scope
            )
        ):
            await index.put(batch)
            after = batch[-1].rank

    async def _compare(self, remote: VectorIndex) -> bool:
        """Bring `remote` one step nearer; return whether it was in step before."""
        model = self.space.model
        try:
            found = await remote.contents()
        except IndexDamaged:
            await self._throw_away(remote)
            return False
        async with self._busy:
            wanted = await self._store.read(lambda reader: fingerprints(reader, model))
            if _fingerprints(found) == wanted:
                await self._in_step()
                return True
        self._is(Health.REBUILDING)
        for scope in found.keys() | wanted.keys():
            try:
                await self._repair(remote, scope, found.get(scope, {}))
            except IndexDamaged:
                await remote.drop(scope)
                await self._fill(remote, scope)
        # Chroma takes in what was put when it is first asked: seconds that no turn shall wait.
        probe = np.ones(self.space.dimension, np.float32)
        await remote.search(probe, wanted.keys(), 1)
        return False

    async def _repair(
        self, remote: VectorIndex, scope: Scope, found: Mapping[int, int]
    ) -> None:
        model = self.space.model
        wanted = await self._store.read(lambda reader: digests(reader, model, scope))
        await remote.remove(found.keys() - wanted.keys())
        lacking = [rank for rank in wanted if found.get(rank) != wanted[rank]]
        for start in range(0, len(lacking), _BATCH):
            batch = lacking[start : start + _BATCH]
            await remote.put(
                await self._store.read(
                    lambda reader, batch=batch: entries_of(reader, model, batch)  # type: ignore[misc]
                )
            )

    async def _throw_away(self, remote: VectorIndex) -> None:
        model = self.space.model
        for scope in await self._store.read(lambda reader: fingerprints(reader, model)):
            await remote.drop(scope)

    async def _in_step(self) -> None:
        if self._builtin:
            await self._builtin.close()
            self._builtin = None
        self._is(Health.READY)

    def _failed(self, err: IndexFailure) -> None:
        if self.health is not Health.FAILING:
            _LOGGER.warning("The memory index is not used until it is mended: %s", err)
        self._is(Health.FAILING)

    def _is(self, health: Health) -> None:
        if health is not self.health:
            self.health = health
            if self.on_health:
                self.on_health(health)


def _fingerprints(
    found: Mapping[Scope, Mapping[int, int]],
) -> dict[Scope, Fingerprint]:
    return {
        scope: Fingerprint(len(digests), sum(digests.values()))
        for scope, digests in found.items()
        if digests
    }
