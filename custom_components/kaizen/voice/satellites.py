"""What happens at each satellite: a sensor that knows more than the satellite itself.

A satellite says that it responds once the whole answer is there. What is announced before, while
a tool runs, is heard while it still says that it is processing.
"""

from collections.abc import Mapping
from typing import Final, override

from homeassistant.components.assist_satellite import DOMAIN as SATELLITES
from homeassistant.components.assist_satellite.entity import AssistSatelliteState
from homeassistant.components.sensor import SensorDeviceClass, SensorEntity
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device import async_entity_id_to_device
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.event import (
    async_track_state_added_domain,
    async_track_state_change_event,
)

from ..assistant.answers import Cause, async_answers, async_interrupt
from ..const import DOMAIN
from .runtime import VoiceConfigEntry, VoiceRuntime

SPEAKING: Final = "speaking"
_STATES: Final[Mapping[str, str]] = {
    AssistSatelliteState.IDLE: "idle",
    AssistSatelliteState.LISTENING: "listening",
    AssistSatelliteState.PROCESSING: "processing",
    AssistSatelliteState.RESPONDING: SPEAKING,
}


class SatelliteSensor(SensorEntity):
    """Whether a satellite is idle, listens, thinks or speaks; notices who interrupts it."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _attr_translation_key = "voice_state"
    _attr_device_class = SensorDeviceClass.ENUM
    _attr_options = [*_STATES.values()]

    def __init__(
        self, hass: HomeAssistant, runtime: VoiceRuntime, satellite_id: str
    ) -> None:
        """Follow a satellite."""
        self._runtime = runtime
        self._satellite_id = satellite_id
        self._attr_unique_id = _unique_id(hass, satellite_id)
        self.device_entry = async_entity_id_to_device(hass, satellite_id)
        self._read(hass)

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the satellite, and the voices that speak to it."""
        self.async_on_remove(
            async_track_state_change_event(
                self.hass, self._satellite_id, self._async_satellite_changed
            )
        )
        self.async_on_remove(self._runtime.async_on_sound(self._async_sounds))

    def _read(self, hass: HomeAssistant) -> None:
        state = hass.states.get(self._satellite_id)
        self._attr_native_value = _STATES.get(state.state) if state else None
        self._attr_available = self._attr_native_value is not None

    @callback
    def _async_satellite_changed(self, event: Event[EventStateChangedData]) -> None:
        before = self._attr_native_value
        self._read(self.hass)
        if self._attr_native_value == before:
            return
        if self._attr_native_value == "listening":
            self._async_interrupt()
        self.async_write_ha_state()

    @callback
    def _async_interrupt(self) -> None:
        """Whoever is listened to has interrupted what was still being said."""
        for answer in async_answers(self.hass).unfinished():
            if answer.satellite_id == self._satellite_id and answer.is_written:
                async_interrupt(self.hass, answer, Cause.NEW_RUN)

    @callback
    def _async_sounds(self, satellite_id: str) -> None:
        if satellite_id == self._satellite_id and self._attr_native_value != SPEAKING:
            self._attr_native_value = SPEAKING
            self.async_write_ha_state()


def _unique_id(hass: HomeAssistant, satellite_id: str) -> str:
    entry = er.async_get(hass).async_get(satellite_id)
    return f"satellite-{entry.id if entry else satellite_id}"


async def async_setup_entry(
    hass: HomeAssistant,
    entry: VoiceConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a sensor for each satellite, also for those that come later."""
    runtime = entry.runtime_data
    followed: dict[str, str] = {}

    @callback
    def follow(satellite_id: str) -> None:
        key = _unique_id(hass, satellite_id)
        if followed.get(key) == satellite_id:
            return
        if key in followed:
            # It was renamed; what follows it holds on to its old name.
            hass.config_entries.async_schedule_reload(entry.entry_id)
            return
        followed[key] = satellite_id
        async_add_entities([SatelliteSensor(hass, runtime, satellite_id)])

    @callback
    def added(event: Event[EventStateChangedData]) -> None:
        follow(event.data["entity_id"])

    @callback
    def removed(event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        """Take the sensor of a satellite away that is gone for good."""
        entity_id = event.data["entity_id"]
        for key, satellite_id in tuple(followed.items()):
            if satellite_id == entity_id:
                del followed[key]
                registry = er.async_get(hass)
                if sensor := registry.async_get_entity_id("sensor", DOMAIN, key):
                    registry.async_remove(sensor)

    entry.async_on_unload(async_track_state_added_domain(hass, SATELLITES, added))
    entry.async_on_unload(
        hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, removed, _is_removal)
    )
    for satellite_id in hass.states.async_entity_ids(SATELLITES):
        follow(satellite_id)


@callback
def _is_removal(data: er.EventEntityRegistryUpdatedData) -> bool:
    return data["action"] == "remove"
