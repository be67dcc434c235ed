"""Keeps the guard's entry: it is always there, and only its owner takes anything out of it.

Home Assistant lets every administrator delete an entry and its subentries, without asking the
integration first. What somebody else deletes is therefore put back, and the owner is told.
"""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    SOURCE_IMPORT,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
    ConfigSubentry,
    ConfigSubentryData,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ...const import CONF_KIND, DOMAIN, LOGGER, EntryKind
from ..entry import CONF_REGISTRY_ID, SUBENTRY_RULE, guard_entry
from ..policy import CONF_ENTITY_ID
from ..proxies import SUBENTRY_PROXY, async_adopt, proxies_in
from .who import current_user, is_owner

TAMPERED: Final = "guard_tampered"
OPTIONS: Final = "options"
SUBENTRIES: Final = "subentries"


class EntryKeeper:
    """Follows the guard's entry for as long as Home Assistant runs."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Know what is there now."""
        self._hass = hass
        entry = guard_entry(hass)
        self._subentries = dict(entry.subentries) if entry else {}
        self._proxies = _proxies_of(self._subentries)

    @callback
    def async_start(self) -> None:
        """Hide what has a twin, give back what has none any more, and follow changes."""
        self._adopt()
        async_dispatcher_connect(
            self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._async_changed
        )
        self._hass.bus.async_listen(
            er.EVENT_ENTITY_REGISTRY_UPDATED, self._async_renamed, _is_rename
        )

    @callback
    def async_ensure(self) -> None:
        """Create the entry if there is none."""
        if guard_entry(self._hass) is None:
            self._create({})

    @callback
    def _async_changed(self, change: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain != DOMAIN or entry.data.get(CONF_KIND) != EntryKind.GUARD:
            return
        user = current_user()
        stranger = user if user and not is_owner(self._hass, user) else None
        if change is ConfigEntryChange.REMOVED:
            self._async_removed(entry, stranger)
        elif entry is guard_entry(self._hass):
            self._async_updated(entry, stranger)

    def _async_removed(self, entry: ConfigEntry, stranger: User | None) -> None:
        """Come back: as it was, if it was not the owner who removed it."""
        if stranger:
            self._tell(stranger)
            self._create(
                {
                    OPTIONS: dict(entry.options),
                    SUBENTRIES: [
                        ConfigSubentryData(
                            data=subentry.data,
                            subentry_type=subentry.subentry_type,
                            title=subentry.title,
                            unique_id=subentry.unique_id,
                        )
                        for subentry in self._subentries.values()
                    ],
                }
            )
            return
        self._subentries = {}
        self._proxies = {}
        self._adopt()
        if self._hass.config_entries.async_entries(DOMAIN):
            self._create({})

    def _async_updated(self, entry: ConfigEntry, stranger: User | None) -> None:
        gone = [
            subentry
            for subentry_id, subentry in self._subentries.items()
            if subentry_id not in entry.subentries
        ]
        if stranger and gone:
            self._tell(stranger)
            for subentry in gone:
                self._hass.config_entries.async_add_subentry(entry, subentry)
        self._subentries = dict(entry.subentries)
        proxies = _proxies_of(self._subentries)
        if proxies != self._proxies or (stranger and gone):
            self._proxies = proxies
            self._adopt()
            if entry.state is ConfigEntryState.LOADED:
                self._hass.config_entries.async_schedule_reload(entry.entry_id)

    def _create(self, contents: Mapping[str, Any]) -> None:
        self._hass.async_create_task(
            self._hass.config_entries.flow.async_init(
                DOMAIN, context={"source": SOURCE_IMPORT}, data=contents
            ),
            f"{DOMAIN} guard entry",
        )

    def _adopt(self) -> None:
        entry = guard_entry(self._hass)
        settings = proxies_in(entry) if entry else []
        async_adopt(self._hass, {proxy.source for proxy in settings})

    def _tell(self, stranger: User) -> None:
        name = stranger.name or stranger.id
        LOGGER.warning(
            "%s deleted something of the guard without being its owner; it was put back",
            name,
        )
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            TAMPERED,
            is_fixable=True,
            is_persistent=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=TAMPERED,
            translation_placeholders={"user": name},
        )

    @callback
    def _async_renamed(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        """Let a rule follow its entity to a new name."""
        if (entry := guard_entry(self._hass)) is None:
            return
        entity_id = event.data["entity_id"]
        known = er.async_get(self._hass).async_get(entity_id)
        for subentry in entry.subentries.values():
            if (
                known
                and subentry.subentry_type == SUBENTRY_RULE
                and subentry.data.get(CONF_REGISTRY_ID) == known.id
            ):
                self._hass.config_entries.async_update_subentry(
                    entry, subentry, data={**subentry.data, CONF_ENTITY_ID: entity_id}
                )


def _proxies_of(
    subentries: Mapping[str, ConfigSubentry],
) -> dict[str, Mapping[str, Any]]:
    return {
        subentry_id: subentry.data
        for subentry_id, subentry in subentries.items()
        if subentry.subentry_type == SUBENTRY_PROXY
    }


@callback
def _is_rename(data: er.EventEntityRegistryUpdatedData) -> bool:
    return data["action"] == "update" and "entity_id" in data["changes"]
