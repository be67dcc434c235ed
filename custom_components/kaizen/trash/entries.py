"""Removed config entries of Kaizen, with their agents, rules and everything else in them.

Tokens and passwords of an entry go with it in clear: without them it would not come back whole. The file lies
beside Home Assistant's own, which holds the same secrets in the same way, and nobody else can read it. What
is listed, told or audited about an entry never holds its data.
"""

from collections.abc import Mapping
from datetime import datetime
import json
from types import MappingProxyType
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.helpers.discovery_flow import DiscoveryKey
from homeassistant.helpers.json import json_bytes_sorted

from ..const import DOMAIN
from .errors import TrashConflictError, TrashNotFoundError
from .model import Payload

KIND: Final = "config_entry"
ACTOR: Final = "home_assistant"
"""Home Assistant does not say who removes an entry."""


def payload_of(entry: ConfigEntry[Any]) -> Payload:
    """Return a whole entry."""
    return Payload(label=entry.title, content=json_bytes_sorted(entry.as_dict()))


def entry_of(content: bytes) -> ConfigEntry[Any]:
    """Return an equal entry."""
    stored: dict[str, Any] = json.loads(content)
    disabled_by, keys = stored["disabled_by"], stored["discovery_keys"]
    return ConfigEntry(
        **{key: stored[key] for key in _AS_STORED},
        created_at=datetime.fromisoformat(stored["created_at"]),
        modified_at=datetime.fromisoformat(stored["modified_at"]),
        disabled_by=disabled_by and ConfigEntryDisabler(disabled_by),
        discovery_keys=_discovery_keys(keys),
        subentries_data=stored["subentries"],
    )


_AS_STORED: Final = (
    "data",
    "domain",
    "entry_id",
    "minor_version",
    "options",
    "pref_disable_new_entities",
    "pref_disable_polling",
    "source",
    "title",
    "unique_id",
    "version",
)


def _discovery_keys(
    stored: Mapping[str, Any],
) -> MappingProxyType[str, tuple[DiscoveryKey, ...]]:
    return MappingProxyType(
        {
            domain: tuple(DiscoveryKey.from_json_dict(key) for key in keys)
            for domain, keys in stored.items()
        }
    )


class EntryTrash:
    """Config entries as a kind of things that can be in the trash."""

    name: Final = KIND
    is_lazy: Final = True
    """Home Assistant saves its entries a second after they changed."""
    has_versions: Final = False

    def __init__(self, hass: HomeAssistant) -> None:
        """Look after the entries of a Home Assistant."""
        self._hass = hass

    async def async_take(self, key: str) -> Payload:
        """Return an entry, and leave it where it is."""
        entry = self._hass.config_entries.async_get_entry(key)
        if entry is None or entry.domain != DOMAIN:
            raise TrashNotFoundError(key)
        return payload_of(entry)

    async def async_let_go(self, key: str) -> None:
        """Remove an entry."""
        if await self.async_exists(key):
            await self._hass.config_entries.async_remove(key)

    async def async_put_back(self, key: str, content: bytes) -> None:
        """Add an equal entry and set it up; the names of its entities are Home Assistant's to remember."""
        entry = entry_of(content)
        if entry.unique_id is not None and (
            self._hass.config_entries.async_entry_for_domain_unique_id(
                DOMAIN, entry.unique_id
            )
        ):
            raise TrashConflictError(entry.title)
        await self._hass.config_entries.async_add(entry)

    async def async_exists(self, key: str) -> bool:
        """Return whether there is such an entry."""
        return self._hass.config_entries.async_get_entry(key) is not None
