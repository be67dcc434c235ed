"""A chat log on the wire: whole groups, kept ids, and the same bytes every turn."""

from pathlib import Path
from typing import Any

from homeassistant.components.conversation import (
    AssistantContent,
    Attachment,
    Content,
    ToolResultContent,
    UserContent,
)
from homeassistant.helpers.llm import ToolInput, ToolResult
import pytest

from custom_components.kaizen.assistant.prompt import (
    TurnRecord,
    encode_images,
    exchange_messages,
    exchanges,
    images,
)

AGENT = "conversation.kaizen_voice"


def said(text: str | None, **more: Any) -> AssistantContent:
    """Return an answer."""
    return AssistantContent(AGENT, text, **more)


def called(*ids: str) -> list[ToolInput]:
    """Return calls with these ids."""
    return [ToolInput("light__HassLightSet", {"name": i}, id=i) for i in ids]


def result(call_id: str, **data: Any) -> ToolResultContent:
    """Return what a call came to."""
    return ToolResultContent(AGENT, call_id, "light__HassLightSet", ToolResult(data))


LOG: list[Content] = [
    UserContent("dim the lamps"),
    said(
        None,
        thinking_content="Two lamps.",
        tool_calls=called("call_1", "call_2"),
        native=TurnRecord("<context>\n7:00\n</context>\ndim the lamps"),
    ),
    result("call_1", response_type="action_done"),
    result("call_2", response_type="error"),
    said("One of them."),
    UserContent("thanks"),
    said("With pleasure.", native=TurnRecord("<context>\n7:01\n</context>\nthanks")),
]


def wire(
    exchange: Any, *, running: bool = False, user_message: str | None = None
) -> list[dict[str, Any]]:
    """Return the messages of an exchange."""
    return list(
        exchange_messages(
            exchange, user_message=user_message, running=running, longest_result=60
        )
    )


def test_exchanges_begin_with_the_persons_words() -> None:
    """Tool calls and their results are never torn apart."""
    first, second = exchanges(LOG)
    assert first == LOG[:5]
    assert second == LOG[5:]


def test_words_before_the_first_question_are_an_exchange() -> None:
    """An announcement that a conversation begins with is kept."""
    greeting = said("Someone is at the door.")
    assert exchanges([greeting, *LOG])[0] == [greeting]


def test_messages_of_an_earlier_exchange() -> None:
    """The record is repeated word for word, thinking is not, ids and names are kept."""
    assert wire(LOG[:5]) == [
        {"role": "user", "content": "<context>\n7:00\n</context>\ndim the lamps"},
        {
            "role": "assistant",
            "content": "",
            "tool_calls": [
                {
                    "id": "call_1",
                    "function": {
                        "name": "light__HassLightSet",
                        "arguments": {"name": "call_1"},
                    },
                },
                {
                    "id": "call_2",
                    "function": {
                        "name": "light__HassLightSet",
                        "arguments": {"name": "call_2"},
                    },
                },
            ],
        },
        {
            "role": "tool",
            "tool_call_id": "call_1",
            "tool_name": "light__HassLightSet",
            "content": '{"response_type":"action_done"}',
        },
        {
            "role": "tool",
            "tool_call_id": "call_2",
            "tool_name": "light__HassLightSet",
            "content": '{"response_type":"error"}',
        },
        {"role": "assistant", "content": "One of them."},
    ]


def test_the_running_exchange_keeps_its_thoughts() -> None:
    """Between two tool calls a model goes on from what it thought."""
    messages = wire(LOG[:4], running=True, user_message="now")
    assert messages[0] == {"role": "user", "content": "now"}
    assert messages[1]["thinking"] == "Two lamps."


def test_an_exchange_of_another_agent_is_sent_as_it_was() -> None:
    """What sentence matching answered has no record, and is still part of the talk."""
    exchange = [UserContent("what time is it"), said("Ten past seven.")]
    assert [m["content"] for m in wire(exchange)] == [
        "what time is it",
        "Ten past seven.",
    ]


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (ToolResult({"a": 1}), '{"a":1}'),
        (ToolResult({"error": "NoMatch"}, True), '{"error":{"error":"NoMatch"}}'),
        (
            ToolResult({"text": "x" * 99}),
            '{"text":"' + "x" * 51 + "… (cut; ask for less)",
        ),
    ],
)
def test_tool_results(outcome: ToolResult, text: str) -> None:
    """Errors are marked, and a result that would fill the window is cut."""
    (message,) = wire([ToolResultContent(AGENT, "call_1", "tool", outcome)])
    assert message["content"] == text


def test_pictures(tmp_path: Path) -> None:
    """Only pictures are read, and as base64."""
    photo = tmp_path / "a.png"
    photo.write_bytes(b"\x89PNG")
    attachments = [
        Attachment("media-source://a.png", "image/png", photo),
        Attachment("media-source://b.pdf", "application/pdf", tmp_path / "b.pdf"),
    ]
    paths = images([UserContent("what is this", attachments)])
    assert paths == [photo]
    assert encode_images(paths) == ["iVBORw=="]
