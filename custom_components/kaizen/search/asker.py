"""Who searches, how often they may, and in which conversation."""

from dataclasses import dataclass
from typing import Final

from homeassistant.components.conversation import ChatLog, UserContent
from homeassistant.components.conversation.chat_log import current_chat_log
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..guard import async_limits
from .book import addresses_in
from .ranking import canonical

VOICE_DEADLINE: Final = 2.5
TEXT_DEADLINE: Final = 6.0
"""Seconds that one provider gets when somebody listens, and when somebody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Whoever stands behind a search."""

    who: str
    """A person, or the device nobody in particular spoke to."""
    searches: int
    """An hour."""
    voice: bool = False
    chat_log: ChatLog | None = None

    @property
    def deadline(self) -> float:
        """Return how many seconds a provider gets."""
        return VOICE_DEADLINE if self.voice else TEXT_DEADLINE

    @property
    def conversation(self) -> str:
        """Return what addresses are remembered by: a client without a conversation is one."""
        return self.chat_log.conversation_id if self.chat_log else f"of {self.who}"

    @property
    def turn(self) -> int:
        """Return the number of the turn within its conversation."""
        return len(self._words())

    def has_given(self, url: str) -> bool:
        """Return whether the person has written or said an address."""
        return any(
            canonical(known) == canonical(url)
            for words in self._words()
            for known in addresses_in(words)
        )

    def _words(self) -> list[str]:
        contents = self.chat_log.content if self.chat_log else ()
        return [one.content for one in contents if isinstance(one, UserContent)]


async def async_asker(
    hass: HomeAssistant, context: Context | None, device_id: str | None = None
) -> Asker:
    """Return who asks with a context, through a device."""
    limits = await async_limits(hass, context)
    user_id = context.user_id if context else None
    return Asker(
        who=user_id or device_id or "house",
        searches=limits.searches,
        voice=is_satellite(hass, device_id),
        chat_log=current_chat_log.get(),
    )


@callback
def is_satellite(hass: HomeAssistant, device_id: str | None) -> bool:
    """Return whether words that come through a device are spoken and answered aloud."""
    if device_id is None:
        return False
    entries = er.async_entries_for_device(er.async_get(hass), device_id)
    return any(entry.domain == Platform.ASSIST_SATELLITE for entry in entries)
