"""What stands behind the server: the pieces of an answer, and what can produce them."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Text:
    """Words of an answer, sent as one line."""

    text: str
    alternatives: Mapping[str, float] | None = None
    """Log-probabilities of the tokens that could have stood here, for `top_logprobs`."""


@dataclass(frozen=True, slots=True)
class Thinking:
    """Words of a thought, sent as one line."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call; a short name stands for the one tool of the request that ends with it."""

    name: str
    arguments: Mapping[str, Any]
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Raw:
    """A line sent as it is."""

    line: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """How an answer ended; a real model also says what it counted and how long it took (seconds)."""

    reason: str = "stop"
    prompt_tokens: int | None = None
    cached_tokens: int = 0
    output_tokens: int = 0
    prompt_duration: float = 0.0
    output_duration: float = 0.0


type Piece = Text | Thinking | Call | Raw | Finish


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request, as a model is asked it."""

    body: Mapping[str, Any]
    prompt: str
    think: bool
    max_tokens: int | None
    """Most tokens to write; None for no limit."""

    @property
    def warms_up(self) -> bool:
        """Whether the request only fills the prefix cache and its one token is thrown away."""
        return self.max_tokens == 1 and not self.body.get("logprobs")


class Backend(Protocol):
    """A model, scripted or real."""

    async def tokenize(self, text: str) -> Sequence[str]:
        """Return the tokens of a prompt."""

    def answer(self, question: Question) -> AsyncGenerator[Piece]:
        """Write an answer of at most `max_tokens`; ends with `Finish` unless it stops short."""

    async def start(self) -> None:
        """Get ready."""

    async def close(self) -> None:
        """Let go of everything."""
