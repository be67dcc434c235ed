"""Five hundred entities with names as people give them, in twelve rooms."""

from collections.abc import Iterator
from itertools import count as counting, islice, product

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, entity_registry as er
from homeassistant.setup import async_setup_component

AREAS = (
    *("Kitchen", "Living Room", "Dining Room", "Master Bedroom", "Guest Bedroom"),
    *("Kids Room", "Bathroom", "Upstairs Bathroom", "Office", "Hallway"),
    *("Garage", "Garden"),
)
THINGS = {
    "light": ("Ceiling Light", "Floor Lamp", "Desk Lamp", "LED Strip", "Wall Sconce"),
    "switch": (
        "Coffee Machine",
        "TV Plug",
        "Heater Plug",
        "Air Purifier",
        "Fairy Lights",
    ),
    "cover": ("Left Blind", "Right Blind", "Roof Window", "Curtain"),
    "sensor": (
        *("Temperature", "Humidity", "CO2", "Power", "Energy Today", "Battery"),
        *("Illuminance", "Noise", "Pressure", "Air Quality"),
    ),
    "binary_sensor": ("Window", "Door", "Motion", "Smoke", "Water Leak", "Occupancy"),
    "climate": ("Thermostat", "Floor Heating"),
    "media_player": ("Speaker", "TV"),
    "fan": ("Ceiling Fan", "Extractor Fan"),
    "lock": ("Door Lock",),
    "vacuum": ("Robot",),
    "todo": ("To-do List",),
    "humidifier": ("Humidifier",),
    "input_boolean": ("Guest Mode",),
}


def _inventory() -> Iterator[tuple[str, str, str]]:
    """Yield domain, area and name without end, every room getting its share."""
    kinds = [(domain, thing) for domain in THINGS for thing in THINGS[domain]]
    for number in counting(1):
        for (domain, thing), area in product(kinds, AREAS):
            name = f"{area} {thing}" + (f" {number}" if number > 1 else "")
            yield domain, area, name


async def async_fill(hass: HomeAssistant, count: int) -> list[str]:
    """Put this many exposed entities into the house; return their ids."""
    for domain in THINGS:
        assert await async_setup_component(hass, domain, {})
    registry = er.async_get(hass)
    areas = {name: ar.async_get(hass).async_get_or_create(name).id for name in AREAS}
    filled = []
    for index, (domain, area, name) in enumerate(islice(_inventory(), count)):
        entry = registry.async_get_or_create(
            domain, "furniture", str(index), original_name=name
        )
        registry.async_update_entity(entry.entity_id, area_id=areas[area])
        hass.states.async_set(entry.entity_id, "on", {"friendly_name": name})
        async_expose_entity(hass, "conversation", entry.entity_id, True)
        filled.append(entry.entity_id)
    await hass.async_block_till_done()
    return filled
