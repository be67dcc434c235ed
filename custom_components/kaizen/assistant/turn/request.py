"""One request of a turn: streamed, measured, and moved to a fallback when it fails."""

from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from ...const import LOGGER
from ..metrics import TurnMetrics
from ..ollama import ChatChunk, OllamaError, ToolCall, UnreachableError, Usage
from ..prompt import PrefixLedger, assistant_message, message_text
from ..settings import AgentSettings
from .targets import Target

type Written = tuple[Mapping[str, Any], Sequence[str]]
"""The body of a request, and its prompt as text."""

_LOADED_ANEW: Final = 0.5
"""Seconds of loading that show the model was not in memory; a warm one reports milliseconds."""


@dataclass(slots=True, kw_only=True)
class Request:
    """A chat request and the account of what became of it."""

    settings: AgentSettings
    ledger: PrefixLedger
    metrics: TurnMetrics
    started: float
    """When the turn began, on the monotonic clock, in seconds."""
    answered: bool = False
    """Whether anything of the answer has been handed on."""
    error: OllamaError | None = None
    _failed: list[str] = field(default_factory=list)

    async def stream(
        self, targets: Iterable[Target], write: Callable[[Target], Written]
    ) -> AsyncGenerator[ChatChunk]:
        """Yield the answer of the first target that gives one.

        Once something has been handed on, there is no second try: the words are
        already being spoken. Ends without raising; `error` says how.
        """
        for target in targets:
            if target.client.url in self._failed:
                continue
            self.error = None
            body, segments = write(target)
            written = _Answer()
            try:
                async with aclosing(self._ask(target, body)) as chunks:
                    async for chunk in chunks:
                        written.add(chunk)
                        if chunk.usage:
                            repeated = body.get("think") is not False
                            answer = written.text() if repeated else None
                            self._account(target, segments, chunk.usage, answer)
                        yield chunk
            except OllamaError as err:
                LOGGER.debug("%s failed: %s", target.key, err)
                self.error = err
                self.ledger.forget(target.key)
                if isinstance(err, UnreachableError):
                    self._failed.append(target.client.url)
                if self.answered:
                    return
            else:
                return

    async def _ask(
        self, target: Target, body: Mapping[str, Any]
    ) -> AsyncGenerator[ChatChunk]:
        self.metrics.model = target.model
        self.metrics.requests += 1
        answer = target.client.chat(
            body,
            first_token=self.settings.first_token_timeout,
            idle=self.settings.idle_timeout,
        )
        async with aclosing(answer) as chunks:
            async for chunk in chunks:
                self._note(chunk)
                yield chunk

    def _note(self, chunk: ChatChunk) -> None:
        if chunk.content or chunk.tool_calls:
            self.answered = True
        if chunk.content and self.metrics.first_delta is None:
            self.metrics.first_delta = monotonic() - self.started

    def _account(
        self,
        target: Target,
        segments: Sequence[str],
        usage: Usage,
        answer: str | None,
    ) -> None:
        metrics = self.metrics
        if usage.load > _LOADED_ANEW:
            self.ledger.forget(target.key)
        metrics.prompt_tokens = usage.prompt_tokens
        metrics.evaluated_tokens += self.ledger.evaluated(
            target.key, segments, usage.prompt_tokens
        )
        metrics.output_tokens += usage.output_tokens
        metrics.output_seconds += usage.output
        self.ledger.record(
            target.key,
            segments,
            usage.prompt_tokens,
            answer=answer,
            output_tokens=usage.output_tokens,
            keep_alive=self.settings.keep_alive,
        )


@dataclass(slots=True)
class _Answer:
    """What a model has written so far."""

    content: str = ""
    thinking: str = ""
    calls: list[ToolCall] = field(default_factory=list)

    def add(self, chunk: ChatChunk) -> None:
        self.content += chunk.content
        self.thinking += chunk.thinking
        self.calls += chunk.tool_calls

    def text(self) -> str:
        """Return it as the next request will repeat it."""
        calls = [(call.id, call.name, call.arguments) for call in self.calls]
        return message_text(assistant_message(self.content, self.thinking, calls))
