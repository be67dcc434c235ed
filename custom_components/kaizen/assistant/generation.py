"""A model and its tools at work on an AI task, recorded in the task's chat log."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any, Final

from homeassistant.components.conversation import (
    AssistantContent,
    AssistantContentDeltaDict,
    ChatLog,
    UserContent,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.json import json_dumps

from ..const import DOMAIN
from .metrics import TurnMetrics
from .prompt import Layout, Schema, StaticPrompt, exchange_messages
from .prompt.layout import message_text
from .prompt.messages import Message
from .runtime import AssistantRuntime
from .settings import AgentSettings
from .turn import Target
from .turn.deltas import DeltaWriter
from .turn.request import Request, Written

MAX_TOOL_ROUNDS: Final = 10
"""Requests in a row that may end in tool calls; as many as Home Assistant's own agents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """How the answers of one task are generated."""

    runtime: AssistantRuntime
    settings: AgentSettings
    layouts: Mapping[Target, Layout]
    """Whom to ask and how, best first."""
    agent_id: str
    chat_log: ChatLog
    instructions: str
    """The system message."""
    images: Sequence[str] = ()
    tools: Sequence[Schema] = ()
    format: Schema | None = None
    metrics: TurnMetrics
    started: float

    async def answer(self) -> str:
        """Ask until the model has no more tool calls; return its words.

        Raises:
            HomeAssistantError: There are no words, not all of them, or no end of tool calls.
            OllamaError: The server failed.
        """
        for _ in range(MAX_TOOL_ROUNDS):
            async with aclosing(self._deltas()) as deltas:
                async for _ in self.chat_log.async_add_delta_content_stream(
                    self.agent_id, deltas
                ):
                    pass
            if not self.chat_log.unresponded_tool_results:
                return self._last_words()
        raise self.error("task_tool_rounds", rounds=str(MAX_TOOL_ROUNDS))

    def ask(self, words: str) -> None:
        """Say something more to the model."""
        self.chat_log.async_add_user_content(UserContent(words))

    def told(self, instructions: str) -> Generation:
        """Return the same with more instructions."""
        return replace(self, instructions=f"{self.instructions}\n{instructions}")

    def constrained(self, schema: Schema) -> Generation:
        """Return the same, but every answer is held to `schema`.

        It cannot call tools any more: the server lets the model write nothing else.
        """
        return replace(self, format=schema)

    def error(self, key: str, **placeholders: str) -> HomeAssistantError:
        """Return a translated error about the model."""
        return HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key=key,
            translation_placeholders={"model": self.metrics.model, **placeholders},
        )

    async def _deltas(self) -> AsyncGenerator[AssistantContentDeltaDict]:
        """Send the chat log and yield the answer as the chat log wants it."""
        request = Request(
            settings=self.settings,
            ledger=self.runtime.ledger,
            metrics=self.metrics,
            started=self.started,
        )
        writer = DeltaWriter(self.chat_log)
        yield {"role": "assistant"}
        async with aclosing(request.stream(self.layouts, self._written)) as chunks:
            async for chunk in chunks:
                for delta in writer.write(chunk):
                    yield delta
                if chunk.done_reason == "length":
                    raise self.error("task_answer_cut")
        for delta in writer.flush():
            yield delta
        if request.error is not None:
            raise request.error

    def _written(self, target: Target) -> Written:
        layout = self.layouts[target]
        messages = list(
            exchange_messages(
                self.chat_log.content[1:],
                user_message=None,
                running=True,
                longest_result=layout.budget.tool_result,
            )
        )
        if self.images:
            messages[0]["images"] = list(self.images)
        body = task_body(layout, self.instructions, messages, self.tools)
        if self.format is not None:
            body["format"] = self.format
        return body, prompt_text(body)

    def _last_words(self) -> str:
        last = self.chat_log.content[-1]
        if isinstance(last, AssistantContent) and last.content:
            return last.content
        raise self.error("task_no_answer")


def task_body(
    layout: Layout,
    instructions: str,
    messages: Sequence[Message],
    tools: Sequence[Schema] = (),
) -> dict[str, Any]:
    """Return the body of a task's request.

    A prompt that the window cannot hold must fail: by default the server drops the beginning,
    in a task the very thing it is about. An answer longer than the window must end. Neither
    may change what the model was loaded with (`shift` would), or the server loads it anew.
    """
    static = StaticPrompt(
        system=instructions,
        tools=tuple(tools),
        segments=(),
        tokens=0,
        detail="none",
        fits=True,
    )
    system = {"role": "system", "content": instructions}
    body = layout.body(static, [system, *messages])
    body["options"]["num_predict"] = layout.budget.num_ctx
    return {**body, "truncate": False}


def prompt_text(body: Mapping[str, Any]) -> list[str]:
    """Return a request's prompt as text, for the account of what its model has read."""
    return [
        *map(json_dumps, body.get("tools", ())),
        *map(message_text, body["messages"]),
    ]
