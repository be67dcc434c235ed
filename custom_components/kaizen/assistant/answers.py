"""Answers on their way to whoever listens, and what becomes of one that is cut off.

Home Assistant tells neither an agent that its words are being played nor a loudspeaker whose
words it plays. An agent therefore puts its answer into `CURRENT_ANSWER`, and leaves it there:
whatever is synthesized in the same task belongs to that answer.
"""

import asyncio
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.limited_size_dict import LimitedSizeDict

from ..const import DOMAIN

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

    def begin(self, answer: Answer) -> Answer | None:
        """Take note of an answer; return the one before it if that was cut off."""
        before = self._latest.pop(answer.conversation_id, None)
        self._latest[answer.conversation_id] = answer
        return before if before is not None and before.cut else None

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
