"""Sensors: the latest decision, and how the audit stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import AuditEntity
from .entry import Verdict
from .log import TOLD, AuditLog, Integrity


@dataclass(frozen=True, kw_only=True)
class AuditSensorDescription(SensorEntityDescription):
    """Something about the audit."""

    value_fn: Callable[[AuditLog], str | int | None]
    attributes_fn: Callable[[AuditLog], Mapping[str, Any]] = lambda audit: {}


def _decision(audit: AuditLog) -> str | None:
    return (audit.last_decision or {}).get("decision")


def _about_decision(audit: AuditLog) -> dict[str, Any]:
    last = audit.last_decision or {}
    return {key: last.get(key) for key in TOLD if key != "decision"}


def _about_flaw(audit: AuditLog) -> dict[str, Any]:
    report = audit.report
    return {
        "first_broken": report and report.first_broken,
        "segment": report and report.segment,
        "flaw": report and report.flaw,
    }


SENSORS: Final = (
    AuditSensorDescription(
        key="last_decision",
        translation_key="last_decision",
        device_class=SensorDeviceClass.ENUM,
        options=[verdict.value for verdict in Verdict],
        value_fn=_decision,
        attributes_fn=_about_decision,
    ),
    AuditSensorDescription(
        key="audit_entries",
        translation_key="audit_entries",
        entity_category=EntityCategory.DIAGNOSTIC,
        state_class=SensorStateClass.TOTAL_INCREASING,
        value_fn=lambda audit: audit.entries,
    ),
    AuditSensorDescription(
        key="audit_integrity",
        translation_key="audit_integrity",
        entity_category=EntityCategory.DIAGNOSTIC,
        device_class=SensorDeviceClass.ENUM,
        options=[integrity.value for integrity in Integrity],
        value_fn=lambda audit: audit.integrity.value,
        attributes_fn=_about_flaw,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of the guard's entry."""
    async_add_entities(AuditSensor(entry, description) for description in SENSORS)


class AuditSensor(AuditEntity, SensorEntity):
    """Something about the audit."""

    entity_description: AuditSensorDescription

    def __init__(
        self, entry: ConfigEntry[Any], description: AuditSensorDescription
    ) -> None:
        """Read the audit of this house."""
        super().__init__(entry, description.key)
        self.entity_description = description

    @property
    @override
    def native_value(self) -> str | int | None:
        """What the audit says now."""
        return self.entity_description.value_fn(self.audit)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        """More about it; nothing about persons."""
        return self.entity_description.attributes_fn(self.audit)
