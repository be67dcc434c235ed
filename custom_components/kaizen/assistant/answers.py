"""Answers on their way to whoever listens, and what becomes of one that is cut off.

Home Assistant tells neither an agent that its words are being played nor a loudspeaker whose
words it plays. An agent therefore puts its answer into `CURRENT_ANSWER`, and leaves it there:
whatever is synthesized in the same task belongs to that answer.
"""

import asyncio
from collections.abc import Coroutine, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Protocol

from homeassistant.components.conversation import ChatLog, ConversationInput
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.limited_size_dict import LimitedSizeDict

from ..const import DOMAIN
from .enrichment import neutralise

EVENT_INTERRUPTED: Final = f"{DOMAIN}_interrupted"

_KEPT: Final = 64
"""Conversations whose latest answer is remembered."""


class Cause(StrEnum):
    """Who or what cut an answer off."""

    NEW_RUN = "new_run"
    """The run was cancelled: somebody spoke again, or the client has gone."""
    STOPPED = "stopped"
    """The action `kaizen.stop_speaking`."""


class Playback(Protocol):
    """Words of an answer that are being spoken."""

    @property
    def is_over(self) -> bool:
        """Return whether nothing of it is left to be heard."""

    def heard(self) -> str | None:
        """Return about what has been played; None where that cannot be known."""

    def stop(self) -> None:
        """Speak no further."""


@dataclass(slots=True, kw_only=True, eq=False)
class Answer:
    """One answer of an agent: the turn that makes it, and its playback."""

    agent_id: str
    conversation_id: str
    device_id: str | None
    satellite_id: str | None
    context: Context
    work: asyncio.Task[None] | None = None
    """The model and its tools."""
    playbacks: list[Playback] = field(default_factory=list)
    before: Answer | None = None
    """The one before it in the conversation, if that was cut off."""
    cut: bool = False
    """Whether it was cut off."""
    _heard: str | None = None

    @property
    def is_written(self) -> bool:
        """Return whether the model and its tools have finished."""
        return self.work is None or self.work.done()

    @property
    def is_over(self) -> bool:
        """Return whether it was written and, as far as can be known, heard to its end."""
        return self.is_written and all(p.is_over for p in self.playbacks)

    @property
    def heard(self) -> str | None:
        """Return about what was heard of it; None where that cannot be known."""
        if self.cut:
            return self._heard
        parts = [playback.heard() for playback in self.playbacks]
        if not parts:
            return None
        return None if None in parts else " ".join(filter(None, parts))

    def stop(self) -> None:
        """Stop the model, the wait for tools, and the synthesis."""
        self._heard, self.cut = self.heard, True
        for playback in self.playbacks:
            playback.stop()
        if self.work is not None:
            self.work.cancel()


CURRENT_ANSWER: ContextVar[Answer | None] = ContextVar("kaizen_answer", default=None)


class Answers:
    """The latest answer of each conversation."""

    def __init__(self) -> None:
        """Remember none."""
        self._latest: LimitedSizeDict[str, Answer] = LimitedSizeDict(size_limit=_KEPT)

    def begin(self, answer: Answer) -> None:
        """Take note of an answer, and of the one before it if that was cut off."""
        before = self._latest.pop(answer.conversation_id, None)
        if before is not None and before.cut:
            before.before = None
            answer.before = before
        self._latest[answer.conversation_id] = answer

    def unfinished(self) -> Iterator[Answer]:
        """Yield the answers that are being written or heard."""
        for answer in tuple(self._latest.values()):
            if not answer.cut and not answer.is_over:
                yield answer


_ANSWERS: Final[HassKey[Answers]] = HassKey(f"{DOMAIN}_answers")


@callback
def async_answers(hass: HomeAssistant) -> Answers:
    """Return the answers of this house."""
    return hass.data.setdefault(_ANSWERS, Answers())


@callback
def async_begin_answer(
    hass: HomeAssistant, user_input: ConversationInput, chat_log: ChatLog
) -> Answer:
    """Begin the answer to somebody's words, for whoever speaks in this task."""
    answer = Answer(
        agent_id=user_input.agent_id,
        conversation_id=chat_log.conversation_id,
        device_id=user_input.device_id,
        satellite_id=user_input.satellite_id,
        context=user_input.context,
    )
    async_answers(hass).begin(answer)
    CURRENT_ANSWER.set(answer)
    return answer


async def async_work(hass: HomeAssistant, work: Coroutine[Any, Any, None]) -> bool:
    """Do the work of the current answer; return whether it was done before it was stopped.

    Raises:
        asyncio.CancelledError: The run as a whole was cancelled.
    """
    answer = CURRENT_ANSWER.get()
    assert answer is not None
    answer.work = hass.async_create_task(work, "kaizen turn")
    try:
        await answer.work
    except asyncio.CancelledError:
        this = asyncio.current_task()
        if not answer.cut or (this and this.cancelling()):
            raise
        return False
    return True


def cut_off_note() -> str:
    """Return what a model should know of its last answer if that was cut off."""
    answer = CURRENT_ANSWER.get()
    if answer is None or answer.before is None:
        return ""
    match answer.before.heard:
        case None:
            heard = "How much of it was heard is not known."
        case "":
            heard = "Nothing of it was heard."
        case words:
            heard = f'Heard was about: "{neutralise(words)}"'
    return (
        f"<context>\n[interrupted] Your last answer was cut off. {heard}\n</context>\n"
    )


@callback
def async_interrupt(hass: HomeAssistant, answer: Answer, cause: Cause) -> None:
    """Cut an answer off, and tell the house; once per answer."""
    if answer.cut:
        return
    stage = "processing" if answer.heard in (None, "") else "speaking"
    if answer.is_written:
        stage = "speaking"
    answer.stop()
    hass.bus.async_fire(
        EVENT_INTERRUPTED,
        {
            "agent_id": answer.agent_id,
            "conversation_id": answer.conversation_id,
            "device_id": answer.device_id,
            "satellite_id": answer.satellite_id,
            "stage": stage,
            "cause": cause,
        },
        context=answer.context,
    )
