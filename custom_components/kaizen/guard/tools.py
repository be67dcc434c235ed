"""Which tools a model may call on whose behalf, before any of them looks at the house."""

from collections.abc import Mapping
from contextlib import suppress
from fnmatch import fnmatchcase
import secrets
from typing import Any, Final

from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from .audit import AuditEntry, AuditKind, AuditUnwritableError, Verdict, async_get_audit
from .command import GuardRefusedError
from .entry import async_policy
from .model import DenyReason, Tier
from .provenance import async_caller
from .tiers import LIMITS, TierLimits
from .verdicts import note_refusal

_FOR_GUESTS: Final = ("*GetCurrentTime", "*GetCurrentDate", "*GetDateTime")
_OUTSIDE: Final = ("*web_search", "*read_page")
"""Tools that see nothing of the house; how often is the search's to count."""
_ON_LISTED: Final = (
    *("*HassTurnOn", "*HassTurnOff", "*HassLightSet", "*HassSetVolume*"),
    *("*HassMedia*", "*HassFanSetSpeed"),
)
"""Tools that act on what they name; for guests, on one listed thing by its name."""
_NAME: Final = "name"


async def async_may_call(
    hass: HomeAssistant,
    tool_name: str,
    arguments: Mapping[str, Any],
    context: Context | None,
) -> bool:
    """Return whether a tool may be called for whoever stands behind a context.

    What it does to locks, doors and alarms is asked again where it is done; what does not
    come that far is refused and recorded here.
    """
    caller = await async_caller(hass, context, async_policy(hass))
    if _may_call(hass, LIMITS[caller.tier], tool_name, arguments):
        return True
    reason = DenyReason.GUEST if caller.tier is Tier.GUEST else DenyReason.TIER
    if isinstance(name := arguments.get(_NAME), str):
        note_refusal(GuardRefusedError(reason, name))
    with suppress(AuditUnwritableError):  # shown by the audit itself
        await async_get_audit(hass).async_note(
            AuditEntry(
                kind=AuditKind.DECISION,
                verb=tool_name,
                request_id=secrets.token_hex(16),
                caller=caller,
                decision=Verdict.DENY,
                reason=reason,
                rule="tool",
            )
        )
    return False


def _may_call(
    hass: HomeAssistant,
    limits: TierLimits,
    tool_name: str,
    arguments: Mapping[str, Any],
) -> bool:
    if limits.risk is None:
        return False
    if not limits.listed_entities_only:
        return True
    if _fits(tool_name, _FOR_GUESTS) or (
        limits.searches and _fits(tool_name, _OUTSIDE)
    ):
        return True
    given = {key for key, value in arguments.items() if value not in (None, "", [])}
    by_place = given & {"area", "floor", "domain", "device_class"}
    return (
        _fits(tool_name, _ON_LISTED)
        and not by_place
        and _is_listed(hass, arguments.get(_NAME))
    )


def _fits(tool_name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(tool_name, pattern) for pattern in patterns)


@callback
def _is_listed(hass: HomeAssistant, name: object) -> bool:
    """Return whether everything of that name is among what guests may touch."""
    if not isinstance(name, str) or not name.strip():
        return False
    wanted = name.strip().casefold()
    listed = async_policy(hass).guest_entities
    named = {
        state.entity_id
        for state in hass.states.async_all()
        if wanted in _names(hass, state.entity_id, state.name)
    }
    return bool(named) and named <= listed


def _names(hass: HomeAssistant, entity_id: str, name: str) -> set[str]:
    entry = er.async_get(hass).async_get(entity_id)
    aliases = entry.aliases if entry else ()
    names = (name, *(alias for alias in aliases if isinstance(alias, str)))
    return {one.strip().casefold() for one in names}
