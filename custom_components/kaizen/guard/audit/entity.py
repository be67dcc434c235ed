"""What the entities of the audit have in common."""

from typing import Any, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.entity import Entity

from ...const import DOMAIN
from .log import AuditLog, async_get_audit


def guard_device(entry: ConfigEntry[Any]) -> dr.DeviceInfo:
    """Return the one device that stands for the guard."""
    return dr.DeviceInfo(
        identifiers={(DOMAIN, entry.entry_id)},
        name=entry.title,
        manufacturer="Kaizen",
        entry_type=dr.DeviceEntryType.SERVICE,
    )


class AuditEntity(Entity):
    """An entity that shows something of the audit."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, entry: ConfigEntry[Any], key: str) -> None:
        """Belong to the guard's entry."""
        self._attr_unique_id = f"{entry.entry_id}-{key}"
        self._attr_device_info = guard_device(entry)

    @property
    def audit(self) -> AuditLog:
        """The audit of this house."""
        return async_get_audit(self.hass)

    @override
    async def async_added_to_hass(self) -> None:
        """Follow what is written."""
        self.async_on_remove(self.audit.async_watch(self.async_write_ha_state))
