"""Door: the conversation agents."""

from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .assistant.agent import KaizenAgent
from .assistant.runtime import AssistantConfigEntry
from .assistant.settings import SUBENTRY_CONVERSATION

PARALLEL_UPDATES: Final = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: AssistantConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add one agent for each conversation subentry."""
    for subentry in entry.get_subentries_of_type(SUBENTRY_CONVERSATION):
        async_add_entities(
            [KaizenAgent(entry, subentry)], config_subentry_id=subentry.subentry_id
        )
