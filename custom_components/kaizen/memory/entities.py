"""What the memory shows of itself, and its switch; no word of a memory is in any state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.components.switch import SwitchEntity
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ..const import DOMAIN
from .index import Health
from .runtime import MemoryConfigEntry, MemoryRuntime
from .store import State
from .upkeep import By

WORDS_ONLY: Final = "words_only"
"""Nothing makes vectors: memories are found by shared words."""


@dataclass(frozen=True, kw_only=True)
class MemorySensorDescription(SensorEntityDescription):
    """Something about the memory."""

    value_fn: Callable[[MemoryRuntime], str | int | datetime | None]


def _index_health(runtime: MemoryRuntime) -> str:
    status = runtime.status
    if status.by is By.WORDS and status.index is not Health.REBUILDING:
        return WORDS_ONLY
    return str(status.index or Health.READY)


SENSORS: Final = (
    MemorySensorDescription(
        key="memories",
        translation_key="memories",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda runtime: runtime.numbers.states.get(State.LIVE, 0),
    ),
    MemorySensorDescription(
        key="memories_pending",
        translation_key="memories_pending",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda runtime: runtime.numbers.states.get(State.PENDING, 0),
    ),
    MemorySensorDescription(
        key="memory_last_learned",
        translation_key="memory_last_learned",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda runtime: runtime.numbers.last_learned,
    ),
    MemorySensorDescription(
        key="memory_index",
        translation_key="memory_index",
        device_class=SensorDeviceClass.ENUM,
        entity_category=EntityCategory.DIAGNOSTIC,
        options=[*(health.value for health in Health), WORDS_ONLY],
        value_fn=_index_health,
    ),
)


class MemoryEntity(Entity):
    """An entity of the memory."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, entry: MemoryConfigEntry, key: str) -> None:
        """Belong to the memory's entry."""
        self.runtime = entry.runtime_data
        self._attr_unique_id = f"{entry.entry_id}-{key}"
        self._attr_device_info = dr.DeviceInfo(
            identifiers={(DOMAIN, entry.entry_id)},
            name=entry.title,
            manufacturer="Kaizen",
            entry_type=dr.DeviceEntryType.SERVICE,
        )

    @override
    async def async_added_to_hass(self) -> None:
        """Follow what changes."""
        self.async_on_remove(self.runtime.listen(self.async_write_ha_state))


class MemorySensor(MemoryEntity, SensorEntity):
    """Something about the memory."""

    entity_description: MemorySensorDescription

    def __init__(
        self, entry: MemoryConfigEntry, description: MemorySensorDescription
    ) -> None:
        """Show what the description says."""
        super().__init__(entry, description.key)
        self.entity_description = description

    @property
    @override
    def native_value(self) -> str | int | datetime | None:
        """What is so now."""
        return self.entity_description.value_fn(self.runtime)


class MemorySwitch(MemoryEntity, SwitchEntity):
    """The owner's switch: off, nothing is told, kept or learned."""

    _attr_translation_key = "memory"

    def __init__(self, entry: MemoryConfigEntry) -> None:
        """Switch the memory of the entry."""
        super().__init__(entry, "enabled")

    @property
    @override
    def is_on(self) -> bool:
        """Whether memory is on."""
        return self.runtime.enabled

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Tell, keep and learn again."""
        await self.runtime.async_enable(True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Tell, keep and learn nothing; what is known stays."""
        await self.runtime.async_enable(False)


async def async_setup_sensors(
    hass: HomeAssistant,
    entry: MemoryConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of the memory's entry."""
    async_add_entities(MemorySensor(entry, description) for description in SENSORS)


async def async_setup_switches(
    hass: HomeAssistant,
    entry: MemoryConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the switch of the memory's entry."""
    async_add_entities([MemorySwitch(entry)])
