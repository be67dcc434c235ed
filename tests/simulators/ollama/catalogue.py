"""The routes about models: tags, show, ps, pull, create, delete, embed."""

from collections.abc import Mapping
import json
from typing import Any, Final

from aiohttp import web

from .clock import Clock
from .engine import Engine
from .models import Library, ModelCard, full_name
from .request import keep_alive
from .tokens import tokenize
from .vectors import embed
from .wire import ENTRY, Lines, WireError, respond

_PULL_STEPS: Final = 4
"""Lines of progress for the weights."""


class Catalogue:
    """Answers everything but chats."""

    def __init__(self, library: Library, engine: Engine, clock: Clock) -> None:
        """Share the server's parts."""
        self._library = library
        self._engine = engine
        self._clock = clock
        self._since = clock.timestamp()

    async def tags(self, request: web.Request) -> web.StreamResponse:
        """GET /api/tags: the models on disk."""
        models = [
            {
                "name": card.name,
                "model": card.name,
                "modified_at": self._since,
                "size": card.size,
                "digest": card.digest,
                "details": {
                    **card.details,
                    "context_length": card.context_length,
                    "embedding_length": card.embedding_length,
                },
                "capabilities": list(card.capabilities),
            }
            for card in self._library.installed
        ]
        return await respond(request, {"models": models})

    async def loaded(self, request: web.Request) -> web.StreamResponse:
        """GET /api/ps: the models in memory."""
        models = [
            {
                "name": runner.card.name,
                "model": runner.card.name,
                "size": runner.size,
                "digest": runner.card.digest,
                "details": runner.card.details,
                "expires_at": self._clock.timestamp(runner.expires_at),
                "size_vram": runner.size_vram,
                "context_length": runner.context_length,
            }
            for runner in self._engine.loaded
        ]
        return await respond(request, {"models": models})

    async def show(self, request: web.Request) -> web.StreamResponse:
        """POST /api/show: one model's facts."""
        body = request[ENTRY].body
        if not (name := body.get("model") or body.get("name")):
            raise WireError(400, "model is required")
        card = self._find(name)
        rendered = {"renderer": card.renderer, "parser": card.renderer}
        return await respond(
            request,
            {
                "modelfile": _modelfile(card),
                "parameters": _parameters(card),
                "template": "{{ .Prompt }}",
                **({"system": card.system} if card.system else {}),
                **(rendered if "tools" in card.capabilities else {}),
                "details": card.details,
                "model_info": {
                    "general.architecture": card.family,
                    f"{card.family}.context_length": card.context_length,
                    f"{card.family}.embedding_length": card.embedding_length,
                },
                "capabilities": list(card.capabilities),
                "modified_at": self._since,
            },
        )

    async def embed(self, request: web.Request) -> web.StreamResponse:
        """POST /api/embed: vectors of unit length."""
        body = request[ENTRY].body
        texts = body.get("input") or []
        texts = [texts] if isinstance(texts, str) else texts
        if not isinstance(texts, list) or not all(isinstance(t, str) for t in texts):
            raise WireError(400, "invalid input type")
        name = body.get("model", "")
        if (card := self._library.find(name)) is None:
            raise WireError(404, f'model "{name}" not found, try pulling it first')
        if "embedding" not in card.capabilities:
            raise WireError(400, f'"{name}" does not support embeddings')
        runner, request[ENTRY].load = self._engine.load(card, body, keep_alive(body))
        self._engine.finished(runner)
        size = int(body.get("dimensions") or card.embedding_length)
        vectors = [embed(text, size) for text in texts]
        counted = sum(len(tokenize(text)) for text in texts)
        request[ENTRY].prompt_tokens = request[ENTRY].evaluated_tokens = counted
        return await respond(
            request,
            {"model": name, "embeddings": vectors, "prompt_eval_count": counted},
        )

    async def pull(self, request: web.Request) -> web.StreamResponse:
        """POST /api/pull: progress line by line, then the model is there."""
        body = request[ENTRY].body
        name = body.get("model") or body.get("name")
        if not name:
            raise WireError(400, "invalid model name")
        card = self._library.in_registry(name)
        progress: list[dict[str, Any]] = [{"status": "pulling manifest"}]
        if card is None:
            failed = "pull model manifest: file does not exist"
            return await self._progress(request, progress, failed)
        digest = f"sha256:{card.digest}"
        layer = {"status": f"pulling {card.digest[:12]}", "digest": digest}
        progress.append({**layer, "total": card.size})
        progress += [
            {**layer, "total": card.size, "completed": card.size * step // _PULL_STEPS}
            for step in range(1, _PULL_STEPS + 1)
        ]
        progress += [
            {"status": status}
            for status in ("verifying sha256 digest", "writing manifest")
        ]
        return await self._progress(request, progress, adds=card)

    async def create(self, request: web.Request) -> web.StreamResponse:
        """POST /api/create: a model from another one's weights."""
        body = request[ENTRY].body
        name, base_name = body.get("model") or body.get("name"), body.get("from")
        if not name:
            raise WireError(400, "invalid model name")
        if not base_name:
            raise WireError(400, "neither 'from' or 'files' was specified")
        base = self._library.find(base_name) or self._library.in_registry(base_name)
        if base is None:
            failed = "pull model manifest: file does not exist"
            return await self._progress(
                request, [{"status": "pulling manifest"}], failed
            )
        card = self._library.derive(
            name, base, body.get("system"), body.get("parameters") or {}
        )
        layer = {"status": f"using existing layer sha256:{base.digest}"}
        return await self._progress(
            request, [layer, {"status": "writing manifest"}], adds=card
        )

    async def delete(self, request: web.Request) -> web.StreamResponse:
        """DELETE /api/delete."""
        body = request[ENTRY].body
        name = body.get("model") or body.get("name") or ""
        card = self._find(name)
        self._library.remove(name)
        self._engine.unload(card)
        return web.Response()

    async def _progress(
        self,
        request: web.Request,
        progress: list[dict[str, Any]],
        failed: str | None = None,
        *,
        adds: ModelCard | None = None,
    ) -> web.StreamResponse:
        """Send progress; the model is there once the last line has gone out."""
        streams = request[ENTRY].body.get("stream") is not False
        if failed and not streams:
            raise WireError(500, failed)
        if streams:
            lines = Lines(request)
            for line in progress:
                if not await lines.send(line):
                    return lines.response
        if adds is not None:
            self._library.add(adds)
        end = {"error": failed} if failed else {"status": "success"}
        if not streams:
            return await respond(request, end)
        await lines.send(end, last=True)
        return lines.response

    def _find(self, name: str) -> ModelCard:
        if (card := self._library.find(name)) is None:
            raise WireError(
                404, f"model '{full_name(name).removesuffix(':latest')}' not found"
            )
        return card


def _parameters(card: ModelCard) -> str:
    return "\n".join(
        f"{name:<30} {json.dumps(value)}" for name, value in _flat(card.parameters)
    )


def _modelfile(card: ModelCard) -> str:
    lines = [f"FROM {card.weights}"]
    if card.system:
        lines.append(f'SYSTEM """{card.system}"""')
    lines += [f"PARAMETER {name} {value}" for name, value in _flat(card.parameters)]
    return "\n".join(lines) + "\n"


def _flat(parameters: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (name, value)
        for name, values in parameters.items()
        for value in (values if isinstance(values, list) else [values])
    ]
