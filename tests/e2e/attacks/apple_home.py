"""An Apple home, paired with the house under attack."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
import re
from typing import Any, Final

from aiohomekit.characteristic_cache import CharacteristicCacheMemory
from aiohomekit.controller.ip.controller import IpController
from aiohomekit.controller.ip.discovery import IpDiscovery
from aiohomekit.controller.ip.pairing import IpPairing
from aiohomekit.model.categories import Categories
from aiohomekit.model.characteristics import CharacteristicsTypes
from aiohomekit.model.feature_flags import FeatureFlags
from aiohomekit.model.services import ServicesTypes
from aiohomekit.model.status_flags import StatusFlags
from aiohomekit.zeroconf import HAP_TYPE_TCP, HomeKitService
from homeassistant.util.yaml import dump
from zeroconf.asyncio import AsyncZeroconf

from .house import DOOR, AttackedHouse

LOOPBACK: Final = "127.0.0.1"
UNLOCKED: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AppleHome:
    """A controller and the front door it is shown."""

    pairing: IpPairing
    target: tuple[int, int]

    async def put(self, place: tuple[int, int], value: Any) -> None:
        """Wish something; the bridge agrees to everything."""
        assert await self.pairing.put_characteristics([(*place, value)]) == {}


def add_bridge(configuration: Any, port: int) -> None:
    """Configure a bridge that shows the front door, on this machine alone."""
    bridge = {
        "name": "Attacked",
        "port": port,
        "ip_address": LOOPBACK,
        "advertise_ip": LOOPBACK,
        "filter": {"include_entities": [DOOR]},
    }
    with configuration.open("a", encoding="utf-8") as file:
        file.write("\n" + dump({"homekit": [bridge]}))


@asynccontextmanager
async def apple_home(house: AttackedHouse, port: int) -> AsyncGenerator[AppleHome]:
    """Pair, by the code that Home Assistant shows its owner."""
    async with AsyncZeroconf(interfaces=[LOOPBACK]) as zeroconf:
        controller = IpController(CharacteristicCacheMemory(), zeroconf)
        finish = await IpDiscovery(controller, _service(port)).async_start_pairing("x")
        pairing = await finish(await _code(house))
        assert isinstance(pairing, IpPairing)
        await pairing.list_accessories_and_characteristics()
        try:
            yield AppleHome(pairing=pairing, target=_target(pairing))
        finally:
            await pairing.close()


def _target(pairing: IpPairing) -> tuple[int, int]:
    assert pairing.accessories is not None
    for accessory in pairing.accessories:
        if lock := accessory.services.first(service_type=ServicesTypes.LOCK_MECHANISM):
            wished = lock[CharacteristicsTypes.LOCK_MECHANISM_TARGET_STATE]
            return accessory.aid, wished.iid
    raise LookupError("no lock is shown")


async def _code(house: AttackedHouse) -> str:
    notices = await house.client.command("persistent_notification/get")
    shown = next(n for n in notices if n["title"] == "HomeKit Pairing")
    found = re.search(r"\d{3}-\d{2}-\d{3}", shown["message"])
    assert found
    return found[0]


def _service(port: int) -> HomeKitService:
    """Return what multicast would tell, which does not reach the loopback."""
    return HomeKitService(
        name="Attacked",
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
