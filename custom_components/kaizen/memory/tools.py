"""The tools `kaizen__remember`, `kaizen__recall` and `kaizen__forget`, for every agent in Home Assistant.

A model's word is not a person's: what it keeps without the person having said it waits for a yes, and nothing it
does is final.
"""

from abc import abstractmethod
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from typing import Any, Final, override

from homeassistant.components.conversation import ChatLog, UserContent
from homeassistant.components.conversation.chat_log import current_chat_log
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import llm
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.json import JsonObjectType
import probatio

from ..const import DOMAIN
from ..guard import TaintSource, async_note_taint, taint_of
from .desk import (
    FOUND_MOST,
    async_find,
    async_keep,
    async_pending,
    async_recall,
    async_trash,
)
from .learning import Refused, Said, draft_of
from .model import HOUSE, UNKNOWN_VOICE, Channel, Draft, Memory, Trust
from .phrases import Remember
from .recall import Audience, scopes_of
from .runtime import MemoryRuntime, async_get
from .store import InvalidMemoryError
from .who import Who, async_who
from .words import content_words

KEPT_MOST: Final = 20
"""Memories an hour that models may keep."""
_HOUR: Final = 3600.0
_GUEST: Final = "Not for this person: nothing was read or changed."
_OFF: Final = "Memory is switched off."
_TEXT: Final = probatio.All(str, probatio.Length(min=1, max=300))
_KEPT: Final[HassKey[deque[float]]] = HassKey("kaizen_memory_kept_by_models")


class _Tool(llm.Tool):
    """A tool of the memory."""

    integration = DOMAIN

    @abstractmethod
    async def async_answer(
        self, turn: _Asked, arguments: dict[str, Any]
    ) -> llm.ToolResult:
        """Do it for someone who may hear something."""

    @override
    async def async_call(
        self,
        hass: HomeAssistant,
        tool_input: llm.ToolInput,
        llm_context: llm.LLMContext,
    ) -> llm.ToolResult:
        """Do it, unless memory is off or a guest asks."""
        given = {k: v for k, v in tool_input.tool_args.items() if v not in (None, "")}
        arguments: dict[str, Any] = self.parameters(given)
        runtime = async_get(hass)
        if runtime is None or not runtime.enabled:
            return _failed(_OFF)
        who = await async_who(hass, llm_context.context)
        if (audience := who.audience) is None:
            return _failed(_GUEST)
        return await self.async_answer(_Asked(runtime, who, audience), arguments)


class _Asked:
    """A call of a tool on somebody's behalf."""

    def __init__(self, runtime: MemoryRuntime, who: Who, audience: Audience) -> None:
        self.runtime = runtime
        self.who = who
        self.audience = audience
        self.chat_log: ChatLog | None = current_chat_log.get()

    @property
    def words(self) -> list[str]:
        """Return what the person has said in this conversation."""
        contents = self.chat_log.content if self.chat_log else ()
        return [c.content for c in contents if isinstance(c, UserContent)]

    @property
    def taint(self) -> frozenset[str]:
        """Return whose words had entered the conversation."""
        own = taint_of(self.chat_log) if self.chat_log else frozenset()
        return self.who.taint | frozenset(map(str, own))


class RememberTool(_Tool):
    """Keeps a fact."""

    name = "kaizen__remember"
    title = "Remember"
    description = "Keeps a lasting fact that the person told, in their own words. Answer with `result`."
    annotations = llm.ToolAnnotations(
        read_only=False, destructive=False, idempotent=True, open_world=False
    )
    parameters = probatio.Schema(
        {
            probatio.Required("fact"): _TEXT,
            probatio.Optional("of_house", description="Not the person's own"): bool,
        }
    )

    @override
    async def async_answer(
        self, turn: _Asked, arguments: dict[str, Any]
    ) -> llm.ToolResult:
        """Keep it, or put it aside."""
        if not _may_keep(turn.runtime.hass):
            return _failed("Too much was kept in the last hour: not kept.")
        draft = _draft(turn, arguments)
        if isinstance(draft, Refused):
            return _failed(f"Never kept: {draft.concern.reason}.")
        try:
            done = await async_keep(turn.runtime, draft, turn.who.actor)
        except InvalidMemoryError:
            return _failed("Not kept: too long.")
        if done.change is None:
            return llm.ToolResult({"result": "Known already."})
        if draft.pending:
            return llm.ToolResult(
                {"result": "Put aside until a person says yes in Kaizen's settings."}
            )
        if turn.chat_log:
            talk = turn.runtime.talks.of(turn.chat_log.conversation_id)
            talk.change = (done.change, turn.who.actor)
            talk.said = tuple(memory.id for memory in done.memories)
        return llm.ToolResult({"result": "Remembered."})


class RecallTool(_Tool):
    """Looks memories up."""

    name = "kaizen__recall"
    title = "Recall"
    description = "Looks up what is remembered. `waiting`: lists what waits for a yes."
    annotations = llm.ToolAnnotations(
        read_only=True, destructive=False, idempotent=True, open_world=False
    )
    parameters = probatio.Schema(
        {
            probatio.Required("question"): _TEXT,
            probatio.Optional("waiting"): bool,
        }
    )

    @override
    async def async_answer(
        self, turn: _Asked, arguments: dict[str, Any]
    ) -> llm.ToolResult:
        """Look."""
        if arguments.get("waiting"):
            return await _async_waiting(turn)
        found = await async_recall(turn.runtime, arguments["question"], turn.audience)
        _note_taint(turn, found)
        return llm.ToolResult({"memories": [_told(memory) for memory in found]})


class ForgetTool(_Tool):
    """Puts a memory into the trash."""

    name = "kaizen__forget"
    title = "Forget"
    description = "Puts what is remembered of something into the trash, when the person asks for it."
    annotations = llm.ToolAnnotations(
        read_only=False, destructive=False, idempotent=True, open_world=False
    )
    parameters = probatio.Schema({probatio.Required("what"): _TEXT})

    @override
    async def async_answer(
        self, turn: _Asked, arguments: dict[str, Any]
    ) -> llm.ToolResult:
        """Put it into the trash, from where it comes back whole."""
        if turn.who.user_id is None:
            return _failed("Nobody knows who speaks: nothing was changed.")
        if turn.taint:
            return _failed(
                "Others' words are in this conversation: nothing was changed. "
                "The person can say it in a new one."
            )
        found = await async_find(
            turn.runtime, arguments["what"], scopes_of(turn.audience)
        )
        if not found or len(found) > FOUND_MOST:
            key = "memories" if found else "result"
            told: JsonObjectType = {
                key: [_told(memory) for memory in found] or "Nothing found."
            }
            return llm.ToolResult(told, error=True)
        done = await async_trash(
            turn.runtime,
            [memory.id for memory in found],
            turn.who.actor,
            "forgotten by a model",
        )
        if turn.chat_log and done.change is not None:
            talk = turn.runtime.talks.of(turn.chat_log.conversation_id)
            talk.change = (done.change, turn.who.actor)
        return llm.ToolResult({"forgotten": [_told(one) for one in done.memories]})


def _draft(turn: _Asked, arguments: dict[str, Any]) -> Draft | Refused:
    words = turn.words
    shared = arguments.get("of_house") and turn.who.user_id
    drafted = draft_of(
        Remember(text=arguments["fact"]),
        Said(
            at=dt_util.utcnow(),
            speaker=turn.who.user_id,
            utterance=words[-1] if words else "",
            channel=Channel.TOOL,
            conversation_id=turn.chat_log.conversation_id if turn.chat_log else None,
            taint=turn.taint,
            scope=HOUSE if shared else None,
        ),
    )
    if isinstance(drafted, Refused):
        return drafted
    grounded = set(content_words(drafted.text)) <= {
        word for text in words for word in content_words(text)
    }
    trust = min(drafted.trust, Trust.LEARNED)
    return replace(drafted, trust=trust, pending=drafted.pending or not grounded)


async def _async_waiting(turn: _Asked) -> llm.ToolResult:
    scopes = [*scopes_of(turn.audience)]
    if turn.who.is_owner:
        scopes.append(UNKNOWN_VOICE)
    if turn.who.user_id is None:
        scopes = []
    waiting = await async_pending(turn.runtime, scopes, 10)
    _note_taint(turn, waiting)
    return llm.ToolResult({"waiting": [_told(memory) for memory in waiting]})


def _note_taint(turn: _Asked, memories: Sequence[Memory]) -> None:
    if turn.chat_log and any(memory.taint for memory in memories):
        async_note_taint(
            turn.runtime.hass, turn.chat_log.conversation_id, TaintSource.MEMORY
        )


def _told(memory: Memory) -> str:
    return memory.text


@callback
def _may_keep(hass: HomeAssistant) -> bool:
    kept = hass.data.setdefault(_KEPT, deque(maxlen=KEPT_MOST))
    now = monotonic()
    if len(kept) == KEPT_MOST and now - kept[0] < _HOUR:
        return False
    kept.append(now)
    return True


def _failed(why: str) -> llm.ToolResult:
    return llm.ToolResult({"error": why}, error=True)


@callback
def memory_tools(
    hass: HomeAssistant, llm_context: llm.LLMContext
) -> Sequence[llm.Tool]:
    """Return the tools, in a house that has a memory."""
    if async_get(hass) is None:
        return ()
    return (ForgetTool(), RecallTool(), RememberTool())
