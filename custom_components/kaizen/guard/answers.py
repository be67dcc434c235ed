"""Words that are meant for the guard: answers to what it has asked."""

from dataclasses import dataclass

from homeassistant.components.conversation import ChatLog, ConversationInput
from homeassistant.core import HomeAssistant


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the guard says to words that were meant for it."""

    text: str
    awaits_more: bool
    """Whether it has asked again."""


async def async_answer(
    hass: HomeAssistant, user_input: ConversationInput, chat_log: ChatLog
) -> Answer | None:
    """Take words that answer an open challenge, or that hold a code; None leaves them to the model."""
    return None
