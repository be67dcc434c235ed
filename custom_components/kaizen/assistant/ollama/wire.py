"""Ollama's messages: what its JSON means to Kaizen.

Field names are those of `api/types.go` of the Ollama server, 0.33. On JSON of another shape the
parsers raise one of `MALFORMED`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import orjson

MALFORMED: Final = (TypeError, ValueError, KeyError, AttributeError)
NANOSECOND: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledModel:
    """A model on the server's disk."""

    name: str
    size: int
    """Bytes on disk, close to what the weights take in memory."""
    digest: str = ""
    family: str = ""
    parameter_size: str = ""
    quantization: str = ""
    capabilities: frozenset[str] | None = None
    """As in `ModelDetails`; None when the server does not tell."""
    context_length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDetails:
    """What a model can do."""

    capabilities: frozenset[str] = frozenset()
    """Of completion, tools, thinking, vision, embedding, insert."""
    context_length: int | None = None
    """Tokens the model was trained to read; None when unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedModel:
    """A model in the server's memory."""

    name: str
    size: int
    """Bytes in all memories."""
    size_vram: int
    """Bytes of it in the memory of a GPU."""
    context_length: int | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """A tool the model wants to be called."""

    id: str | None = None
    name: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one request cost: counts in tokens, durations in seconds."""

    prompt_tokens: int = 0
    """Cached ones included."""
    output_tokens: int = 0
    load: float = 0.0
    prompt: float = 0.0
    output: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatChunk:
    """One line of a streamed answer, or all of an unstreamed one."""

    content: str = ""
    thinking: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    done: bool = False
    done_reason: str | None = None
    usage: Usage | None = None
    logprobs: tuple[dict[str, Any], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PullProgress:
    """A step of fetching or creating a model; bytes are of the layer `digest`."""

    status: str
    digest: str | None = None
    completed: int = 0
    total: int = 0


def full_name(model: str) -> str:
    """Return a model's name with the tag Ollama assumes when it has none."""
    return model if ":" in model.rpartition("/")[2] else f"{model}:latest"


def parse_chunk(line: Mapping[str, Any]) -> ChatChunk:
    """Read a line of `/api/chat`."""
    message = line.get("message") or {}
    calls = message.get("tool_calls")
    done = bool(line.get("done"))
    logprobs = line.get("logprobs")
    return ChatChunk(
        content=message.get("content") or "",
        thinking=message.get("thinking") or "",
        tool_calls=tuple(map(_tool_call, calls)) if calls else (),
        done=done,
        done_reason=line.get("done_reason") if done else None,
        usage=_usage(line) if done else None,
        logprobs=tuple(logprobs) if logprobs else None,
    )


def _tool_call(call: Mapping[str, Any]) -> ToolCall:
    function = call["function"]
    arguments = function.get("arguments") or {}
    if isinstance(arguments, str):
        arguments = orjson.loads(arguments)
    return ToolCall(
        id=call.get("id") or None, name=function["name"], arguments=dict(arguments)
    )


def _usage(line: Mapping[str, Any]) -> Usage:
    return Usage(
        prompt_tokens=line.get("prompt_eval_count") or 0,
        output_tokens=line.get("eval_count") or 0,
        load=(line.get("load_duration") or 0) * NANOSECOND,
        prompt=(line.get("prompt_eval_duration") or 0) * NANOSECOND,
        output=(line.get("eval_duration") or 0) * NANOSECOND,
    )


def parse_installed(answer: Mapping[str, Any]) -> list[InstalledModel]:
    """Read the answer of `/api/tags`."""
    return [_installed(model) for model in answer["models"] or ()]


def _installed(model: Mapping[str, Any]) -> InstalledModel:
    details = model.get("details") or {}
    return InstalledModel(
        name=model.get("model") or model["name"],
        size=int(model.get("size") or 0),
        digest=model.get("digest") or "",
        family=details.get("family") or "",
        parameter_size=details.get("parameter_size") or "",
        quantization=details.get("quantization_level") or "",
        capabilities=frozenset(model["capabilities"])
        if "capabilities" in model
        else None,
        context_length=details.get("context_length") or None,
    )


def parse_details(answer: Mapping[str, Any]) -> ModelDetails:
    """Read the answer of `/api/show`."""
    info = answer.get("model_info") or {}
    context = info.get(f"{info.get('general.architecture')}.context_length")
    return ModelDetails(
        capabilities=frozenset(answer.get("capabilities") or ()),
        context_length=int(context) if context else None,
    )


def parse_loaded(answer: Mapping[str, Any]) -> list[LoadedModel]:
    """Read the answer of `/api/ps`."""
    return [_loaded(model) for model in answer["models"] or ()]


def _loaded(model: Mapping[str, Any]) -> LoadedModel:
    expires = model.get("expires_at")
    return LoadedModel(
        name=model.get("model") or model["name"],
        size=int(model.get("size") or 0),
        size_vram=int(model.get("size_vram") or 0),
        context_length=model.get("context_length") or None,
        expires_at=datetime.fromisoformat(expires) if expires else None,
    )


def parse_progress(line: Mapping[str, Any]) -> PullProgress:
    """Read a line of `/api/pull` or `/api/create`."""
    return PullProgress(
        status=line.get("status") or "",
        digest=line.get("digest") or None,
        completed=int(line.get("completed") or 0),
        total=int(line.get("total") or 0),
    )
