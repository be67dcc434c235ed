"""What an agent's turns cost, and whether its model is loaded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import EntityCategory, UnitOfInformation, UnitOfTime
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .coordinator import ServerCoordinator, ServerSnapshot
from .entity import AgentEntity
from .metrics import AgentMeter, TurnMetrics
from .ollama import LoadedModel, full_name
from .runtime import AssistantConfigEntry
from .settings import SUBENTRY_CONVERSATION


@dataclass(frozen=True, kw_only=True)
class MeterSensorDescription(SensorEntityDescription):
    """A measurement of an agent's turns."""

    value_fn: Callable[[AgentMeter], float | None]
    conversation_only: bool = False
    entity_category: EntityCategory | None = EntityCategory.DIAGNOSTIC
    state_class: SensorStateClass | None = SensorStateClass.MEASUREMENT


@dataclass(frozen=True, kw_only=True)
class ModelSensorDescription(SensorEntityDescription):
    """What the model server tells about a model, given by its name."""

    value_fn: Callable[[ServerSnapshot, str], str | int]
    entity_category: EntityCategory | None = EntityCategory.DIAGNOSTIC


def _of_last(
    read: Callable[[TurnMetrics], float | None],
) -> Callable[[AgentMeter], float | None]:
    """Return a reader of the latest turn; unknown before the first one."""
    return lambda meter: None if meter.last is None else read(meter.last)


def _counted(
    read: Callable[[TurnMetrics], int],
) -> Callable[[AgentMeter], float | None]:
    """Return a reader of tokens; unknown when the turn failed before the server counted."""
    return _of_last(lambda turn: read(turn) if turn.prompt_tokens else None)


METER_SENSORS: Final[tuple[MeterSensorDescription, ...]] = (
    MeterSensorDescription(
        key="time_to_first_token",
        translation_key="time_to_first_token",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_display_precision=2,
        value_fn=_of_last(lambda turn: turn.first_delta),
    ),
    MeterSensorDescription(
        key="total_time",
        translation_key="total_time",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        value_fn=_of_last(lambda turn: turn.total),
    ),
    MeterSensorDescription(
        key="tokens_per_second",
        translation_key="tokens_per_second",
        suggested_display_precision=1,
        value_fn=_of_last(lambda turn: turn.tokens_per_second),
    ),
    MeterSensorDescription(
        key="prompt_tokens",
        translation_key="prompt_tokens",
        entity_registry_enabled_default=False,
        value_fn=_counted(lambda turn: turn.prompt_tokens),
    ),
    MeterSensorDescription(
        key="evaluated_tokens",
        translation_key="evaluated_tokens",
        entity_registry_enabled_default=False,
        conversation_only=True,
        value_fn=_counted(lambda turn: turn.evaluated_tokens),
    ),
    MeterSensorDescription(
        key="output_tokens",
        translation_key="output_tokens",
        entity_registry_enabled_default=False,
        value_fn=_counted(lambda turn: turn.output_tokens),
    ),
    MeterSensorDescription(
        key="errors",
        translation_key="errors",
        state_class=SensorStateClass.TOTAL_INCREASING,
        value_fn=lambda meter: meter.errors,
    ),
)


def _loaded(server: ServerSnapshot, model: str) -> LoadedModel | None:
    name = full_name(model)
    return next((known for known in server.loaded if known.name == name), None)


def _model_state(server: ServerSnapshot, model: str) -> str:
    if _loaded(server, model):
        return "loaded"
    return "not_loaded" if server.find(model) else "not_installed"


def _memory(server: ServerSnapshot, model: str) -> int:
    loaded = _loaded(server, model)
    return loaded.size if loaded else 0


def _video_memory(server: ServerSnapshot, model: str) -> int:
    loaded = _loaded(server, model)
    return loaded.size_vram if loaded else 0


MODEL_SENSORS: Final[tuple[ModelSensorDescription, ...]] = (
    ModelSensorDescription(
        key="model",
        translation_key="model",
        device_class=SensorDeviceClass.ENUM,
        options=["loaded", "not_loaded", "not_installed"],
        value_fn=_model_state,
    ),
    *(
        ModelSensorDescription(
            key=key,
            translation_key=key,
            device_class=SensorDeviceClass.DATA_SIZE,
            state_class=SensorStateClass.MEASUREMENT,
            native_unit_of_measurement=UnitOfInformation.BYTES,
            suggested_unit_of_measurement=UnitOfInformation.GIBIBYTES,
            suggested_display_precision=1,
            entity_registry_enabled_default=False,
            value_fn=value_fn,
        )
        for key, value_fn in (
            ("model_memory", _memory),
            ("model_video_memory", _video_memory),
        )
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: AssistantConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of every agent and AI task."""
    for subentry in entry.subentries.values():
        async_add_entities(
            _sensors(entry, subentry), config_subentry_id=subentry.subentry_id
        )


def _sensors(
    entry: AssistantConfigEntry, subentry: ConfigSubentry
) -> Iterator[SensorEntity]:
    converses = subentry.subentry_type == SUBENTRY_CONVERSATION
    for meter in METER_SENSORS:
        if converses or not meter.conversation_only:
            yield MeterSensor(entry, subentry, meter)
    for model in MODEL_SENSORS:
        yield ModelSensor(entry, subentry, model)


class MeterSensor(AgentEntity, SensorEntity):
    """A measurement of an agent's latest turn, or of all since start."""

    entity_description: MeterSensorDescription

    def __init__(
        self,
        entry: AssistantConfigEntry,
        subentry: ConfigSubentry,
        description: MeterSensorDescription,
    ) -> None:
        """Read the meter of a subentry."""
        super().__init__(entry, subentry, description.key)
        self.entity_description = description
        self._meter = self.runtime.meter(subentry)

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the turns."""
        await super().async_added_to_hass()
        self.async_on_remove(self._meter.add_listener(self.async_write_ha_state))

    @property
    @override
    def native_value(self) -> float | None:
        """The measurement; unknown before the first turn."""
        return self.entity_description.value_fn(self._meter)


class ModelSensor(AgentEntity, CoordinatorEntity[ServerCoordinator], SensorEntity):
    """What the model server tells about an agent's model."""

    entity_description: ModelSensorDescription

    def __init__(
        self,
        entry: AssistantConfigEntry,
        subentry: ConfigSubentry,
        description: ModelSensorDescription,
    ) -> None:
        """Read the server about the model of a subentry."""
        AgentEntity.__init__(self, entry, subentry, description.key)
        CoordinatorEntity.__init__(self, self.runtime.server)
        self.entity_description = description
        self._entry = entry

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the server, and the turns that make it load the model."""
        await super().async_added_to_hass()
        meter = self.runtime.meter(self.subentry)
        self.async_on_remove(meter.add_listener(self._async_after_turn))

    @callback
    def _async_after_turn(self) -> None:
        """Look again: the next poll may be a minute away."""
        server = self.coordinator
        if not self.available or not _loaded(server.data, self.settings.model):
            self._entry.async_create_background_task(
                self.hass, server.async_request_refresh(), "kaizen refresh after turn"
            )

    @property
    @override
    def native_value(self) -> str | int:
        """What the server told last."""
        return self.entity_description.value_fn(
            self.coordinator.data, self.settings.model
        )
