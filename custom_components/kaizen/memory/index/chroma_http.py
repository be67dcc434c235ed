"""Chroma's REST API, version 2, as far as an index needs it."""

from collections.abc import Mapping
from typing import Any, Final, override

import aiohttp

from ..store import Vector
from .chroma import CONFIGURATION, ChromaCalls, Collected
from .protocol import IndexDamaged, IndexFailure

TIMEOUT: Final = aiohttp.ClientTimeout(total=30, connect=5)
_DATABASE: Final = "/api/v2/tenants/default_tenant/databases/default_database"
_PAGE: Final = 1000


class ChromaServer(ChromaCalls):
    """A server that `chroma run` started; it has no login, a proxy before it may have one."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Talk to `url` through `session`, which stays the caller's; `headers` go with every request."""
        self._session = session
        self._url = url.rstrip("/")
        self._headers = dict(headers or {})

    @override
    async def open(self) -> None:
        heartbeat = await self._ask("GET", "/api/v2/heartbeat")
        if not isinstance(heartbeat, dict) or "nanosecond heartbeat" not in heartbeat:
            raise IndexFailure("The server is not Chroma")

    @override
    async def collections(self) -> list[Collected]:
        found: list[Collected] = []
        while page := await self._ask(
            "GET",
            f"{_DATABASE}/collections",
            query={"limit": _PAGE, "offset": len(found)},
        ):
            found += map(_collected, page)
            if len(page) < _PAGE:
                break
        return found

    @override
    async def create(self, name: str, scope: str) -> Collected:
        return _collected(
            await self._ask(
                "POST",
                f"{_DATABASE}/collections",
                {
                    "name": name,
                    "metadata": {"scope": scope},
                    "configuration": CONFIGURATION,
                    "get_or_create": True,
                },
            )
        )

    @override
    async def delete_collection(self, name: str) -> None:
        await self._ask("DELETE", f"{_DATABASE}/collections/{name}", missing=True)

    @override
    async def upsert(
        self, id: str, ids: list[str], vectors: list[Vector], digests: list[int]
    ) -> None:
        await self._ask(
            "POST",
            f"{_DATABASE}/collections/{id}/upsert",
            {
                "ids": ids,
                "embeddings": [vector.tolist() for vector in vectors],
                "metadatas": [{"digest": digest} for digest in digests],
            },
        )

    @override
    async def delete(self, id: str, ids: list[str]) -> None:
        await self._ask("POST", f"{_DATABASE}/collections/{id}/delete", {"ids": ids})

    @override
    async def page(
        self, id: str, offset: int, limit: int
    ) -> list[tuple[str, Mapping[str, object] | None]]:
        answer = await self._ask(
            "POST",
            f"{_DATABASE}/collections/{id}/get",
            {"offset": offset, "limit": limit, "include": ["metadatas"]},
        )
        return list(zip(answer["ids"], answer["metadatas"], strict=True))

    @override
    async def query(
        self, id: str, vector: Vector, limit: int
    ) -> list[tuple[str, float]]:
        answer = await self._ask(
            "POST",
            f"{_DATABASE}/collections/{id}/query",
            {
                "query_embeddings": [vector.tolist()],
                "n_results": limit,
                "include": ["distances"],
            },
        )
        return list(zip(answer["ids"][0], answer["distances"][0], strict=True))

    @override
    async def close(self) -> None:
        """Leave the session to its owner."""

    async def _ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, int] | None = None,
        missing: bool = False,
    ) -> Any:
        """Return the answer's JSON.

        Raises:
            IndexDamaged: What is asked for is not there, or not as it was made.
            IndexFailure: No answer, or none of Chroma's.
        """
        try:
            async with self._session.request(
                method,
                self._url + path,
                json=body,
                params=query,
                headers=self._headers,
                timeout=TIMEOUT,
            ) as response:
                if response.status == 404 and missing:
                    return None
                if response.status in (400, 404, 409):
                    raise IndexDamaged(f"Chroma answered {response.status}")
                if response.status >= 300:
                    raise IndexFailure(f"Chroma answered {response.status}")
                return await response.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, ValueError) as err:
            raise IndexFailure(f"Chroma did not answer: {type(err).__name__}") from None


def _collected(answer: Mapping[str, Any]) -> Collected:
    metadata = answer.get("metadata") or {}
    return Collected(answer["id"], answer["name"], metadata.get("scope"))
