"""What is said while a slow tool runs, so that nobody stands in silence.

It is heard at once only if it ends in a blank line, at which engines begin to speak, and if a
tool call follows, at which Home Assistant begins to stream an answer that is still short.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
import random
from typing import Final

from homeassistant.components.assist_pipeline.models import PipelineEventType
from homeassistant.components.assist_pipeline.runtime import KEY_ASSIST_PIPELINE
from homeassistant.components.conversation import (
    AssistantContentDeltaDict,
    ToolResultContentDeltaDict,
)
from homeassistant.core import HomeAssistant, callback

from ...sentences import async_sentence
from .errands import Errands

type Delta = AssistantContentDeltaDict | ToolResultContentDeltaDict

QUICK: Final = 0.7
"""Seconds within which a tool needs no announcement."""
LONG: Final = 4.0
"""Seconds after the announcement at which something is said again: some satellites give up at five."""

_LOOK: Final = ("ack_look_1", "ack_look_2", "ack_look_3")
_WORK: Final = ("ack_work_1", "ack_work_2", "ack_work_3")
_WAIT: Final = ("ack_wait_1", "ack_wait_2")
_BREATH: Final = "\n\n"


@dataclass(slots=True, kw_only=True)
class Acknowledgement:
    """What one turn says while its tools run: once that it has begun, once that it takes long."""

    hass: HomeAssistant
    language: str
    wanted: bool
    """Whether somebody listens who hears it at once."""
    _opened: bool = False
    _asked_to_wait: bool = False

    async def carry_out(
        self, errands: Errands, spoken: str
    ) -> AsyncGenerator[tuple[Delta, bool]]:
        """Yield deltas while tools run, then their results; with each whether the words are ours.

        `spoken` is what the model itself has said before it called them.
        """
        if self.wanted and (words := await self._opening(errands, spoken)):
            yield {"content": words}, True
        yield {"tool_calls": errands.calls}, False
        if self._opened and not self._asked_to_wait and not await errands.wait(LONG):
            self._asked_to_wait = True
            yield {"content": await self._say(_WAIT)}, True
        await errands.wait()
        for call, result in errands.results():
            yield (
                {
                    "role": "tool_result",
                    "tool_call_id": call.id,
                    "tool_name": call.tool_name,
                    "result": result,
                },
                False,
            )

    async def _opening(self, errands: Errands, spoken: str) -> str:
        """Return what is said before the results, if they let themselves be waited for."""
        if self._opened or (not errands.are_slow and await errands.wait(QUICK)):
            return ""
        self._opened = True
        if spoken.strip():
            return _BREATH
        return await self._say(_LOOK if errands.only_look else _WORK)

    async def _say(self, keys: tuple[str, ...]) -> str:
        key = random.choice(keys)
        return f"{await async_sentence(self.hass, self.language, key)}{_BREATH}"


@callback
def is_spoken_at_once(hass: HomeAssistant, conversation_id: str) -> bool:
    """Return whether an answer is spoken while it is written.

    `ConversationInput` does not tell, but the pipeline does: its run has announced audio that
    can be streamed, and has not ended. A chat without a loudspeaker has no such run.
    """
    if (pipelines := hass.data.get(KEY_ASSIST_PIPELINE)) is None:
        return False
    for runs in pipelines.pipeline_debug.values():
        for run in runs.values():
            kinds = {event.type: event.data or {} for event in run.events}
            start = kinds.get(PipelineEventType.RUN_START, {})
            if (
                start.get("conversation_id") == conversation_id
                and PipelineEventType.RUN_END not in kinds
            ):
                return bool(start.get("tts_output", {}).get("stream_response"))
    return False
