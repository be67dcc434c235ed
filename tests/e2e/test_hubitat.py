"""A real Home Assistant on a hub of 74 devices."""

import asyncio
from collections.abc import AsyncGenerator, Callable
import json
from pathlib import Path
import sqlite3
from typing import Final

import pytest
import pytest_asyncio
import pytest_socket

from .hub_house import HubHouse, hub_house

from tests.harness.client import Json
from tests.harness.kaizen import diagnostics, entries_of
from tests.simulators.hubitat import SIZE, TOKEN

pytestmark = pytest.mark.asyncio(loop_scope="module")

MOST_REQUESTS: Final = 6
CODES: Final = ("4711", "0815")
"""Of the simulated locks."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[HubHouse]:
    """A house for all tests, which run in this order."""
    pytest_socket.enable_socket()
    async with hub_house(tmp_path_factory.mktemp("hub_house")) as found:
        yield found


async def own_states(house: HubHouse) -> dict[str, str]:
    """Return the states of all entities of the hub."""
    (entry,) = await entries_of(house.client, "hubitat")
    listed = await house.client.command("config/entity_registry/list")
    own = {e["entity_id"] for e in listed if e["config_entry_id"] == entry["entry_id"]}
    states = await house.client.get("/api/states")
    return {s["entity_id"]: s["state"] for s in states if s["entity_id"] in own}


async def test_a_start_asks_little(place: HubHouse) -> None:
    """74 devices and the hub, in at most six requests."""
    await place.hub.act("forget")
    await place.restart()
    asked = (await place.hub.journal())["requests"]
    assert 0 < len(asked) <= MOST_REQUESTS, [request["path"] for request in asked]
    assert {request["auth"] for request in asked} == {"header"}
    (entry,) = await entries_of(place.client, "hubitat")
    assert entry["state"] == "loaded"
    listed = await place.client.command("config/device_registry/list")
    own = [d for d in listed if entry["entry_id"] in d["config_entries"]]
    assert len(own) == SIZE + 1


async def test_entities_have_the_rooms_of_their_devices(place: HubHouse) -> None:
    """Twelve areas that nobody had to make."""
    areas = await place.client.command("config/area_registry/list")
    names = {area["area_id"]: area["name"] for area in areas}
    assert len(names) >= 12
    listed = await place.client.command("config/device_registry/list")
    rooms = {d["name"]: names.get(d["area_id"]) for d in listed}
    assert rooms["Kitchen Ceiling"] == "Kitchen"
    assert rooms["Garage Door"] == "Garage"


async def test_switch_through_rest(place: HubHouse) -> None:
    """The hub is told once, and the state is what it answers by its webhook."""
    coffee = await place.hub.device("Coffee Machine")
    await place.hub.act("forget")
    await place.call("switch.turn_on", "switch.kitchen_coffee_machine")
    await place.until("switch.kitchen_coffee_machine", "on")
    journal = await place.hub.journal()
    told = [(c["device_id"], c["name"]) for c in journal["commands"]]
    assert told == [(coffee, "on")]
    assert (await place.hub.truth())[coffee]["switch"] == "on"


async def test_what_happens_in_the_house_is_seen(place: HubHouse) -> None:
    """A door opens, the hub posts it, Home Assistant shows it."""
    contact = await place.hub.device("Back Door Contact")
    for value, state in (("open", "on"), ("closed", "off")):
        await place.hub.act("report", device=contact, attribute="contact", value=value)
        await place.until("binary_sensor.kitchen_back_door_contact_door", state)
    journal = await place.hub.journal()
    assert {post["status"] for post in journal["webhooks"]} == {200}


async def test_a_lock_takes_its_time(place: HubHouse) -> None:
    """Locking is shown as such, locked only when the bolt is out."""
    lock = "lock.hallway_front_door"
    assert await place.state(lock) == "locked"
    await place.call("lock.unlock", lock)
    await place.until(lock, "unlocked")
    await place.call("lock.lock", lock)
    await place.until(lock, "locked")


async def test_an_automation_hears_a_button(place: HubHouse) -> None:
    """Each press, also the same one again."""
    remote = await place.hub.device("Bed Remote")
    entity = "event.master_bedroom_bed_remote_button_2"
    seen: list[str] = []
    for _ in range(2):
        await place.hub.act("press", device=remote, button=2)
        await _until(place, entity, lambda state: state not in seen)
        seen.append(await place.state(entity))
    assert len(set(seen)) == 2


async def _until(
    house: HubHouse, entity_id: str, wanted: Callable[[str], bool]
) -> None:
    async with asyncio.timeout(30):
        while (state := await house.state(entity_id)) == "unknown" or not wanted(state):
            await asyncio.sleep(0.05)


async def test_a_lost_hub_is_seen_and_returns(place: HubHouse) -> None:
    """No old states while it is gone, the present ones when it is back."""
    await place.hub.act("fault", id="unreachable")
    async with asyncio.timeout(60):
        while set((await own_states(place)).values()) != {"unavailable"}:
            await asyncio.sleep(0.2)
    await place.hub.act("heal")
    async with asyncio.timeout(60):
        while await place.state("lock.hallway_front_door") != "locked":
            await asyncio.sleep(0.2)
    states = await own_states(place)
    assert states["switch.kitchen_coffee_machine"] == "on"
    journal = await place.hub.journal()
    assert not [r for r in journal["requests"] if r["admin"]]


async def test_no_secret_is_left_lying_about(place: HubHouse) -> None:
    """Neither token nor code in log, storage, database or diagnostics; only the entry itself has the token."""
    told = json.dumps(await diagnostics(place.client, place.entry))
    webhook_id = _stored(place.folder)["webhook_id"]
    await place.process.stop()
    files = [f for f in place.folder.rglob("*") if f.is_file()]
    assert {"home-assistant_v2.db", "console.log"} <= {f.name for f in files}
    assert _rows(place.folder) > 50
    contents = {f: f.read_bytes() for f in files if "custom_components" not in f.parts}
    for secret in (TOKEN, webhook_id):
        found = [
            f.name for f, content in contents.items() if secret.encode() in content
        ]
        assert found == ["core.config_entries"]
        assert secret not in told
    for code in CODES:
        quoted = (f'"{code}"', f'\\"{code}\\"', f": {code}")
        assert not [
            (f.name, form)
            for f, content in contents.items()
            for form in quoted
            if form.encode() in content
        ]
        assert f'"{code}"' not in told


def _stored(folder: Path) -> Json:
    stored = json.loads(
        (folder / ".storage" / "core.config_entries").read_text(encoding="utf-8")
    )
    data: Json = next(
        e["data"] for e in stored["data"]["entries"] if e["domain"] == "kaizen"
    )
    return data


def _rows(folder: Path) -> int:
    with sqlite3.connect(folder / "home-assistant_v2.db") as database:
        ((rows,),) = database.execute("SELECT count(*) FROM states")
    return int(rows)
