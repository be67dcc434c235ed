"""Who is home, what stirs, and whether a room is loud."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.kaizen.guard.model import Surroundings
from custom_components.kaizen.guard.surroundings import (
    area_of,
    async_setup,
    async_surroundings,
)


class Rooms:
    """Two rooms with a satellite device each."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Furnish them."""
        self.hass = hass
        async_setup(hass)
        entry = MockConfigEntry(domain="test")
        entry.add_to_hass(hass)
        devices = dr.async_get(hass)
        self.areas = {
            room: ar.async_get(hass).async_get_or_create(room).id
            for room in ("Kitchen", "Hall")
        }
        self.devices = {}
        for room, area_id in self.areas.items():
            device = devices.async_get_or_create(
                config_entry_id=entry.entry_id, identifiers={("test", room)}
            )
            devices.async_update_device(device.id, area_id=area_id)
            self.devices[room] = device.id
        self.satellite = self.add("assist_satellite", "kitchen", device="Kitchen")

    def add(
        self, domain: str, name: str, *, area: str | None = None, device: str = ""
    ) -> str:
        """Register an entity, by its device or in a room of its own."""
        registry = er.async_get(self.hass)
        entity_id = registry.async_get_or_create(
            domain,
            "test",
            name,
            object_id_base=name,
            original_name=name,
            device_id=self.devices.get(device),
        ).entity_id
        registry.async_update_entity(
            entity_id, area_id=self.areas[area] if area else None
        )
        return entity_id

    def now(self) -> Surroundings:
        """Return what is so for the satellite in the kitchen."""
        return async_surroundings(
            self.hass, self.satellite, area_of(self.hass, self.satellite)
        )


@pytest.fixture
def rooms(hass: HomeAssistant) -> Rooms:
    """Two rooms."""
    return Rooms(hass)


def test_room_of_an_entity(rooms: Rooms) -> None:
    """An entity is where it is said to be, or else where its device is."""
    assert area_of(rooms.hass, rooms.satellite) == "kitchen"
    moved = rooms.add("light", "moved", area="Hall", device="Kitchen")
    assert area_of(rooms.hass, moved) == "hall"
    assert area_of(rooms.hass, "light.nowhere") is None


@pytest.mark.parametrize(
    ("state", "home"), [("home", True), ("not_home", False), ("unknown", False)]
)
def test_somebody_home(rooms: Rooms, state: str, home: bool) -> None:
    """Somebody is home when a person is known to be."""
    assert not rooms.now().someone_home
    rooms.hass.states.async_set("person.ann", state)
    assert rooms.now().someone_home is home


@pytest.mark.parametrize(
    ("device_class", "area", "near"),
    [
        ("motion", "Kitchen", True),
        ("occupancy", "Kitchen", True),
        ("presence", "Kitchen", True),
        ("door", "Kitchen", False),
        ("motion", "Hall", False),
        ("motion", None, False),
    ],
)
def test_motion_near(
    rooms: Rooms, device_class: str, area: str | None, near: bool
) -> None:
    """Only motion counts, and only in the room of the satellite."""
    sensor = rooms.add("binary_sensor", "eye", area=area)
    rooms.hass.states.async_set(sensor, "on", {"device_class": device_class})
    assert rooms.now().motion_near is near


async def test_motion_that_has_ended(
    rooms: Rooms, freezer: FrozenDateTimeFactory
) -> None:
    """Motion counts for minutes after it stopped, not for hours."""
    sensor = rooms.add("binary_sensor", "eye", area="Kitchen")
    motion = {"device_class": "motion"}
    rooms.hass.states.async_set(sensor, "on", motion)
    rooms.hass.states.async_set(sensor, "off", motion)
    freezer.tick(timedelta(minutes=4))
    assert rooms.now().motion_near
    freezer.tick(timedelta(minutes=2))
    assert not rooms.now().motion_near


async def test_start_is_no_motion(rooms: Rooms) -> None:
    """A sensor that comes back after a restart has seen nobody."""
    sensor = rooms.add("binary_sensor", "eye", area="Kitchen")
    motion = {"device_class": "motion"}
    rooms.hass.states.async_set(sensor, "unavailable", motion)
    rooms.hass.states.async_set(sensor, "off", motion)
    assert not rooms.now().motion_near


@pytest.mark.parametrize(
    ("area", "device", "state", "loud"),
    [
        ("Kitchen", "", "playing", True),
        ("Kitchen", "", "paused", False),
        ("Hall", "", "playing", False),
        (None, "Kitchen", "playing", False),
        (None, "Hall", "playing", False),
    ],
)
def test_loudspeakers(
    rooms: Rooms, area: str | None, device: str, state: str, loud: bool
) -> None:
    """What plays in the room is loud; the satellite's own player is judged by the satellite."""
    player = rooms.add("media_player", "music", area=area, device=device)
    rooms.hass.states.async_set(player, state)
    assert rooms.now().loud is loud


@pytest.mark.parametrize(
    ("pause", "loud"), [(0.0, True), (1.9, True), (2.1, False), (60.0, False)]
)
async def test_own_voice(
    rooms: Rooms, freezer: FrozenDateTimeFactory, pause: float, loud: bool
) -> None:
    """Words that a satellite began to hear right after its own voice may be its own."""
    say = rooms.hass.states.async_set
    say(rooms.satellite, "responding")
    assert rooms.now().loud
    say(rooms.satellite, "idle")
    freezer.tick(timedelta(seconds=pause))
    say(rooms.satellite, "listening")
    freezer.tick(timedelta(seconds=4))
    say(rooms.satellite, "processing")
    assert rooms.now().loud is loud


async def test_own_voice_is_forgiven_with_the_next_words(
    rooms: Rooms, freezer: FrozenDateTimeFactory
) -> None:
    """Said once more into silence, it is a person's."""
    say = rooms.hass.states.async_set
    for state in ("responding", "listening", "processing", "idle"):
        say(rooms.satellite, state)
    assert rooms.now().loud
    freezer.tick(timedelta(seconds=5))
    say(rooms.satellite, "listening")
    assert not rooms.now().loud


async def test_other_satellite_in_the_room(rooms: Rooms) -> None:
    """Another satellite that speaks in the room is loud too."""
    other = rooms.add("assist_satellite", "other", area="Kitchen")
    rooms.hass.states.async_set(other, "responding")
    assert rooms.now().loud


async def test_without_a_room(rooms: Rooms) -> None:
    """Without a room nothing is near and nothing is heard."""
    player = rooms.add("media_player", "music", area="Kitchen")
    rooms.hass.states.async_set(player, "playing")
    here = async_surroundings(rooms.hass, None, None)
    assert not here.loud
    assert not here.motion_near
