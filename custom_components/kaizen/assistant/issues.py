"""What an owner should repair about a model server, shown until it is repaired."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from homeassistant.config_entries import ConfigEntry

from ..issue_board import Issue
from .ollama import InstalledModel, full_name
from .settings import SUBENTRY_CONVERSATION, AgentSettings

SERVER_UNREACHABLE: Final = "server_unreachable"
MODEL_MISSING: Final = "model_missing"
MODEL_WITHOUT_TOOLS: Final = "model_without_tools"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """What a subentry asks of the server."""

    subentry_id: str
    title: str
    settings: AgentSettings
    talks: bool
    """Whether it is a conversation agent, which uses the selected tools."""


def find_issues(
    agents: Iterable[Agent], installed: Iterable[InstalledModel], url: str
) -> Iterator[Issue]:
    """Yield what keeps agents from working with the models a server has."""
    models = {model.name: model for model in installed}
    for agent in agents:
        name = agent.settings.model
        model = models.get(full_name(name))
        wants_tools = agent.talks and bool(agent.settings.llm_hass_api)
        if model is None:
            key = MODEL_MISSING
        elif wants_tools and "tools" not in (model.capabilities or {"tools"}):
            key = MODEL_WITHOUT_TOOLS
        else:
            continue
        yield Issue(
            key=key,
            subject=agent.subentry_id,
            placeholders={"agent": agent.title, "model": name, "url": url},
        )


def agents_of(entry: ConfigEntry) -> Iterator[Agent]:
    """Yield what the agents of an entry ask of its server."""
    for subentry in entry.subentries.values():
        yield Agent(
            subentry_id=subentry.subentry_id,
            title=subentry.title,
            settings=AgentSettings.from_data(subentry.data),
            talks=subentry.subentry_type == SUBENTRY_CONVERSATION,
        )
