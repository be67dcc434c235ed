"""Setting up the guard: what is there without an entry, and what its entry brings."""

from datetime import timedelta
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..trash import async_set_retention
from .approvals import async_setup_approvals
from .audit import AuditEntry, AuditKind, async_get_audit, async_setup_audit
from .entry import async_policy
from .flow.keeper import EntryKeeper
from .flow.who import current_user
from .intents import async_setup_intents
from .proxies import PLATFORMS as PROXIED
from .runtime import GUARD, Guard
from .ways import WaysWatch
from .websocket import async_setup_websocket

_KEEPER: Final[HassKey[EntryKeeper]] = HassKey("kaizen_guard_keeper")
PLATFORMS: Final = (*PROXIED, Platform.EVENT, Platform.SENSOR)


@callback
def async_setup(hass: HomeAssistant) -> None:
    """Begin to follow contexts, to record, and to see what becomes of the guard's entry."""
    guard = hass.data[GUARD] = Guard(hass)
    async_setup_audit(hass)
    async_setup_approvals(guard)
    async_setup_intents(hass)
    async_setup_websocket(hass)
    keeper = hass.data[_KEEPER] = EntryKeeper(hass)
    keeper.async_start()


async def async_start(hass: HomeAssistant) -> None:
    """Load what the guard remembers; until then nothing can be proven."""
    await hass.data[GUARD].async_start()


@callback
def async_ensure_entry(hass: HomeAssistant) -> None:
    """Create the guard's entry if there is none."""
    hass.data[_KEEPER].async_ensure()


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Add the guarded twins and what tells of the audit; watch for ways around both."""
    _keep_deleted_things(hass)
    entry.async_on_unload(entry.add_update_listener(_async_changed))
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    WaysWatch(hass, entry).async_start()


async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Remove them."""
    await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)


async def _async_changed(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Record that the owner decided otherwise; the policy itself is read whenever it matters.

    Raises:
        AuditUnwritableError: It could not be recorded.
    """
    _keep_deleted_things(hass)
    user = current_user()
    await async_get_audit(hass).async_note(
        AuditEntry(
            kind=AuditKind.POLICY,
            verb="guard.change_policy",
            actor=user.id if user else None,
        )
    )


@callback
def _keep_deleted_things(hass: HomeAssistant) -> None:
    days = async_policy(hass).trash_days
    async_set_retention(hass, timedelta(days=days))
