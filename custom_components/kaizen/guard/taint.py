"""Whose words have entered a conversation.

The state of a device does not taint: nearly every turn reads some, and a conversation
that could do nothing after a look at the house would teach its owner to switch the guard
off. Names and states are fenced off from the prompt's own words instead, and what they
could talk a model into is decided by the guard without it.
"""

from collections import OrderedDict
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Final

from homeassistant.components.conversation import ChatLog, ToolResultContent
from homeassistant.components.conversation.chat_log import DATA_CHAT_LOGS
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import llm
from homeassistant.util.hass_dict import HassKey

from .model import TaintSource

NOTES_LIMIT: Final = 1024
"""Conversations whose taint is remembered beside their chat logs."""

_SOURCES: Final[Sequence[tuple[str, TaintSource]]] = (
    ("*calendar*", TaintSource.CALENDAR),
    ("*todo__get*", TaintSource.TODO),
    ("*todo*get*", TaintSource.TODO),
    ("*shopping*list*items*", TaintSource.TODO),
    ("*mail*", TaintSource.MESSAGE),
    ("*message*", TaintSource.MESSAGE),
    ("*notification*", TaintSource.MESSAGE),
    ("*sms*", TaintSource.MESSAGE),
    ("*look*", TaintSource.CAMERA),
    ("*camera*", TaintSource.CAMERA),
    ("*snapshot*", TaintSource.CAMERA),
    ("*web_search*", TaintSource.WEB),
    ("*read_page*", TaintSource.WEB),
    ("*fetch*", TaintSource.WEB),
    ("*browse*", TaintSource.WEB),
    ("*google_search*", TaintSource.WEB),
    ("*search_media*", TaintSource.WEB),
    ("*get_logs*", TaintSource.TOOL),
    ("system_log__*", TaintSource.TOOL),
    ("*call_action*", TaintSource.TOOL),
    ("*render_template*", TaintSource.TOOL),
)
"""What tools bring in, by their names; the first that fits counts."""

_SENTENCES: Final = ("Hass*", "trigger_sentence")
"""How Home Assistant writes down what it matched without a model."""

_NOTES: Final[HassKey[OrderedDict[str, frozenset[TaintSource]]]] = HassKey(
    "kaizen_taint"
)


def source_of(
    tool_name: str, annotations: llm.ToolAnnotations | None
) -> TaintSource | None:
    """Return whose words a tool brings; a tool nothing is known of brings somebody's."""
    lowered = tool_name.lower()
    for pattern, source in _SOURCES:
        if fnmatchcase(lowered, pattern):
            return source
    if annotations is None:
        known = any(fnmatchcase(tool_name, pattern) for pattern in _SENTENCES)
        return None if known else TaintSource.TOOL
    return TaintSource.TOOL if annotations.open_world else None


def taint_of(chat_log: ChatLog) -> frozenset[TaintSource]:
    """Return whose words a conversation has read: in its log, or noted of it."""
    noted = _noted(chat_log.hass, chat_log.conversation_id)
    results = {
        content.tool_name
        for content in chat_log.content
        if isinstance(content, ToolResultContent)
    }
    if not results:
        return noted
    found = {source_of(name, _annotations(chat_log, name)) for name in results}
    return noted | {source for source in found if source}


@callback
def taint_of_conversation(
    hass: HomeAssistant, conversation_id: str
) -> frozenset[TaintSource]:
    """Return whose words a conversation has read that may be over."""
    if log := hass.data.get(DATA_CHAT_LOGS, {}).get(conversation_id):
        return taint_of(log)
    return _noted(hass, conversation_id)


@callback
def async_note(hass: HomeAssistant, conversation_id: str, source: TaintSource) -> None:
    """Remember that words of others have entered a conversation, whatever its log still shows."""
    notes = hass.data.setdefault(_NOTES, OrderedDict())
    notes[conversation_id] = notes.get(conversation_id, frozenset()) | {source}
    notes.move_to_end(conversation_id)
    if len(notes) > NOTES_LIMIT:
        notes.popitem(last=False)


@callback
def async_note_result(
    hass: HomeAssistant, conversation_id: str, tool_name: str
) -> None:
    """Remember what a tool has brought into a conversation."""
    log = hass.data.get(DATA_CHAT_LOGS, {}).get(conversation_id)
    if log and (source := source_of(tool_name, _annotations(log, tool_name))):
        async_note(hass, conversation_id, source)


@callback
def async_forget(hass: HomeAssistant, conversation_id: str) -> None:
    """Drop the notes of a conversation that is over."""
    hass.data.get(_NOTES, OrderedDict()).pop(conversation_id, None)


def _noted(hass: HomeAssistant, conversation_id: str) -> frozenset[TaintSource]:
    notes = hass.data.get(_NOTES)
    return notes.get(conversation_id, frozenset()) if notes else frozenset()


def _annotations(chat_log: ChatLog, tool_name: str) -> llm.ToolAnnotations | None:
    tools = chat_log.llm_api.tools if chat_log.llm_api else ()
    return next((tool.annotations for tool in tools if tool.name == tool_name), None)
