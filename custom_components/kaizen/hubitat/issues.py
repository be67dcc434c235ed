"""What an owner should repair about a hub."""

from collections.abc import Mapping
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..issue_board import Issue, IssueBoard
from .api import AppError, AuthError, HubError, NotFoundError, ProtocolError, TlsError

UNREACHABLE: Final = "hub_unreachable"
APP_GONE: Final = "hub_app_gone"
APP_REFUSES: Final = "hub_app_refuses"
CERTIFICATE: Final = "hub_certificate"
OTHER_SERVER: Final = "hub_other_server"
NO_WEBHOOK: Final = "hub_webhook_silent"
NO_EVENTS: Final = "hub_no_events"
NO_LOCATION_EVENTS: Final = "hub_no_location_events"

_FAILURES: Final[Mapping[type[HubError], str | None]] = {
    # Signing in again is asked for by its own flow.
    AuthError: None,
    NotFoundError: APP_GONE,
    AppError: APP_REFUSES,
    TlsError: CERTIFICATE,
    ProtocolError: OTHER_SERVER,
    HubError: UNREACHABLE,
}


class HubIssues:
    """The issues of one hub."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Start with none."""
        self._board = IssueBoard(hass)
        self._entry = entry
        self._failure: str | None = None
        self._others: set[str] = set()

    @callback
    def async_note_failure(self, err: HubError) -> None:
        """Show why the hub is unavailable; the latest reason replaces those before."""
        self._failure = next(
            _FAILURES[kind] for kind in type(err).__mro__ if kind in _FAILURES
        )
        self._show()

    @callback
    def async_note_reachable(self) -> None:
        """Withdraw the reason for which the hub was unavailable."""
        if self._failure:
            self._failure = None
            self._show()

    @callback
    def async_set(self, key: str, shown: bool) -> None:
        """Show or withdraw an issue about events."""
        if shown != (key in self._others):
            self._others ^= {key}
            self._show()

    @callback
    def async_withdraw(self) -> None:
        """Withdraw all; those that last return with the next set-up."""
        self._board.async_show(())

    def _show(self) -> None:
        keys = {*self._others, self._failure} - {None}
        self._board.async_show(
            Issue(
                key=key,
                subject=self._entry.entry_id,
                placeholders={"title": self._entry.title},
            )
            for key in keys
            if key
        )
