"""Tells the owner that somebody has guessed too often, or was made to say a PIN."""

from datetime import datetime, timedelta
from typing import Final

from homeassistant.components import persistent_notification
from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from ...const import DOMAIN
from .lockout import HOUSE, Locked

EVENT_LOCKOUT: Final = f"{DOMAIN}_guard_lockout"
EVENT_DURESS: Final = f"{DOMAIN}_guard_duress"
ISSUE_PAUSE: Final = "guard_lockout"
ISSUE_OFF: Final = "guard_lockout_off"
NOTIFICATION: Final = f"{DOMAIN}_guard_lockout"


async def async_report_lockout(hass: HomeAssistant, locked: Locked) -> None:
    """Say that guessing is paused, or over until the owner allows it: event, repair, notification.

    The repair of a pause goes when the pause is over; the other one stays through restarts.
    """
    kind, _, subject = locked.bucket.partition(":")
    off = locked.seconds is None
    until = (
        None
        if locked.seconds is None
        else dt_util.now() + timedelta(seconds=locked.seconds)
    )
    hass.bus.async_fire(
        EVENT_LOCKOUT,
        {
            "bucket": kind,
            "subject": subject or None,
            "off": off,
            "until": until.isoformat() if until else None,
        },
    )
    issue = ISSUE_OFF if off else ISSUE_PAUSE
    said = {
        "where": await _async_name(hass, kind, subject),
        "time": f"{until:%H:%M}" if until else "",
    }
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue,
        is_fixable=False,
        is_persistent=off,
        severity=ir.IssueSeverity.CRITICAL if off else ir.IssueSeverity.WARNING,
        translation_key=issue,
        translation_placeholders=said,
    )
    await _async_notify(hass, issue, said)
    if locked.seconds is not None:
        _async_clear_later(hass, locked.seconds)


@callback
def async_clear_lockout(hass: HomeAssistant) -> None:
    """Take back what was shown: the owner lets everyone guess again."""
    for issue in (ISSUE_PAUSE, ISSUE_OFF):
        ir.async_delete_issue(hass, DOMAIN, issue)
    persistent_notification.async_dismiss(hass, NOTIFICATION)


@callback
def async_report_duress(hass: HomeAssistant, user_id: str, entity_id: str) -> None:
    """Say where no one in the room hears it that a person was made to prove a wish."""
    hass.bus.async_fire(EVENT_DURESS, {"user_id": user_id, "entity_id": entity_id})


async def _async_notify(hass: HomeAssistant, issue: str, said: dict[str, str]) -> None:
    texts = await async_get_translations(hass, hass.config.language, "issues", [DOMAIN])
    text = {
        part: texts[f"component.{DOMAIN}.issues.{issue}.{part}"].format(**said)
        for part in ("title", "description")
    }
    persistent_notification.async_create(
        hass, text["description"], text["title"], NOTIFICATION
    )


async def _async_name(hass: HomeAssistant, kind: str, subject: str) -> str:
    if kind == "satellite":
        state = hass.states.get(subject)
        return state.name if state else subject
    if kind == "user":
        user = await hass.auth.async_get_user(subject)
        return (user.name if user else None) or subject
    return hass.config.location_name if kind == HOUSE else subject


@callback
def _async_clear_later(hass: HomeAssistant, seconds: float) -> None:
    @callback
    def clear(now: datetime) -> None:
        ir.async_delete_issue(hass, DOMAIN, ISSUE_PAUSE)

    async_call_later(hass, seconds, HassJob(clear, cancel_on_shutdown=True))
