"""A model that says what a test tells it to."""

from collections import deque
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
import json
from typing import Any, Self, override

from . import tokens
from .answers import Backend, Call, Finish, Piece, Question, Raw, Text, Thinking
from .schemas import example


@dataclass(frozen=True, slots=True)
class Answer:
    """A prepared answer."""

    pieces: tuple[Piece, ...]


type Reply = (
    Answer
    | str
    | Mapping[str, Any]
    | Sequence[Any]
    | Callable[[Mapping[str, Any]], Reply]
)
"""An answer, its text, a value to be said as JSON, or a function from the request body to one of these."""


def say(
    text: str = "",
    *,
    thinking: str = "",
    chunks: Sequence[str] | None = None,
    alternatives: Sequence[Mapping[str, float]] | None = None,
    done_reason: str = "stop",
) -> Answer:
    """Prepare words; `chunks` fixes how they are cut into lines, `alternatives` gives the log-probabilities of each token."""
    pieces: list[Piece] = [Thinking(piece) for piece in tokens.tokenize(thinking)]
    lines = list(chunks) if chunks is not None else tokens.tokenize(text)
    choices = list(alternatives or ()) + [None] * len(lines)
    pieces += [Text(line, choice) for line, choice in zip(lines, choices, strict=False)]
    return Answer((*pieces, Finish(reason=done_reason)))


def call(
    name: str,
    arguments: Mapping[str, Any] | None = None,
    *,
    text: str = "",
    thinking: str = "",
    id: str | None = None,
) -> Answer:
    """Prepare one tool call, after some words if wanted."""
    return calls(Call(name, arguments or {}, id), text=text, thinking=thinking)


def calls(*wanted: Call, text: str = "", thinking: str = "") -> Answer:
    """Prepare several tool calls of one answer."""
    before = say(text, thinking=thinking).pieces[:-1]
    return Answer((*before, *wanted, Finish()))


def raw(*lines: bytes | str | Mapping[str, Any]) -> Answer:
    """Prepare lines to be sent exactly so; no done line is added."""
    return Answer(tuple(Raw(_line(line)) for line in lines))


class Script(Backend):
    """Answers in the order they were queued, then the default."""

    def __init__(self, default: Reply | None = None) -> None:
        """Answer with the default until something is queued."""
        self.default: Reply = _plain if default is None else default
        self._queue: deque[tuple[str | None, Reply]] = deque()

    def __len__(self) -> int:
        """Return how many answers wait."""
        return len(self._queue)

    def reply(self, reply: Reply, *, model: str | None = None, **how: Any) -> Self:
        """Queue one answer, for one model if named; keywords as for `say`."""
        answer = say(reply, **how) if isinstance(reply, str) else reply
        self._queue.append((model, answer))
        return self

    def tool_call(
        self, name: str, arguments: Mapping[str, Any] | None = None, **how: Any
    ) -> Self:
        """Queue one tool call; keywords as for `call`."""
        return self.reply(call(name, arguments, **how))

    def sequence(self, *replies: Reply) -> Self:
        """Queue several answers."""
        for reply in replies:
            self.reply(reply)
        return self

    def clear(self) -> None:
        """Forget what is queued and go back to the plain default."""
        self._queue.clear()
        self.default = _plain

    @override
    async def tokenize(self, text: str) -> Sequence[str]:
        return tokens.tokenize(text)

    @override
    async def answer(self, question: Question) -> AsyncGenerator[Piece]:
        reply = self.default if question.warms_up else self._take(question.body)
        left = question.max_tokens
        for piece in _resolve(reply, question.body).pieces:
            if left is not None and isinstance(piece, Text | Thinking):
                if left <= 0:
                    yield Finish(reason="length")
                    return
                if isinstance(piece, Text) or question.think:
                    left -= len(tokens.tokenize(piece.text))
            yield _named(piece, question.body) if isinstance(piece, Call) else piece

    @override
    async def start(self) -> None: ...

    @override
    async def close(self) -> None: ...

    def _take(self, body: Mapping[str, Any]) -> Reply:
        for index, (model, reply) in enumerate(self._queue):
            if model in (None, body.get("model")):
                del self._queue[index]
                return reply
        return self.default


def _plain(body: Mapping[str, Any]) -> Reply:
    if wanted := body.get("format"):
        return say(json.dumps(example(wanted)))
    return say("Okay.", thinking="Nothing to look up here.")


def _resolve(reply: Reply, body: Mapping[str, Any]) -> Answer:
    if callable(reply):
        return _resolve(reply(body), body)
    if isinstance(reply, Answer):
        return reply
    return say(reply if isinstance(reply, str) else json.dumps(reply))


def _named(piece: Call, body: Mapping[str, Any]) -> Call:
    """Complete a short tool name from the tools the request offers."""
    offered = [tool["function"]["name"] for tool in body.get("tools") or ()]
    if piece.name in offered:
        return piece
    matches = [name for name in offered if name.endswith(f"__{piece.name}")]
    return Call(matches[0], piece.arguments, piece.id) if len(matches) == 1 else piece


def _line(line: bytes | str | Mapping[str, Any]) -> bytes:
    if isinstance(line, Mapping):
        line = json.dumps(line)
    return line.encode() if isinstance(line, str) else line
