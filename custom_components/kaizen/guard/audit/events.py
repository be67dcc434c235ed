"""Events: each decision of the guard."""

from typing import Any, override

from homeassistant.components.event import EventEntity
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .chain import Record
from .entity import AuditEntity
from .entry import AuditKind, Verdict
from .log import TOLD


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the event of the guard's entry."""
    async_add_entities([SecurityDecision(entry, "security_decision")])


class SecurityDecision(AuditEntity, EventEntity):
    """What the guard decided, one event for each decision."""

    _attr_translation_key = "security_decision"
    _attr_event_types = [verdict.value for verdict in Verdict]

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the decisions."""
        self.async_on_remove(self.audit.async_listen(self._hear))

    @callback
    def _hear(self, record: Record) -> None:
        if record["kind"] == AuditKind.DECISION:
            told = {key: record[key] for key in TOLD if key in record}
            self._trigger_event(told.pop("decision"), told)
            self.async_write_ha_state()
