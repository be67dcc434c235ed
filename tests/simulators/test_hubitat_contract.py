"""The simulated hub is no self-portrait: what others recorded from hubs has its shapes, and clients they wrote work with it."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from .hubitat import Event, HubSimulator, Visitor, socket_line, webhook_body

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".setup" / "env" / "contract" / "bin" / "python"
CLIENTS = Path(__file__).parent / "hubitat" / "third_party.py"

DEVICE_POST = """{"content":{"name":"switch","value":"on","displayName":"Loft Fan","deviceId":"176",
"descriptionText":"Loft Fan is on","unit":null,"type":null,"data":null}}"""
MODE_POST = """{"content":{"name":"mode","value":"Evening","displayName":"Home","deviceId":null,
"descriptionText":"Home is now in Evening mode","unit":null,"type":"LOCATION_MODE_CHANGE","data":null}}"""
SOCKET_LINE = (
    '{ "source":"DEVICE","name":"switch","displayName" : "Lamp", "value" : "on", '
    '"type" : "digital", "unit":"null","deviceId":34,"hubId":0,"installedAppId":0,'
    '"descriptionText" : "null"}'
)
FLAT_DEVICE = """{"name":"Generic Z-Wave Outlet","label":"Heater","type":"Generic Z-Wave Outlet","id":"1",
"date":"2026-01-16T00:08:18+0000","model":null,"manufacturer":null,"room":"Office","capabilities":["Outlet","Switch"],
"attributes":{"dataType":"ENUM","values":["off","on"],"switch":"off"},"commands":[{"command":"off"},{"command":"on"}]}"""
FULL_DEVICE = """{"id":"1","name":"Generic Z-Wave Outlet","label":"Heater","type":"Generic Z-Wave Outlet","room":"Office",
"date":"2026-01-16T00:08:18+0000","notes":null,"attributes":[
{"name":"switch","currentValue":"off","dataType":"ENUM","values":["off","on"]}],
"capabilities":["Switch",{"attributes":[{"name":"switch","dataType":null}]}],"commands":["off","on"]}"""
MODES = '[{"active":true,"id":1,"name":"Day"}]'
HISTORY = """[{"device_id":"1","label":"Heater","name":"switch","value":"on","date":"2026-01-16T00:08:18+0000",
"unit":null,"isStateChange":true,"source":"DEVICE"}]"""

pytestmark = pytest.mark.usefixtures("socket_enabled")


def shape(value: Any) -> Any:
    """Return what is left of JSON without its values: keys in order, and the types of what lists hold."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return sorted({json.dumps(shape(inner)) for inner in value})
    return type(value).__name__


def event(**more: Any) -> Event:
    """Return an event of a lamp."""
    told = {"name": "switch", "value": "on", "display_name": "Lamp", "at": 0.0}
    return Event(**{**told, **more})


async def test_what_is_posted_is_what_others_received() -> None:
    """Bodies of a device and of a mode, field by field."""
    fan = event(display_name="Loft Fan", device_id="176", description="Loft Fan is on")
    assert webhook_body(fan) == json.loads(DEVICE_POST)
    async with HubSimulator() as hub, Visitor(hub) as visitor:
        await visitor.listen()
        hub.house.set_mode(2)
        await hub.settle()
    assert hub.journal.webhooks[0].body == json.loads(MODE_POST)


def test_a_line_of_the_event_socket_is_what_others_logged() -> None:
    """To the blank."""
    assert socket_line(event(device_id="34", type="digital")) == SOCKET_LINE


async def test_devices_and_modes_have_the_shapes_others_recorded() -> None:
    """The same keys in the same places, the same types."""
    async with HubSimulator() as hub, Visitor(hub) as visitor:
        outlet = hub.find("Garden Pump")
        outlet.capabilities = ["Outlet", "Switch"]
        hub.report(outlet.id, "switch", "on")
        flat = (await visitor.get("/devices/all")).json
        found = next(item for item in flat if item["id"] == outlet.id)
        assert shape(found) == shape(json.loads(FLAT_DEVICE))
        full = (await visitor.get(f"/devices/{outlet.id}")).json
        assert shape(full) == shape(json.loads(FULL_DEVICE))
        assert shape((await visitor.get("/modes")).json[:1]) == shape(json.loads(MODES))
        history = (await visitor.get(f"/devices/{outlet.id}/events")).json
        assert shape(history) == shape(json.loads(HISTORY))


async def run_client(way: str, hub: HubSimulator, told: str = "") -> dict[str, Any]:
    """Run a client in its own environment against a hub."""
    assert PYTHON.exists(), (
        "the environment `contract` is missing: scripts/test makes it"
    )
    process = await asyncio.create_subprocess_exec(
        PYTHON,
        "-I",
        CLIENTS,
        way,
        hub.url,
        hub.app_id,
        hub.token,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate(told.encode())
    assert process.returncode == 0, errors.decode()
    seen: dict[str, Any] = json.loads(output)
    return seen


async def test_hubitat_maker_api_client_works_with_it() -> None:
    """It reads the house, commands it and understands the socket's event; the hub did what it said."""
    async with HubSimulator() as hub:
        lamp = hub.find("Porch Light")
        line = socket_line(
            event(display_name=lamp.label, device_id=lamp.id, value="on")
        )
        seen = await run_client("sync", hub, line + "\n")
        await hub.settle()
        truth, label = hub.truth, {d.id: d.label for d in hub.house.authorised}

    assert (seen["brief"], seen["device"], seen["mode"]) == (74, "Front Door", "Day")
    assert {"lock", "unlock", "setCode"} <= set(seen["commands"])
    assert seen["capabilities"][0] == "Lock"
    assert seen["history"] == []
    assert seen["locks"] == ["Back Door", "Front Door", "Side Door"]
    assert len(seen["rooms"]) == 12
    assert seen["open"] == []
    assert seen["present"] == ["Anna's Phone", "Ben's Key"]
    assert (seen["hsm"], seen["hsm after"]) == ("disarmed", "armedHome")
    assert seen["two lamps"] is True
    assert seen["cached"] == "closed"
    assert seen["event"] == [int(lamp.id), "Porch Light", "switch", "on"]
    ids = {name: id_ for id_, name in label.items()}
    assert truth[ids["Front Door"]]["lock"] == "unlocked"
    assert truth[ids["Coffee Machine"]]["switch"] == "on"
    assert truth[ids["Kitchen Ceiling"]]["level"] == 40
    assert hub.house.mode.name == "Night"
    assert [c.arguments for c in hub.journal.commands_to(ids["Kitchen Ceiling"])] == [
        ("40", "2")
    ]
    assert {request.auth for request in hub.journal.requests} == {"query"}


async def test_hubitatmaker_works_with_it() -> None:
    """It starts with a request for every device and hears of its command's outcome by the webhook it set.

    It cannot read JSON that calls itself a page; hubs of its time did not send any.
    """
    async with HubSimulator(realtime=True, speed=50, mislabelled=0) as hub:
        seen = await run_client("async", hub)

    assert seen["devices"] == 74
    assert (seen["mode"], seen["mode after"]) == ("Day", "Away")
    assert seen["modes"] == ["Day", "Evening", "Night", "Away"]
    assert (seen["hsm"], seen["hsm after"]) == ("disarmed", "armedNight")
    assert (seen["lock"], seen["lock after"]) == ("locked", "unlocked")
    assert seen["events"] == ["Front Door lock unlocked"]
    assert len([p for p in hub.journal.paths() if p.startswith("/devices/")]) == 75
