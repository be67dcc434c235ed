"""Home Assistant's own sentence matching, for when no model can act."""

from homeassistant.components.conversation import (
    ChatLog,
    ConversationInput,
    async_handle_intents,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import intent

from ... import security
from ...const import LOGGER


async def async_match_sentence(
    hass: HomeAssistant, user_input: ConversationInput, chat_log: ChatLog
) -> intent.IntentResponse | None:
    """Carry out a command that Home Assistant understands by itself.

    Returns None when it does not; nothing has been done then.
    """
    try:
        if response := await security.async_match_sentence(hass, user_input):
            return response
        return await async_handle_intents(hass, user_input, chat_log)
    except HomeAssistantError as err:
        LOGGER.debug("Sentence matching failed: %s", err)
        return None


def speech_of(response: intent.IntentResponse) -> str:
    """Return what a response says aloud."""
    speech: str = response.speech.get("plain", {}).get("speech", "")
    return speech
