"""The loop of a turn: ask the model, run its tools, until it has answered in words."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from homeassistant.components.conversation import (
    ChatLog,
    ConversationInput,
    ToolResultContent,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import intent, llm

from ...guard import GuardRefusedError, ProofNeededError
from ...search import async_sources_note
from ...sentences import async_sentence
from ..metrics import TurnMetrics
from ..ollama import OllamaError
from ..prompt import Layout, StaticPrompt, TurnRecord
from ..runtime import AssistantRuntime
from ..settings import AgentSettings
from .acknowledge import Acknowledgement, Delta
from .cut import Message, async_keep
from .deltas import DeltaWriter
from .errands import Errands
from .honesty import is_unbacked
from .local import async_match_sentence, speech_of
from .outcomes import Outcome, all_done
from .request import Request, Written
from .speak import async_speak
from .targets import Target
from .verdict import async_verdict

MAX_REQUESTS: Final = 10
"""Times the model may call tools before the turn is ended."""


@dataclass(slots=True, kw_only=True)
class Turn:
    """One turn of one agent. `run` leaves the answer as the last content of the chat log."""

    hass: HomeAssistant
    runtime: AssistantRuntime
    settings: AgentSettings
    agent_id: str
    user_input: ConversationInput
    chat_log: ChatLog
    static: StaticPrompt
    layouts: dict[Target, Layout]
    """How a request is built for each target, best first."""
    user_message: str
    answer_tokens: int
    """Most the model may say in one request."""
    pictures: Sequence[str] = ()
    """Attached pictures, base64."""
    started: float = field(default_factory=monotonic)
    metrics: TurnMetrics = field(default_factory=TurnMetrics)
    outcomes: list[Outcome] = field(default_factory=list)
    refusals: list[GuardRefusedError] = field(default_factory=list)
    """What the guard has refused since the turn began, whoever tried it."""
    local_response: intent.IntentResponse | None = None
    """What Home Assistant's sentence matching did in the model's place."""
    acknowledgement: Acknowledgement
    """What is said while tools run."""
    _message: Message | None = None

    @property
    def awaits_proof(self) -> bool:
        """Return whether the guard has asked something that the next words may answer."""
        return bool(self.refusals) and all(
            isinstance(refusal, ProofNeededError) for refusal in self.refusals
        )

    async def run(self) -> None:
        """Converse until the model has answered; every failure is an answer too.

        A turn that is cancelled leaves what it has said so far.
        """
        try:
            await self._converse()
        except asyncio.CancelledError:
            async_keep(self.chat_log, self.agent_id, self.user_message, self._message)
            raise

    async def _converse(self) -> None:
        for number in range(MAX_REQUESTS):
            async with aclosing(self._deltas()) as deltas:
                async for content in self.chat_log.async_add_delta_content_stream(
                    self.agent_id, deltas
                ):
                    if isinstance(content, ToolResultContent):
                        self.outcomes.append(
                            _outcome(content, self.chat_log.llm_api, number)
                        )
            if not self.chat_log.unresponded_tool_results:
                return
            if self.refusals:
                await self._close(await self._verdict())
                return
        self.metrics.error = "tool_loop"
        await self._close(await self._say("tool_loop"))

    async def _close(self, words: str) -> None:
        """End the turn with Kaizen's own words instead of the model's."""
        await async_speak(
            self.chat_log, self.agent_id, words, TurnRecord(self.user_message)
        )

    async def _verdict(self) -> str:
        """Return what the guard has to say; no model is asked to put it into words."""
        self.metrics.error = "refused"
        return await async_verdict(
            self.hass,
            self.user_input.language,
            self.refusals,
            rest_done=any(o.succeeded and o.acted for o in self.outcomes),
        )

    async def _deltas(self) -> AsyncGenerator[Delta]:
        """Stream one message of the model, and what its tools come to, into the chat log."""
        record = TurnRecord(self.user_message)
        yield {"role": "assistant", "native": record}
        request = Request(
            settings=self.settings,
            ledger=self.runtime.ledger,
            metrics=self.metrics,
            started=self.started,
        )
        writer = DeltaWriter(self.chat_log)
        errands = Errands(self.hass, self.chat_log.llm_api)
        self._message = Message(record=record, writer=writer, errands=errands)
        async with aclosing(request.stream(self.layouts, self._write)) as chunks:
            async for chunk in chunks:
                for delta in writer.write(chunk):
                    if calls := delta.get("tool_calls"):
                        errands.begin(calls)
                    else:
                        yield delta
        for delta in writer.flush():
            yield delta
        if writer.called:
            doing = self.acknowledgement.carry_out(errands, writer.spoken)
            async with aclosing(doing) as done:
                async for step, ours in done:
                    if ours:
                        record.said = writer.spoken
                    yield step
            return
        if request.error is not None:
            yield {"content": await self._apology(request.error, writer.spoken)}
        elif addition := await self._ending(writer.spoken):
            yield {"content": addition}

    def _write(self, target: Target) -> Written:
        layout = self.layouts[target]
        messages = layout.messages(
            self.static, self.chat_log.content[1:], self.user_message
        )
        if self.pictures:
            _attach(messages, self.pictures)
        body = layout.body(self.static, messages)
        body["options"] = {**body["options"], "num_predict": self.answer_tokens}
        return body, layout.segments(self.static, messages)

    async def _apology(self, error: OllamaError, spoken: str) -> str:
        """Return the words for a request that failed."""
        key = self.metrics.error = error.translation_key
        if spoken.strip():
            return f" {await self._say('cut_off')}"
        if (done := all_done(self.outcomes)) is not None:
            return await self._say("done_then_lost" if done else "action_failed")
        if self.outcomes:
            return await self._say(key, model=self.metrics.model)
        self.local_response = await async_match_sentence(
            self.hass, self.user_input, self.chat_log
        )
        if self.refusals:
            return await self._verdict()
        if self.local_response is None:
            return await self._say(key, model=self.metrics.model)
        return await self._say("without_model", answer=speech_of(self.local_response))

    async def _ending(self, spoken: str) -> str:
        """Return what must follow the model's last words: Kaizen's own, then where theirs come from."""
        sources = await async_sources_note(
            self.hass, self.chat_log, spoken, self.user_input.language
        )
        return (await self._correction(spoken) or "") + (sources or "")

    async def _correction(self, spoken: str) -> str | None:
        if self.refusals:
            return f"\n\n{await self._verdict()}"
        if not spoken.strip():
            return await self._answer_for_silence()
        if not is_unbacked(
            spoken,
            asked=self.user_input.text,
            language=self.user_input.language,
            this_turn=self.outcomes,
            earlier=_outcomes(self.chat_log),
        ):
            return None
        self.metrics.error = "unbacked_claim"
        failed = all_done(self.outcomes) is False
        sentence = await self._say("action_failed" if failed else "nothing_done")
        return f"\n\n{sentence}"

    async def _answer_for_silence(self) -> str:
        """Return what the tools' results say when the model says nothing."""
        if (done := all_done(self.outcomes)) is None:
            self.metrics.error = "empty_answer"
            return await self._say("empty_answer")
        return await self._say("done" if done else "action_failed")

    async def _say(self, key: str, **placeholders: str) -> str:
        return await async_sentence(
            self.hass, self.user_input.language, key, **placeholders
        )


def _attach(messages: list[dict[str, Any]], pictures: Sequence[str]) -> None:
    for message in reversed(messages):
        if message["role"] == "user":
            message["images"] = list(pictures)
            return


def _outcomes(chat_log: ChatLog) -> list[Outcome]:
    return [
        _outcome(content, chat_log.llm_api, 0)
        for content in chat_log.content
        if isinstance(content, ToolResultContent)
    ]


def _outcome(
    content: ToolResultContent, api: llm.APIInstance | None, request: int
) -> Outcome:
    read_only = any(
        tool.annotations.read_only
        for tool in (api.tools if api else ())
        if tool.name == content.tool_name
    )
    return Outcome(
        content.tool_name, _succeeded(content), acted=not read_only, request=request
    )


def _succeeded(content: ToolResultContent) -> bool:
    """Return whether a tool did what it was asked.

    An intent that failed reports so in its data, not in `error`.
    """
    data = content.result.data
    return not content.result.error and data.get("response_type") != "error"
