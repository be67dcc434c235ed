"""Kaizen's own words, on the same way to the loudspeaker as the model's."""

from collections.abc import AsyncGenerator
from typing import Any

from homeassistant.components.conversation import AssistantContentDeltaDict, ChatLog


async def async_speak(
    chat_log: ChatLog, agent_id: str, text: str, native: Any = None
) -> None:
    """Add an answer to a chat log, so that it is streamed to whoever is listening."""

    async def deltas() -> AsyncGenerator[AssistantContentDeltaDict]:
        yield {"role": "assistant", "native": native}
        yield {"content": text}

    async for _ in chat_log.async_add_delta_content_stream(agent_id, deltas()):
        pass
