"""Whose model looks at a picture."""

from dataclasses import dataclass

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ...const import CONF_KIND, DOMAIN, EntryKind
from ..runtime import AssistantConfigEntry, AssistantRuntime
from ..settings import SUBENTRY_CONVERSATION, AgentSettings


@dataclass(frozen=True, slots=True)
class Asker:
    """The agent that looks: the one that asks, or Kaizen's first one in another's place."""

    runtime: AssistantRuntime
    settings: AgentSettings


@callback
def async_asker(hass: HomeAssistant, agent_id: str | None) -> Asker | None:
    """Return who looks for the agent with this entity id; None while no assistant is loaded."""
    entries: list[AssistantConfigEntry] = [
        entry
        for entry in hass.config_entries.async_loaded_entries(DOMAIN)
        if entry.data[CONF_KIND] == EntryKind.ASSISTANT
    ]
    agent = er.async_get(hass).async_get(agent_id) if agent_id else None
    for entry in entries:
        if agent and (own := entry.subentries.get(agent.config_subentry_id or "")):
            return _of(entry, own)
    for entry in entries:
        for first in entry.get_subentries_of_type(SUBENTRY_CONVERSATION):
            return _of(entry, first)
    return None


def _of(entry: AssistantConfigEntry, subentry: ConfigSubentry) -> Asker:
    return Asker(entry.runtime_data, AgentSettings.from_data(subentry.data))
