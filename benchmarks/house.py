"""A house of any size, made of template entities: rooms on two floors, the usual kinds, some with aliases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any, Final

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
)

ASSISTANT: Final = "conversation"

ROOMS: Final = (
    *("Kitchen", "Living room", "Bedroom", "Bathroom", "Hallway", "Office"),
    *("Nursery", "Guest room", "Cellar", "Garage", "Attic", "Dining room"),
    *("Laundry", "Pantry", "Terrace", "Garden", "Workshop", "Library"),
)
_UPSTAIRS: Final = frozenset({"Bedroom", "Bathroom", "Office", "Nursery", "Attic"})

_ALIAS_EVERY: Final = 8
"""One entity in so many has a second name."""

_KINDS: Final = (
    *("light", "sensor", "light", "binary_sensor", "switch", "sensor", "cover"),
    *("light", "sensor", "fan", "light", "sensor", "binary_sensor", "switch"),
    *("light", "sensor", "cover", "light", "sensor", "binary_sensor", "lock"),
    *("switch", "sensor", "light", "sensor"),
)
"""The mix, over and over: a quarter is lights, a third is sensors."""

_THINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "light": ("ceiling light", "floor lamp", "spots", "reading lamp", "strip"),
    "sensor": ("temperature", "humidity", "air quality", "power", "brightness"),
    "binary_sensor": ("window", "motion", "smoke"),
    "switch": ("socket", "heater plug", "charger"),
    "cover": ("blind", "curtain"),
    "fan": ("fan",),
    "lock": ("door lock",),
}
_SETTINGS: Final[Mapping[str, Mapping[str, Any]]] = {
    "light": {"turn_on": [], "turn_off": [], "set_level": []},
    "sensor": {"state": "21.5", "unit_of_measurement": "°C"},
    "binary_sensor": {"state": "{{ false }}"},
    "switch": {"turn_on": [], "turn_off": []},
    "cover": {"open_cover": [], "close_cover": [], "set_cover_position": []},
    "fan": {"turn_on": [], "turn_off": [], "set_percentage": []},
    "lock": {"lock": [], "unlock": []},
    "alarm_control_panel": {"arm_away": [], "disarm": [], "code_arm_required": False},
    "weather": {
        "condition_template": "sunny",
        "temperature_template": "{{ 21 }}",
        "humidity_template": "{{ 50 }}",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One entity of the house."""

    kind: str
    name: str
    room: str | None

    @property
    def unique_id(self) -> str:
        """What its registry entry is found by."""
        return self.name.lower().replace(" ", "_")


def things(count: int) -> list[Thing]:
    """Return the house's entities: an alarm panel and a weather station, then the mix."""
    named = (
        Thing(kind="alarm_control_panel", name="House alarm", room=None),
        Thing(kind="weather", name="Weather at home", room=None),
    )
    return [*named, *islice(_mix(), max(count - len(named), 0))][:count]


def _mix() -> Iterator[Thing]:
    seen: dict[str, int] = {}
    for index, kind in enumerate(cycle(_KINDS)):
        room = ROOMS[index % len(ROOMS)]
        thing = _THINGS[kind][index // len(ROOMS) % len(_THINGS[kind])]
        name = f"{room} {thing}"
        seen[name] = seen.get(name, 0) + 1
        yield Thing(
            kind=kind,
            name=name if seen[name] == 1 else f"{name} {seen[name]}",
            room=room,
        )


def configuration(count: int) -> dict[str, Any]:
    """Return the configuration of a Home Assistant with so many entities."""
    return {
        "homeassistant": {"name": "Benchmark", "country": "DE", "time_zone": "UTC"},
        "assist_pipeline": {},
        "conversation": {},
        "template": [
            {
                thing.kind: [
                    {
                        "name": thing.name,
                        "unique_id": thing.unique_id,
                        **_SETTINGS[thing.kind],
                    }
                ]
            }
            for thing in things(count)
        ],
    }


def furnish(hass: HomeAssistant, count: int) -> None:
    """Put every entity into its room, give some an alias, and let assistants use all."""
    registry = er.async_get(hass)
    areas = _rooms(hass)
    for index, thing in enumerate(things(count)):
        entity_id = registry.async_get_entity_id(
            thing.kind, "template", thing.unique_id
        )
        assert entity_id, f"{thing.name} was not set up"
        if thing.room:
            registry.async_update_entity(entity_id, area_id=areas[thing.room])
        if index % _ALIAS_EVERY == 0:
            registry.async_update_entity(
                entity_id, aliases=[er.COMPUTED_NAME, f"My {thing.name.lower()}"]
            )
        async_expose_entity(hass, ASSISTANT, entity_id, True)


def _rooms(hass: HomeAssistant) -> dict[str, str]:
    floors = fr.async_get(hass)
    ground = floors.async_create("Ground floor").floor_id
    upstairs = floors.async_create("Upstairs").floor_id
    registry = ar.async_get(hass)
    return {
        room: registry.async_create(
            room, floor_id=upstairs if room in _UPSTAIRS else ground
        ).id
        for room in ROOMS
    }


def satellite(hass: HomeAssistant, entry: ConfigEntry, room: str) -> str:
    """Return the id of a device to speak to, in a room."""
    area = ar.async_get(hass).async_get_area_by_name(room)
    assert area
    devices = dr.async_get(hass)
    device = devices.async_get_or_create(
        config_entry_id=entry.entry_id,
        identifiers={("benchmark", room)},
        name=f"{room} satellite",
    )
    devices.async_update_device(device.id, area_id=area.id)
    return device.id


def change_states(hass: HomeAssistant, step: int) -> None:
    """Give every sensor a new reading, as minutes of normal life do."""
    for state in hass.states.async_all("sensor"):
        hass.states.async_set(
            state.entity_id, f"{20 + step / 10:.1f}", state.attributes
        )
