"""The record of what the guard decided: appended to, chained, never deleted from."""

from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.start import async_at_started

from .actions import async_setup_services
from .chain import Flaw, Report
from .entry import AuditEntry, AuditKind, Result, Verdict
from .log import (
    EVENT_DECISION,
    AuditLog,
    AuditUnwritableError,
    Integrity,
    async_get_audit,
)
from .trash import async_follow_trash
from .websocket import async_setup_websocket

__all__ = [
    "EVENT_DECISION",
    "AuditEntry",
    "AuditKind",
    "AuditLog",
    "AuditUnwritableError",
    "Flaw",
    "Integrity",
    "Report",
    "Result",
    "Verdict",
    "async_get_audit",
    "async_setup_audit",
]

VERIFY_EVERY: Final = timedelta(days=1)


@callback
def async_setup_audit(hass: HomeAssistant) -> None:
    """Open the audit, look once a day whether it is what was written, and let administrators ask."""
    audit = async_get_audit(hass)
    async_setup_services(hass)
    async_setup_websocket(hass)
    async_follow_trash(hass)

    async def async_look(_: HomeAssistant | datetime) -> None:
        try:
            await audit.async_verify()
        except AuditUnwritableError:
            return

    hass.async_create_background_task(audit.async_start(), "kaizen audit start")
    async_at_started(hass, async_look)
    async_track_time_interval(hass, async_look, VERIFY_EVERY, cancel_on_shutdown=True)
