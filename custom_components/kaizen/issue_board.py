"""What an owner should repair, shown until it is repaired."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something an owner can repair."""

    key: str
    subject: str
    """The id of the entry or subentry it is about."""
    placeholders: Mapping[str, str]
    fix: Mapping[str, str | None] | None = None
    """What `repairs.py` is told in order to repair it with a click; None if it cannot."""

    @property
    def issue_id(self) -> str:
        """The id under which it is shown once."""
        return f"{self.key}_{self.subject}"


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
                data=dict(issue.fix) if issue.fix else None,
                is_fixable=issue.fix is not None,
                severity=ir.IssueSeverity.WARNING,
                translation_key=issue.key,
                translation_placeholders=dict(issue.placeholders),
            )
        self._shown = set(wanted)
