"""Chroma in this process: for those who asked for it, where it can be installed at all."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final, override

import numpy as np

from ..store import Vector
from ..worker import Worker
from .chroma import CONFIGURATION, ChromaCalls, Collected
from .protocol import IndexDamaged, IndexFailure

REQUIREMENT: Final = "chromadb==1.5.9"
"""Never in the manifest: there are no wheels of it for Alpine, which Home Assistant OS is built on."""


class EmbeddedChroma(ChromaCalls):
    """Chroma's own library, imported when it is opened and used in one thread.

    No other process may use the same folder: Chroma loses rows then.
    """

    def __init__(self, folder: Path) -> None:
        """Keep everything below `folder`."""
        self._folder = folder
        self._worker = Worker("kaizen-memory-chroma")
        self._client: Any = None
        self._known: dict[str, Any] = {}
        self._refused: tuple[type[Exception], ...] = (ValueError, TypeError, KeyError)
        self._failed: tuple[type[Exception], ...] = (RuntimeError, OSError)

    @override
    async def open(self) -> None:
        if self._client is None:
            self._client = await self._run(self._open)

    def _open(self) -> Any:
        try:
            chromadb: Any = import_module("chromadb")
            import_module("chromadb.errors")
        except ImportError:
            raise IndexFailure("Chroma is not installed") from None
        errors = chromadb.errors
        self._refused += (
            errors.NotFoundError,
            errors.InvalidDimensionException,
            errors.InvalidArgumentError,
        )
        self._failed += (errors.ChromaError,)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return chromadb.PersistentClient(
            str(self._folder), settings=chromadb.Settings(anonymized_telemetry=False)
        )

    @override
    async def collections(self) -> list[Collected]:
        return await self._run(
            lambda: [
                self._collected(found) for found in self._client.list_collections()
            ]
        )

    @override
    async def create(self, name: str, scope: str) -> Collected:
        return await self._run(
            lambda: self._collected(
                self._client.get_or_create_collection(
                    name,
                    metadata={"scope": scope},
                    configuration=dict(CONFIGURATION),
                    embedding_function=None,
                )
            )
        )

    @override
    async def delete_collection(self, name: str) -> None:
        names = [found.name for found in await self.collections()]
        if name in names:
            await self._run(lambda: self._client.delete_collection(name))

    @override
    async def upsert(
        self, id: str, ids: list[str], vectors: list[Vector], digests: list[int]
    ) -> None:
        await self._run(
            lambda: self._known[id].upsert(
                ids=ids,
                embeddings=np.stack(vectors),
                metadatas=[{"digest": digest} for digest in digests],
            )
        )

    @override
    async def delete(self, id: str, ids: list[str]) -> None:
        await self._run(lambda: self._known[id].delete(ids=ids))

    @override
    async def page(
        self, id: str, offset: int, limit: int
    ) -> list[tuple[str, Mapping[str, object] | None]]:
        answer = await self._run(
            lambda: self._known[id].get(
                offset=offset, limit=limit, include=["metadatas"]
            )
        )
        return list(zip(answer["ids"], answer["metadatas"], strict=True))

    @override
    async def query(
        self, id: str, vector: Vector, limit: int
    ) -> list[tuple[str, float]]:
        answer = await self._run(
            lambda: self._known[id].query(
                query_embeddings=[vector], n_results=limit, include=["distances"]
            )
        )
        return list(zip(answer["ids"][0], answer["distances"][0], strict=True))

    @override
    async def close(self) -> None:
        if self._client is not None:
            await self._run(self._client.close)
            self._client = None
        await self._worker.close()

    def _collected(self, found: Any) -> Collected:
        self._known[str(found.id)] = found
        return Collected(str(found.id), found.name, (found.metadata or {}).get("scope"))

    async def _run[T](self, work: Callable[[], T]) -> T:
        def guarded() -> T:
            try:
                return work()
            except self._refused as err:
                raise IndexDamaged(f"Chroma refused: {type(err).__name__}") from None
            except self._failed as err:
                raise IndexFailure(f"Chroma failed: {type(err).__name__}") from None

        return await self._worker.run(guarded)
