"""The door through which Home Assistant fetches Kaizen's AI tasks."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .assistant.runtime import AssistantConfigEntry
from .assistant.settings import SUBENTRY_AI_TASK
from .assistant.task import KaizenTask

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: AssistantConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add one entity for each AI task of the assistant."""
    for subentry in entry.get_subentries_of_type(SUBENTRY_AI_TASK):
        async_add_entities(
            [KaizenTask(entry, subentry)], config_subentry_id=subentry.subentry_id
        )
