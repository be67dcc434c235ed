"""What the library is equipped with: what makes vectors, and where they are searched."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, override

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.requirements import RequirementsNotFound, async_process_requirements

from ..const import DOMAIN, LOGGER
from .embedding import (
    MINILM_REQUIREMENT,
    Embedder,
    EmbeddingFailure,
    MiniLmEmbedder,
    Recipe,
    ServerEmbedder,
    find_weights,
)
from .entry import FOLDER, store_path
from .index import (
    CHROMA_REQUIREMENT,
    ChromaIndex,
    ChromaServer,
    EmbeddedChroma,
    Space,
    VectorIndex,
)
from .servers import ModelServerError, ModelServers
from .settings import EmbeddingKind, IndexKind, MemorySettings, read_headers
from .store import Vector

QUESTION_PATIENCE: Final = 1.2
"""Seconds a question's vector may take: a turn then still has the time to look for words."""


class HastyEmbedder(Embedder):
    """An embedder that is not waited for when somebody is."""

    def __init__(self, inner: Embedder, patience: float = QUESTION_PATIENCE) -> None:
        """Wait at most `patience` seconds for the vector of a question."""
        self._inner = inner
        self._patience = patience

    @property
    @override
    def model(self) -> str:
        return self._inner.model

    @property
    @override
    def recipe(self) -> Recipe:
        return self._inner.recipe

    @override
    async def documents(self, texts: Sequence[str]) -> list[Vector]:
        return await self._inner.documents(texts)

    @override
    async def query(self, text: str) -> Vector:
        try:
            async with asyncio.timeout(self._patience):
                return await self._inner.query(text)
        except TimeoutError:
            raise EmbeddingFailure("A vector took too long") from None

    @override
    async def close(self) -> None:
        await self._inner.close()


class Embedders:
    """The embedders this house can have; each is made once and closed at the end."""

    def __init__(
        self, servers: ModelServers, settings: MemorySettings, weights: Path | None
    ) -> None:
        """Use `weights` of MiniLM where there are any."""
        self.weights = weights
        self._servers = servers
        self._settings = settings
        self._made: dict[str, Embedder] = {}

    def wanted(self, serving: str | None) -> Embedder | None:
        """Return what the settings ask for; `serving` stays while no server tells what it has."""
        match self._settings.embedding:
            case EmbeddingKind.WORDS:
                return None
            case EmbeddingKind.MINILM:
                return self._minilm()
            case EmbeddingKind.SERVER:
                return self._server(self._settings.embedding_model)
        known = self._servers.knows(self._settings.embedding_model)
        if known:
            return self._server(self._settings.embedding_model)
        if known is None and serving:
            return self.former(serving)
        return self._minilm()

    def former(self, name: str) -> Embedder | None:
        """Return the embedder whose vectors are stored under a name, if it can still be had."""
        minilm = self._minilm()
        if minilm and minilm.model == name:
            return minilm
        server = self._server(name.partition(" ")[0])
        return server if server.model == name else None

    async def close(self) -> None:
        """Close all of them."""
        for embedder in self._made.values():
            await embedder.close()

    def _server(self, model: str) -> Embedder:
        return self._keep(
            f"server {model}",
            lambda: ServerEmbedder(model, self._servers.embed, (ModelServerError,)),
        )

    def _minilm(self) -> Embedder | None:
        if (weights := self.weights) is None:
            return None
        return self._keep("minilm", lambda: MiniLmEmbedder(weights))

    def _keep(self, key: str, make: Callable[[], Embedder]) -> Embedder:
        if key not in self._made:
            self._made[key] = HastyEmbedder(make())
        return self._made[key]


async def async_weights(hass: HomeAssistant, settings: MemorySettings) -> Path | None:
    """Return where MiniLM's weights are; installed if the owner asked for them."""
    folder = store_path(hass).parent
    found = await hass.async_add_executor_job(find_weights, folder)
    if found is None and settings.embedding is EmbeddingKind.MINILM:
        await _async_install(hass, MINILM_REQUIREMENT)
        found = await hass.async_add_executor_job(find_weights, folder)
    return found


async def async_index_maker(
    hass: HomeAssistant, settings: MemorySettings, store_id: str
) -> Callable[[Space], VectorIndex | None]:
    """Return what makes the index that the settings ask for."""
    match settings.where:
        case IndexKind.CHROMA_HTTP if settings.chroma_url:
            session = async_get_clientsession(hass)
            headers = read_headers(settings.chroma_headers)
            url = settings.chroma_url
            return lambda space: ChromaIndex(
                ChromaServer(session, url, headers), store_id, space
            )
        case IndexKind.CHROMA_EMBEDDED:
            await _async_install(hass, CHROMA_REQUIREMENT)
            folder = Path(hass.config.path(FOLDER, "chroma"))
            return lambda space: ChromaIndex(EmbeddedChroma(folder), store_id, space)
    return lambda space: None


async def _async_install(hass: HomeAssistant, requirement: str) -> None:
    """Install what the owner asked for; without it, memory goes on with less and says so."""
    try:
        await async_process_requirements(hass, DOMAIN, [requirement], False)
    except RequirementsNotFound as err:
        LOGGER.warning("Memory goes on without %s: %s", requirement, err)
