"""A client of the Ollama HTTP API.

Unlike the published client it sends tool schemas and tool-call ids whole, has deadlines, and
fails only with `OllamaError`.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from typing import Any, Final, override

import aiohttp

from .address import normalise_url
from .errors import (
    BrokenStreamError,
    ModelNotFoundError,
    NotOllamaError,
    OllamaError,
    ServerError,
)
from .transport import Transport
from .wire import (
    MALFORMED,
    ChatChunk,
    InstalledModel,
    LoadedModel,
    ModelDetails,
    PullProgress,
    parse_chunk,
    parse_details,
    parse_installed,
    parse_loaded,
    parse_progress,
)

PULL_IDLE: Final = 1800.0
"""Seconds of silence allowed while a server fetches: it verifies large files without a word."""
EMBED_TIMEOUT: Final = 60.0
DRAIN_TIMEOUT: Final = 0.5


class OllamaClient:
    """One Ollama server.

    Every method raises `OllamaError`; no error and no representation tells the API key.
    """

    def __init__(
        self, session: aiohttp.ClientSession, url: str, api_key: str | None = None
    ) -> None:
        """Talk to the server at `url` through `session`, which stays the caller's.

        Raises:
            InvalidUrlError: `url` is no address of a server.
        """
        self.url = normalise_url(url)
        self._transport = Transport(session, self.url, api_key)
        self._described: dict[InstalledModel, InstalledModel] = {}

    @override
    def __repr__(self) -> str:
        return f"<OllamaClient {self.url}>"

    async def version(self) -> str:
        """Return the server's version, which only Ollama tells in this way."""
        version = (await self._transport.ask("/api/version")).get("version")
        if not isinstance(version, str):
            raise NotOllamaError("The server tells no version")
        return version

    async def installed(self) -> list[InstalledModel]:
        """Return the models on the server's disk.

        Older servers list them without what they can do and are asked for each, once.
        """
        answer = await self._transport.ask("/api/tags")
        models = _read(parse_installed, answer, NotOllamaError)
        self._described = {
            model: self._described.get(model) or await self._describe(model)
            for model in models
        }
        return list(self._described.values())

    async def _describe(self, model: InstalledModel) -> InstalledModel:
        if model.capabilities is not None:
            return model
        try:
            details = await self.show(model.name)
        except ModelNotFoundError, ServerError:
            return model
        return replace(
            model,
            capabilities=details.capabilities,
            context_length=details.context_length,
        )

    async def show(self, model: str) -> ModelDetails:
        """Return what a model can do."""
        answer = await self._transport.ask("/api/show", {"model": model}, model=model)
        return _read(parse_details, answer, NotOllamaError)

    async def loaded(self) -> list[LoadedModel]:
        """Return the models in the server's memory."""
        answer = await self._transport.ask("/api/ps")
        return _read(parse_loaded, answer, NotOllamaError)

    async def chat(
        self, body: Mapping[str, Any], *, first_token: float, idle: float
    ) -> AsyncGenerator[ChatChunk]:
        """Send `body` as it is and yield the answer as it is generated.

        The first line must come within `first_token` seconds, each later one within `idle`.
        Closing the generator closes the connection, which makes the server stop generating.

        Raises:
            BrokenStreamError: The answer ended before the server said it was done.
            StalledError: A line did not come in time.
        """
        lines = self._transport.stream(
            "/api/chat",
            {**body, "stream": True},
            first=first_token,
            idle=idle,
            model=body["model"],
        )
        async with aclosing(lines):
            async for line in lines:
                chunk = _read(parse_chunk, line, BrokenStreamError)
                yield chunk
                if chunk.done:
                    await _drain(lines)
                    return
        raise BrokenStreamError("The answer broke off")

    async def chat_once(self, body: Mapping[str, Any], *, timeout: float) -> ChatChunk:
        """Send `body` and return the whole answer, within `timeout` seconds."""
        answer = await self._transport.ask(
            "/api/chat",
            {**body, "stream": False},
            timeout=timeout,
            model=body["model"],
        )
        return _read(parse_chunk, answer, BrokenStreamError)

    async def pull(self, model: str) -> AsyncGenerator[PullProgress]:
        """Have the server fetch a model; yield its progress until it is there."""
        async for progress in self._progress("/api/pull", {"model": model}, model):
            yield progress

    async def create(
        self,
        name: str,
        *,
        base: str,
        system: str | None,
        parameters: Mapping[str, Any],
    ) -> AsyncGenerator[PullProgress]:
        """Have the server derive the model `name` from `base`, which it must have."""
        body: dict[str, Any] = {"model": name, "from": base}
        if system:
            body["system"] = system
        if parameters:
            body["parameters"] = dict(parameters)
        async for progress in self._progress("/api/create", body, base):
            yield progress

    async def embed(self, model: str, texts: Sequence[str]) -> list[list[float]]:
        """Return one vector per text."""
        answer = await self._transport.ask(
            "/api/embed",
            {"model": model, "input": list(texts)},
            timeout=EMBED_TIMEOUT,
            model=model,
        )
        vectors = answer.get("embeddings")
        if not isinstance(vectors, list) or len(vectors) != len(texts):
            raise BrokenStreamError(
                "The server did not answer with one vector per text"
            )
        return vectors

    async def _progress(
        self, path: str, body: Mapping[str, Any], model: str
    ) -> AsyncGenerator[PullProgress]:
        lines = self._transport.stream(
            path,
            {**body, "stream": True},
            first=PULL_IDLE,
            idle=PULL_IDLE,
            model=model,
        )
        status = ""
        async with aclosing(lines):
            async for line in lines:
                progress = _read(parse_progress, line, BrokenStreamError)
                status = progress.status
                yield progress
        if status != "success":
            raise BrokenStreamError("The server ended without success")


def _read[T](
    parse: Callable[[Mapping[str, Any]], T],
    answer: Mapping[str, Any],
    otherwise: type[OllamaError],
) -> T:
    try:
        return parse(answer)
    except MALFORMED:
        raise otherwise("The answer is not shaped as Ollama's") from None


async def _drain(lines: AsyncGenerator[dict[str, Any]]) -> None:
    """Read to the end of a finished answer, so that its connection can serve the next one."""
    with suppress(OllamaError, TimeoutError):
        async with asyncio.timeout(DRAIN_TIMEOUT):
            async for _ in lines:
                pass
