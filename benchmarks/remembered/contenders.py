"""What holds the vectors: in memory, in Chroma as Kaizen uses it, and in Chroma as it is used plainly."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, override

import aiohttp
import numpy as np

from custom_components.kaizen.memory.index import ChromaServer, Hit, VectorIndex
from custom_components.kaizen.memory.model import Scope
from custom_components.kaizen.memory.store import Entry, Vector

_DATABASE: Final = "/api/v2/tenants/default_tenant/databases/default_database"
_BATCH: Final = 500


class PlainChroma(VectorIndex):
    """One collection for all, with the scope in the metadata and a filter in every question."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        """Use a server."""
        self._session = session
        self._url = url
        self._server = ChromaServer(session, url)
        self._id = ""
        self._digests: dict[Scope, dict[int, int]] = {}

    async def _ask(self, what: str, body: Mapping[str, Any]) -> Any:
        async with self._session.post(
            f"{self._url}{_DATABASE}/collections/{self._id}/{what}", json=body
        ) as response:
            response.raise_for_status()
            return await response.json(content_type=None)

    @override
    async def open(self) -> None:
        self._id = (await self._server.create("plain", "")).id

    @override
    async def contents(self) -> Mapping[Scope, Mapping[int, int]]:
        return self._digests

    @override
    async def put(self, entries: Sequence[Entry]) -> None:
        for start in range(0, len(entries), _BATCH):
            batch = entries[start : start + _BATCH]
            await self._ask(
                "upsert",
                {
                    "ids": [str(entry.rank) for entry in batch],
                    "embeddings": [entry.vector.tolist() for entry in batch],
                    "metadatas": [{"scope": str(entry.scope)} for entry in batch],
                },
            )
            for entry in batch:
                self._digests.setdefault(entry.scope, {})[entry.rank] = entry.digest

    @override
    async def remove(self, ranks: Collection[int]) -> None:
        if ranks:
            await self._ask("delete", {"ids": [str(rank) for rank in ranks]})

    @override
    async def drop(self, scope: Scope) -> None:
        await self._ask("delete", {"where": {"scope": str(scope)}})

    @override
    async def search(
        self, vector: Vector, scopes: Collection[Scope], limit: int
    ) -> list[Hit]:
        answer = await self._ask(
            "query",
            {
                "query_embeddings": [np.asarray(vector, np.float32).tolist()],
                "n_results": limit,
                "where": {"scope": {"$in": [str(scope) for scope in scopes]}},
                "include": ["distances"],
            },
        )
        return [
            Hit(int(rank), 1 - distance)
            for rank, distance in zip(
                answer["ids"][0], answer["distances"][0], strict=True
            )
        ]

    @override
    async def close(self) -> None:
        """Leave the session to its owner."""


def resident(pid: int | str = "self") -> float:
    """Return the memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def on_disk(folder: Path) -> float:
    """Return what is in a folder, in MB."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6
