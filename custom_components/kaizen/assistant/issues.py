"""What an owner should repair about a model server, shown until it is repaired."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something an owner can repair."""

    key: str
    subject: str
    """The id of the entry or subentry it is about."""
    placeholders: Mapping[str, str]

    @property
    def issue_id(self) -> str:
        """The id under which it is shown once."""
        return f"{self.key}_{self.subject}"


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


class IssueBoard:
    """The issues of one entry as Home Assistant shows them."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start with nothing shown."""
        self._hass = hass
        self._shown: set[str] = set()

    @callback
    def async_show(self, issues: Iterable[Issue]) -> None:
        """Show these issues; those shown before and not among them are repaired."""
        wanted = {issue.issue_id: issue for issue in issues}
        for issue_id in self._shown - wanted.keys():
            ir.async_delete_issue(self._hass, DOMAIN, issue_id)
        for issue_id, issue in wanted.items():
            ir.async_create_issue(
                self._hass,
                DOMAIN,
                issue_id,
                is_fixable=False,
                severity=ir.IssueSeverity.WARNING,
                translation_key=issue.key,
                translation_placeholders=dict(issue.placeholders),
            )
        self._shown = set(wanted)
