"""Apple Home, as a HomeKit controller made it, on the bridge that the package configures."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
import re
from typing import Any, Final

from aiohomekit.characteristic_cache import CharacteristicCacheMemory
from aiohomekit.controller.ip.controller import IpController
from aiohomekit.controller.ip.discovery import IpDiscovery
from aiohomekit.controller.ip.pairing import IpPairing
from aiohomekit.model import Accessory
from aiohomekit.model.categories import Categories
from aiohomekit.model.characteristics import CharacteristicsTypes
from aiohomekit.model.feature_flags import FeatureFlags
from aiohomekit.model.services import ServicesTypes
from aiohomekit.model.status_flags import StatusFlags
from aiohomekit.zeroconf import HAP_TYPE_TCP, HomeKitService
from homeassistant.util.yaml import dump, load_yaml_dict
import pytest
import pytest_asyncio
import pytest_socket
from zeroconf.asyncio import AsyncZeroconf

from .conftest import ROOT
from .hub_house import HubHouse, hub_house

from tests.harness import free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")

LOOPBACK: Final = "127.0.0.1"
MOST_ACCESSORIES: Final = 150
UNLOCKED, LOCKED = 0, 1

type Place = tuple[int, int]
"""Accessory and characteristic."""


@dataclass(slots=True, kw_only=True)
class AppleHome:
    """A paired controller, and the house behind the bridge."""

    house: HubHouse
    pairing: IpPairing
    accessories: list[Accessory]
    told: dict[Place, list[Any]] = field(default_factory=dict)
    """Values that came as events."""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def place(self, name: str, service: str, characteristic: str) -> Place:
        """Return where a characteristic of an accessory is."""
        accessory = next(a for a in self.accessories if a.name == name)
        found = accessory.services.first(service_type=service)
        assert found is not None
        return accessory.aid, found[characteristic].iid

    async def get(self, place: Place) -> Any:
        """Return what a characteristic shows."""
        answer = await self.pairing.get_characteristics([place])
        return answer[place]["value"]

    async def put(self, place: Place, value: Any) -> None:
        """Change a characteristic; the bridge agrees to everything."""
        assert await self.pairing.put_characteristics([(*place, value)]) == {}

    async def follow(self, *places: Place) -> None:
        """Ask for events, and forget those that came."""
        await self.pairing.subscribe(places)  # type: ignore[no-untyped-call]
        self.told.clear()

    def hear(self, events: Mapping[Place, Mapping[str, Any]]) -> None:
        """Take over events."""
        for place, event in events.items():
            if "value" in event:
                self.told.setdefault(place, []).append(event["value"])
        self._changed.set()

    async def until(self, place: Place, value: Any) -> None:
        """Wait for an event."""
        async with asyncio.timeout(30):
            while value not in self.told.get(place, []):
                self._changed.clear()
                await self._changed.wait()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def home(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[AppleHome]:
    """A house that Apple Home is paired with, by the code that Home Assistant shows its owner."""
    pytest_socket.enable_socket()
    port = free_port()
    folder = tmp_path_factory.mktemp("homekit")
    async with (
        hub_house(folder) as house,
        AsyncZeroconf(interfaces=[LOOPBACK]) as zeroconf,
    ):
        _add_bridge(folder / "configuration.yaml", port)
        await house.restart()
        controller = IpController(CharacteristicCacheMemory(), zeroconf)
        finish = await IpDiscovery(controller, _service(port)).async_start_pairing("x")
        pairing = await finish(await _pin(house))
        assert isinstance(pairing, IpPairing)
        await pairing.list_accessories_and_characteristics()
        assert pairing.accessories is not None
        home = AppleHome(
            house=house, pairing=pairing, accessories=list(pairing.accessories)
        )
        pairing.dispatcher_connect(home.hear)
        yield home
        await pairing.close()


def _add_bridge(configuration: Path, port: int) -> None:
    """Add the package's bridge, on this machine alone."""
    package = load_yaml_dict(ROOT / "packages" / "kaizen_homekit.yaml")
    (bridge,) = package["homekit"]
    local = {"port": port, "ip_address": LOOPBACK, "advertise_ip": LOOPBACK}
    with configuration.open("a", encoding="utf-8") as file:
        file.write("\n" + dump({"homekit": [{**bridge, **local}]}))


def _service(port: int) -> HomeKitService:
    """Return what multicast would tell, which does not reach the loopback."""
    return HomeKitService(
        name="Kaizen",
        id="00:00:00:00:00:00",
        model="bridge",
        feature_flags=FeatureFlags(0),
        status_flags=StatusFlags.UNPAIRED,
        config_num=1,
        state_num=1,
        category=Categories.BRIDGE,
        protocol_version="1.1",
        type=HAP_TYPE_TCP,
        address=LOOPBACK,
        addresses=[LOOPBACK],
        port=port,
    )


async def _pin(house: HubHouse) -> str:
    notifications = await house.client.command("persistent_notification/get")
    shown = next(n for n in notifications if n["title"] == "HomeKit Pairing")
    found = re.search(r"\d{3}-\d{2}-\d{3}", shown["message"])
    assert found
    return found[0]


async def test_the_house_is_shown(home: AppleHome) -> None:
    """The devices by their names, as what they are, within the limit."""
    assert 60 < len(home.accessories) <= MOST_ACCESSORIES
    kinds = {a.name: {s.type for s in a.services} for a in home.accessories}
    for name, service in (
        ("Kitchen Ceiling", ServicesTypes.LIGHTBULB),
        ("Front Door", ServicesTypes.LOCK_MECHANISM),
        ("Garage Door", ServicesTypes.GARAGE_DOOR_OPENER),
        ("Living Thermostat", ServicesTypes.THERMOSTAT),
        ("Living Fan", ServicesTypes.FAN_V2),
        ("Water Main", ServicesTypes.VALVE),
        ("Hall Smoke Smoke", ServicesTypes.SMOKE_SENSOR),
        ("Kitchen Leak Moisture", ServicesTypes.LEAK_SENSOR),
        ("Bath Climate Temperature", ServicesTypes.TEMPERATURE_SENSOR),
    ):
        assert service in kinds[name], name
    assert ServicesTypes.BATTERY_SERVICE in kinds["Front Door"]
    assert not [name for name in kinds if "Gas" in name or "Vibration" in name]


async def test_a_light_is_switched(home: AppleHome) -> None:
    """Apple Home is told by an event when the lamp itself says so."""
    on = home.place("Kitchen Ceiling", ServicesTypes.LIGHTBULB, CharacteristicsTypes.ON)
    device = await home.house.hub.device("Kitchen Ceiling")
    assert not await home.get(on)
    await home.put(on, True)
    await home.house.until("light.kitchen_kitchen_ceiling", "on")
    assert (await home.house.hub.truth())[device]["switch"] == "on"
    assert await home.get(on)
    await home.follow(on)
    await home.house.hub.act("report", device=device, attribute="switch", value="off")
    await home.until(on, False)


async def test_a_lock_is_locked(home: AppleHome) -> None:
    """The bolt takes its time; current follows target only when it is out."""
    current, target = _lock(home)
    await home.follow(current, target)
    device = await home.house.hub.device("Front Door")
    await home.house.hub.act(
        "report", device=device, attribute="lock", value="unlocked"
    )
    await home.until(current, UNLOCKED)
    await home.put(target, LOCKED)
    assert await home.get(current) == UNLOCKED
    await home.until(current, LOCKED)
    assert (await home.house.hub.truth())[device]["lock"] == "locked"


async def test_a_refused_unlock_is_seen(home: AppleHome) -> None:
    """The bridge agrees to everything; the wish snaps back when the guard refuses, as it does unasked."""
    current, target = _lock(home)
    device = await home.house.hub.device("Front Door")
    await home.follow(current, target)
    await home.put(target, UNLOCKED)
    await home.until(target, LOCKED)
    assert (await home.house.hub.truth())[device]["lock"] == "locked"
    assert await home.get(current) == LOCKED


async def test_a_jammed_lock_is_not_locked(home: AppleHome) -> None:
    """A lock that does not know where its bolt is, is shown as jammed."""
    jammed = 2
    current, _ = _lock(home)
    device = await home.house.hub.device("Front Door")
    await home.follow(current)
    await home.house.hub.act("report", device=device, attribute="lock", value="unknown")
    await home.until(current, jammed)
    await home.house.hub.act("report", device=device, attribute="lock", value="locked")
    await home.until(current, LOCKED)


async def test_a_door_that_opens_is_told(home: AppleHome) -> None:
    """An event nobody in Home Assistant asked for."""
    state = home.place(
        "Back Door Contact Door",
        ServicesTypes.CONTACT_SENSOR,
        CharacteristicsTypes.CONTACT_STATE,
    )
    await home.follow(state)
    device = await home.house.hub.device("Back Door Contact")
    await home.house.hub.act("report", device=device, attribute="contact", value="open")
    await home.until(state, 1)
    await home.house.hub.act(
        "report", device=device, attribute="contact", value="closed"
    )
    await home.until(state, 0)


async def test_a_lost_hub_does_not_respond(home: AppleHome) -> None:
    """Apple Home shows no old state as if it were the present one."""
    current, _ = _lock(home)
    no_response = -70402
    await home.house.hub.act("fault", id="unreachable")
    await home.house.until("lock.hallway_front_door", "unavailable")
    answer = await home.pairing.get_characteristics([current])
    assert answer[current].get("status") == no_response
    await home.house.hub.act("heal")


def _lock(home: AppleHome) -> tuple[Place, Place]:
    """Return the present and the wished state of the front door."""
    front_door = "Front Door", ServicesTypes.LOCK_MECHANISM
    current = home.place(*front_door, CharacteristicsTypes.LOCK_MECHANISM_CURRENT_STATE)
    target = home.place(*front_door, CharacteristicsTypes.LOCK_MECHANISM_TARGET_STATE)
    return current, target
