"""Whose words have entered a conversation."""

from typing import Any

from homeassistant.components import conversation
from homeassistant.components.conversation.chat_log import DATA_CHAT_LOGS
from homeassistant.core import HomeAssistant
from homeassistant.helpers import chat_session, llm
import pytest

from custom_components.kaizen.guard.model import TaintSource
from custom_components.kaizen.guard.taint import (
    NOTES_LIMIT,
    async_note,
    source_of,
    taint_of,
    taint_of_conversation,
)

from .witness import MODEL, Deed, Home, async_build

AT_HOME = llm.ToolAnnotations(open_world=False)
OUT = llm.ToolAnnotations(open_world=True)


@pytest.fixture
async def home(hass: HomeAssistant) -> Home:
    """A house with a model in it."""
    return await async_build(hass)


async def _nothing(hass: HomeAssistant, context: llm.LLMContext) -> dict[str, Any]:
    return {}


def _log(home: Home, conversation_id: str) -> conversation.ChatLog:
    return home.hass.data[DATA_CHAT_LOGS][conversation_id]


@pytest.mark.parametrize(
    ("tool", "annotations", "source"),
    [
        ("calendar__get_events", AT_HOME, TaintSource.CALENDAR),
        ("todo__get_items", AT_HOME, TaintSource.TODO),
        ("kaizen__web_search", OUT, TaintSource.WEB),
        ("kaizen__read_page", OUT, TaintSource.WEB),
        ("kaizen__look", AT_HOME, TaintSource.CAMERA),
        ("mail__unread", AT_HOME, TaintSource.MESSAGE),
        ("system_log__get_entries", AT_HOME, TaintSource.TOOL),
        ("homeassistant__call_action", AT_HOME, TaintSource.TOOL),
        ("anything", OUT, TaintSource.TOOL),
        ("anything", llm.ToolAnnotations(), TaintSource.TOOL),
        ("of_the_provider", None, TaintSource.TOOL),
        ("homeassistant__GetLiveContext", AT_HOME, None),
        ("intent__HassTurnOn", AT_HOME, None),
        ("todo__HassListAddItem", AT_HOME, None),
        ("llm__GetDateTime", AT_HOME, None),
        ("HassTurnOn", None, None),
        ("trigger_sentence", None, None),
    ],
)
def test_whose_words_a_tool_brings(
    tool: str, annotations: llm.ToolAnnotations | None, source: TaintSource | None
) -> None:
    """Reading what others wrote taints; acting in the house and asking after it do not."""
    assert source_of(tool, annotations) is source


async def test_names_are_those_of_home_assistant(home: Home) -> None:
    """The tools the table is made for are called what Home Assistant calls them."""
    from homeassistant.components.calendar.llm import CalendarGetEventsTool  # noqa: PLC0415
    from homeassistant.components.homeassistant.llm import GetLiveContextTool  # noqa: PLC0415
    from homeassistant.components.todo.llm import TodoGetItemsTool  # noqa: PLC0415

    assert CalendarGetEventsTool.name == "calendar__get_events"
    assert TodoGetItemsTool.name == "todo__get_items"
    assert GetLiveContextTool.name == "homeassistant__GetLiveContext"


async def test_conversation_that_read_a_calendar(home: Home) -> None:
    """What was read stays read, also when the log is trimmed."""
    home.teach(Deed("calendar__get_events", _nothing, open_world=False))
    result = await home.say("what is on?", MODEL)
    assert result.conversation_id is not None
    log = _log(home, result.conversation_id)
    assert taint_of(log) == {TaintSource.CALENDAR}
    del log.content[1:]
    assert taint_of(log) == {TaintSource.CALENDAR}
    assert taint_of_conversation(home.hass, result.conversation_id) == {
        TaintSource.CALENDAR
    }


async def test_conversation_about_the_house(home: Home) -> None:
    """A look at the house does not taint."""
    home.teach(Deed("homeassistant__GetLiveContext", _nothing, open_world=False))
    result = await home.say("is it warm?", MODEL)
    assert result.conversation_id is not None
    assert taint_of(_log(home, result.conversation_id)) == frozenset()


async def test_words_matched_without_a_model(home: Home) -> None:
    """Local matching writes its own tool calls, which are nobody else's words."""
    result = await home.say("turn on welcome lamp")
    assert result.conversation_id is not None
    assert taint_of(_log(home, result.conversation_id)) == frozenset()


async def test_note_is_kept_beside_the_log(hass: HomeAssistant) -> None:
    """Whoever brings others' words by another way writes it down."""
    with (
        chat_session.async_get_chat_session(hass, context=None) as session,
        conversation.async_get_chat_log(hass, session) as log,
    ):
        async_note(hass, session.conversation_id, TaintSource.MEMORY)
        async_note(hass, session.conversation_id, TaintSource.GUEST)
        assert taint_of(log) == {TaintSource.MEMORY, TaintSource.GUEST}


async def test_notes_are_bounded(hass: HomeAssistant) -> None:
    """Conversations that nobody ends take no more room for ever."""
    for number in range(NOTES_LIMIT + 1):
        async_note(hass, f"c{number}", TaintSource.WEB)
    assert taint_of_conversation(hass, "c0") == frozenset()
    assert taint_of_conversation(hass, "c1") == {TaintSource.WEB}


async def test_notes_end_with_the_conversation(home: Home) -> None:
    """What is over is forgotten with it."""
    with (
        chat_session.async_get_chat_session(home.hass, context=None) as session,
        conversation.async_get_chat_log(home.hass, session),
    ):
        async_note(home.hass, session.conversation_id, TaintSource.WEB)
    assert taint_of_conversation(home.hass, session.conversation_id) == frozenset()
