"""Pieces of an answer as the objects of the wire format."""

from collections.abc import Mapping
import random
from typing import Any, Final

from .answers import Call, Text, Thinking
from .journal import JournalEntry
from .tokens import tokenize

_CERTAIN: Final = -0.01
"""Log-probability of a token for which a script names no alternatives."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"


class Parts:
    """Makes the lines of an answer; call ids are drawn from a fixed sequence."""

    def __init__(self) -> None:
        """Start the sequence."""
        self._ids = random.Random(0)

    def part(
        self, piece: Text | Thinking | Call, body: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return what one piece adds to the answer."""
        message: dict[str, Any] = {"role": "assistant", "content": ""}
        extra: dict[str, Any] = {}
        match piece:
            case Text(text, alternatives):
                message["content"] = text
                if body.get("logprobs"):
                    extra["logprobs"] = _logprobs(text, alternatives, body)
            case Thinking(text):
                message["thinking"] = text
            case Call(name, arguments, given):
                call_id = given or "call_" + "".join(self._ids.choices(_LETTERS, k=8))
                function = {"index": 0, "name": name, "arguments": arguments}
                message["tool_calls"] = [{"id": call_id, "function": function}]
        return {"message": message, "done": False, **extra}


class Whole:
    """An answer gathered for a client that does not stream."""

    def __init__(self) -> None:
        """Start empty."""
        self._message: dict[str, Any] = {"role": "assistant", "content": ""}
        self._logprobs: list[Any] = []

    def add(self, part: Mapping[str, Any]) -> None:
        """Append a part."""
        message = part["message"]
        self._logprobs += part.get("logprobs", ())
        for key in ("content", "thinking", "tool_calls"):
            if key in message:
                before = self._message.get(key, type(message[key])())
                self._message[key] = before + message[key]

    def ended(self, entry: JournalEntry) -> dict[str, Any]:
        """Return the whole answer; calls of tools nobody offered are lost, as in the real server."""
        if not entry.body.get("tools"):
            self._message.pop("tool_calls", None)
        logprobs = {"logprobs": self._logprobs} if self._logprobs else {}
        return {**counted(entry), "message": self._message, **logprobs}


def ended(reason: str) -> dict[str, Any]:
    """Return a last line without counts."""
    message = {"role": "assistant", "content": ""}
    return {"message": message, "done": True, "done_reason": reason}


def counted(entry: JournalEntry) -> dict[str, Any]:
    """Return a last line with counts; `prompt_eval_count` includes what the cache spared, as since June 2026."""
    spent = entry.load_duration + entry.prompt_duration + entry.output_duration
    counts = {
        "total_duration": _nanoseconds(spent),
        "load_duration": _nanoseconds(entry.load_duration),
        "prompt_eval_count": entry.prompt_tokens,
        "prompt_eval_duration": _nanoseconds(entry.prompt_duration),
        "eval_count": entry.output_tokens,
        "eval_duration": _nanoseconds(entry.output_duration),
    }
    known = {key: value for key, value in counts.items() if value}
    return {**ended(entry.done_reason or "stop"), **known}


def _logprobs(
    text: str, alternatives: Mapping[str, float] | None, body: Mapping[str, Any]
) -> list[dict[str, Any]]:
    listed = []
    for token in [text] if alternatives else tokenize(text):
        choices = alternatives or {token: _CERTAIN}
        entry = _logprob(token, choices.get(token, _CERTAIN))
        if wanted := int(body.get("top_logprobs") or 0):
            ranked = sorted(choices.items(), key=lambda item: -item[1])
            entry["top_logprobs"] = [_logprob(*item) for item in ranked[:wanted]]
        listed.append(entry)
    return listed


def _logprob(token: str, logprob: float) -> dict[str, Any]:
    return {"token": token, "logprob": logprob, "bytes": list(token.encode())}


def _nanoseconds(seconds: float) -> int:
    return round(seconds * 1e9)
