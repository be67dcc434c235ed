"""An assistant entry in a running Home Assistant, on a simulated model server."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.kaizen.assistant.settings import (
    CONF_URL,
    SUBENTRY_AI_TASK,
    SUBENTRY_CONVERSATION,
)
from custom_components.kaizen.const import CONF_KIND, DOMAIN, EntryKind

from tests.simulators.ollama import QWEN_VOICE, SMOLLM2, JournalEntry, OllamaSimulator

SEES = QWEN_VOICE.name
"""A model with all capabilities."""
BLIND = SMOLLM2.name
"""A model that can neither see nor call tools."""


def agent(title: str = "Kaizen Voice", **data: Any) -> ConfigSubentryData:
    """Return the data of a conversation agent."""
    return _subentry(SUBENTRY_CONVERSATION, title, data)


def ai_task(title: str = "Kaizen Tasks", **data: Any) -> ConfigSubentryData:
    """Return the data of an AI task."""
    return _subentry(SUBENTRY_AI_TASK, title, data)


def _subentry(kind: str, title: str, data: Mapping[str, Any]) -> ConfigSubentryData:
    settings = {"model": SEES, "num_ctx": 8192, "llm_hass_api": [], **data}
    return ConfigSubentryData(
        data=settings, subentry_type=kind, title=title, unique_id=None
    )


async def async_set_up(
    hass: HomeAssistant, url: str, *subentries: ConfigSubentryData, **data: str
) -> MockConfigEntry:
    """Set up an assistant entry with these agents and tasks, and more data if wanted."""
    assert await async_setup_component(hass, "homeassistant", {})
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Ollama",
        data={CONF_KIND: EntryKind.ASSISTANT, CONF_URL: url, **data},
        subentries_data=subentries,
    )
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


def entity_of(hass: HomeAssistant, entry: MockConfigEntry, title: str) -> str:
    """Return the entity id of the agent or task with this title."""
    for subentry in entry.subentries.values():
        if subentry.title == title:
            domain = {
                SUBENTRY_AI_TASK: "ai_task",
                SUBENTRY_CONVERSATION: "conversation",
            }[subentry.subentry_type]
            entity_id = er.async_get(hass).async_get_entity_id(
                domain, DOMAIN, subentry.subentry_id
            )
            assert entity_id is not None
            return entity_id
    raise AssertionError(f"no subentry {title}")


def asked(server: OllamaSimulator) -> list[JournalEntry]:
    """Return the chats that were really asked for; the others only warm a model up."""
    return [
        chat
        for chat in server.journal.chats
        if chat.body["options"].get("num_predict") != 1 or chat.body.get("logprobs")
    ]
