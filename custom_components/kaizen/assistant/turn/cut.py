"""A chat log after its turn was cut off: whole, with what had been said so far."""

from dataclasses import dataclass

from homeassistant.components.conversation import (
    AssistantContent,
    ChatLog,
    ToolResultContent,
)
from homeassistant.core import callback

from ..prompt import TurnRecord
from .deltas import DeltaWriter
from .errands import Errands, as_content


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message of the model that is being written, and the tools it has called."""

    record: TurnRecord
    writer: DeltaWriter
    errands: Errands


@callback
def async_keep(
    chat_log: ChatLog, agent_id: str, user_message: str, message: Message | None
) -> None:
    """Keep what was said, and give every tool call a result.

    A chat log takes a message in when it is complete; one that is cut off would be lost.
    """
    add = chat_log.async_add_assistant_content_without_tools
    if message:
        if not _holds(chat_log, message.record):
            add(
                AssistantContent(
                    agent_id=agent_id,
                    content=message.writer.spoken,
                    tool_calls=message.errands.calls or None,
                    native=message.record,
                )
            )
        known = {
            content.tool_call_id
            for content in chat_log.content
            if isinstance(content, ToolResultContent)
        }
        for call, result in message.errands.give_up():
            if call.id not in known:
                add(as_content(agent_id, call, result))
    if not isinstance(chat_log.content[-1], AssistantContent):
        add(
            AssistantContent(
                agent_id=agent_id, content="", native=TurnRecord(user_message)
            )
        )


def _holds(chat_log: ChatLog, record: TurnRecord) -> bool:
    return any(
        isinstance(content, AssistantContent) and content.native is record
        for content in chat_log.content
    )
