"""What is so in the house when something is wished."""

from collections import OrderedDict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.const import STATE_HOME, STATE_ON, STATE_PLAYING
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .model import Surroundings

MOTION_FOR: Final = timedelta(minutes=5)
"""How long motion counts after it has stopped."""
ECHO: Final = timedelta(seconds=2)
"""How long after its own voice a satellite may still be hearing it."""

_MOVES: Final = frozenset(
    {
        BinarySensorDeviceClass.MOTION,
        BinarySensorDeviceClass.OCCUPANCY,
        BinarySensorDeviceClass.PRESENCE,
    }
)
_RESPONDING: Final = "responding"
_HEARING: Final = frozenset({"listening", "processing"})
_REMEMBERED: Final = 4096
_HOUSE: Final[HassKey[_Senses]] = HassKey("kaizen_senses")


class _Senses:
    """Remembers what states alone do not tell: what ended when."""

    def __init__(self) -> None:
        self.stirred: OrderedDict[str, datetime] = OrderedDict()
        """When a sensor last stopped to see somebody; a start of Home Assistant is no motion."""
        self.spoke: OrderedDict[str, datetime] = OrderedDict()
        self.overheard: set[str] = set()
        """Satellites that began to listen to their own voice."""

    @callback
    def async_see(self, event: Event[EventStateChangedData]) -> None:
        entity_id = event.data["entity_id"]
        old, new = event.data["old_state"], event.data["new_state"]
        if entity_id.startswith("binary_sensor."):
            _keep(self.stirred, entity_id, event.time_fired)
            return
        if old is not None and old.state == _RESPONDING:
            _keep(self.spoke, entity_id, event.time_fired)
        if new is None or new.state not in _HEARING:
            return
        if old is not None and old.state in _HEARING:
            return
        spoke = self.spoke.get(entity_id)
        if spoke is not None and event.time_fired - spoke < ECHO:
            self.overheard.add(entity_id)
        else:
            self.overheard.discard(entity_id)


def _keep(times: OrderedDict[str, datetime], entity_id: str, when: datetime) -> None:
    times[entity_id] = when
    times.move_to_end(entity_id)
    if len(times) > _REMEMBERED:
        times.popitem(last=False)


@callback
def _matters(data: EventStateChangedData) -> bool:
    entity_id, old, new = data["entity_id"], data["old_state"], data["new_state"]
    if entity_id.startswith("assist_satellite."):
        return old is None or new is None or old.state != new.state
    return (
        entity_id.startswith("binary_sensor.")
        and old is not None
        and old.state == STATE_ON
        and (new is None or new.state != STATE_ON)
    )


@callback
def async_setup(hass: HomeAssistant) -> None:
    """Watch what the house senses for as long as Home Assistant runs."""
    if _HOUSE not in hass.data:
        hass.data[_HOUSE] = _Senses()
        hass.bus.async_listen(
            "state_changed", hass.data[_HOUSE].async_see, event_filter=_matters
        )


@callback
def async_surroundings(
    hass: HomeAssistant, satellite_id: str | None, area_id: str | None
) -> Surroundings:
    """Return who is home, and what stirs and sounds in the room a wish came from."""
    return Surroundings(
        someone_home=_someone_home(hass),
        motion_near=area_id is not None and _moves(hass, area_id),
        loud=_loud(hass, satellite_id, area_id),
    )


@callback
def area_of(hass: HomeAssistant, entity_id: str) -> str | None:
    """Return the room of an entity, or of its device."""
    if (entry := er.async_get(hass).async_get(entity_id)) is None:
        return None
    if entry.area_id or entry.device_id is None:
        return entry.area_id
    device = dr.async_get(hass).async_get(entry.device_id)
    return dr.async_get_effective_area_id(hass, device) if device else None


def _someone_home(hass: HomeAssistant) -> bool:
    return any(person.state == STATE_HOME for person in hass.states.async_all("person"))


def _moves(hass: HomeAssistant, area_id: str) -> bool:
    stirred = hass.data[_HOUSE].stirred
    since = dt_util.utcnow() - MOTION_FOR
    return any(
        sensor.state == STATE_ON
        or ((when := stirred.get(sensor.entity_id)) is not None and when > since)
        for sensor in _within(hass, "binary_sensor", area_id)
        if sensor.attributes.get("device_class") in _MOVES
    )


def _loud(hass: HomeAssistant, satellite_id: str | None, area_id: str | None) -> bool:
    if satellite_id and (
        hass.states.is_state(satellite_id, _RESPONDING)
        or satellite_id in hass.data[_HOUSE].overheard
    ):
        return True
    if area_id is None:
        return False
    own = _device_of(hass, satellite_id) if satellite_id else None
    return any(
        player.state == STATE_PLAYING
        and (own is None or _device_of(hass, player.entity_id) != own)
        for player in _within(hass, "media_player", area_id)
    ) or any(
        satellite.state == _RESPONDING and satellite.entity_id != satellite_id
        for satellite in _within(hass, "assist_satellite", area_id)
    )


def _within(hass: HomeAssistant, domain: str, area_id: str) -> Iterator[State]:
    return (
        state
        for state in hass.states.async_all(domain)
        if area_of(hass, state.entity_id) == area_id
    )


def _device_of(hass: HomeAssistant, entity_id: str) -> str | None:
    entry = er.async_get(hass).async_get(entity_id)
    return entry.device_id if entry else None
