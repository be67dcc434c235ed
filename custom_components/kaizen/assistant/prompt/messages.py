"""A chat log as the messages of an Ollama chat request."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from homeassistant.components.conversation import (
    AssistantContent,
    Content,
    ToolResultContent,
    UserContent,
)
from homeassistant.helpers.json import json_dumps

from ...guard import neutralise, strip

_CANCELLED: Final = "Error: CancelledError"
"""What Home Assistant adds to a chat log when its turn is cancelled; no model has said that."""

type Message = dict[str, Any]
type Exchange = Sequence[Content]
"""A person's words and everything up to their next words."""


@dataclass(slots=True)
class TurnRecord:
    """What was really sent for a user message, kept with the answer to it.

    The chat log keeps a person's clean words. A later turn must repeat the
    message as the model has read it, context block and all, or the model
    server's prefix cache is lost from there on.
    """

    user_message: str
    said: str | None = None
    """The model's own words, where its message holds Kaizen's as well."""


def exchanges(contents: Sequence[Content]) -> list[list[Content]]:
    """Split a chat log, without its system prompt, at each user message."""
    split: list[list[Content]] = []
    for content in contents:
        if isinstance(content, UserContent) or not split:
            split.append([])
        split[-1].append(content)
    return split


def exchange_messages(
    exchange: Exchange, *, user_message: str | None, running: bool, longest_result: int
) -> Iterator[Message]:
    """Yield the messages of one exchange.

    `user_message` replaces the person's words; without it the record kept with
    the answer does, and without that the words themselves. Thinking is repeated
    only inside the `running` exchange, as the models' own templates do.
    """
    for content in exchange:
        match content:
            case UserContent():
                yield {
                    "role": "user",
                    "content": user_message
                    or _recorded(exchange)
                    or neutralise(content.content),
                }
            case AssistantContent() if content.content != _CANCELLED:
                yield _assistant_message(content, thinking=running)
            case ToolResultContent():
                yield _tool_message(content, longest_result)


def images(exchange: Exchange) -> list[Path]:
    """Return the pictures a person attached to their words."""
    return [
        attachment.path
        for content in exchange
        if isinstance(content, UserContent)
        for attachment in content.attachments or ()
        if attachment.mime_type.startswith("image/")
    ]


def encode_images(paths: Sequence[Path]) -> list[str]:
    """Read pictures for the `images` field; blocks, so run it in the executor."""
    return [b64encode(path.read_bytes()).decode("ascii") for path in paths]


def _recorded(exchange: Exchange) -> str | None:
    for content in exchange:
        if isinstance(content, AssistantContent) and isinstance(
            content.native, TurnRecord
        ):
            return content.native.user_message
    return None


def _assistant_message(content: AssistantContent, *, thinking: bool) -> Message:
    record = content.native
    own = record.said if isinstance(record, TurnRecord) else None
    return assistant_message(
        content.content if own is None else own,
        content.thinking_content if thinking else None,
        [(c.id, c.tool_name, c.tool_args) for c in content.tool_calls or ()],
    )


def assistant_message(
    content: str | None,
    thinking: str | None,
    calls: Sequence[tuple[str | None, str, Mapping[str, Any]]],
) -> Message:
    """Return an answer; calls are an id, a name and the arguments."""
    message: Message = {"role": "assistant", "content": content or ""}
    if thinking:
        message["thinking"] = thinking
    if calls:
        message["tool_calls"] = [
            {"id": call_id, "function": {"name": name, "arguments": arguments}}
            for call_id, name, arguments in calls
        ]
    return message


def _tool_message(content: ToolResultContent, longest: int) -> Message:
    result = content.result
    told = json_dumps({"error": result.data} if result.error else result.data)
    text = neutralise(strip(told))  # a tool's error goes past `HouseTool`
    if len(text) > longest:
        text = f"{text[:longest]}… (cut; ask for less)"
    return {
        "role": "tool",
        "tool_call_id": content.tool_call_id,
        "tool_name": content.tool_name,
        "content": text,
    }
