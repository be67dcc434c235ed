"""The simulated hub speaks Maker API as the facts say a hub does, and its devices behave like devices."""

from collections.abc import AsyncGenerator
import json
from typing import Any

import pytest

from .hubitat import HubSimulator, Visitor

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture
async def hub() -> AsyncGenerator[HubSimulator]:
    """Run a hub."""
    async with HubSimulator() as running:
        yield running


@pytest.fixture
async def visitor(hub: HubSimulator) -> AsyncGenerator[Visitor]:
    """Visit it."""
    async with Visitor(hub) as visiting:
        yield visiting


async def test_every_list_of_devices_has_its_own_shape(visitor: Visitor) -> None:
    """Ids are strings everywhere; only /devices/* and /devices/<id> give typed values."""
    brief = (await visitor.get("/devices")).json
    flat = (await visitor.get("/devices/all")).json
    full = (await visitor.get("/devices/*")).json

    assert [len(brief), len(flat), len(full)] == [74, 74, 74]
    assert set(brief[0]) == {"id", "name", "label", "type", "room", "roomId"}
    assert all(isinstance(item["id"], str) for item in (*brief, *flat, *full))
    outlet = next(item for item in flat if item["label"] == "TV Outlet")
    assert outlet["attributes"]["power"] == "34.2"
    assert {"dataType", "values"} <= set(outlet["attributes"])
    assert {"command": "off"} in outlet["commands"]
    typed = next(item for item in full if item["label"] == "TV Outlet")
    assert typed == (await visitor.get(f"/devices/{typed['id']}")).json
    power = [a for a in typed["attributes"] if a["name"] == "power"]
    assert power == [
        {"name": "power", "currentValue": 34.2, "dataType": "NUMBER", "unit": "W"}
    ]


async def test_a_device_lists_things_once_for_every_capability(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """Attributes and commands come twice, capabilities are names and objects mixed."""
    outlet = hub.find("TV Outlet").id
    device = (await visitor.get(f"/devices/{outlet}")).json

    assert [a["name"] for a in device["attributes"]].count("switch") == 2
    assert device["commands"].count("on") == 2
    assert device["capabilities"][:2] == [
        "Outlet",
        {"attributes": [{"name": "switch", "dataType": None}]},
    ]
    assert (await visitor.get(f"/devices/{outlet}/capabilities")).json == device[
        "capabilities"
    ]
    commands = (await visitor.get(f"/devices/{hub.find('Lamp').id}/commands")).json
    assert {"command": "setLevel", "type": ["NUMBER", "NUMBER"]} in commands
    assert {"command": "on", "type": ["n/a"]} in commands


async def test_an_answer_may_call_itself_a_page(visitor: Visitor) -> None:
    """A share of the JSON is labelled text/html."""
    kinds = [(await visitor.get("/modes")).content_type for _ in range(30)]

    assert set(kinds) == {"application/json", "text/html"}


@pytest.mark.parametrize(
    ("headers", "query", "firmware", "status"),
    [
        ({"Authorization": "Bearer {token}"}, "", "2.5.1.183", 200),
        ({"Authorization": "bearer {token}"}, "", "2.5.1.183", 401),
        ({"Authorization": "bearer {token}"}, "", "2.5.2.120", 200),
        ({}, "?access_token={token}", "2.5.1.183", 200),
        ({"Authorization": "Bearer {token}"}, "?access_token=no", "2.5.2.129", 401),
        ({"Authorization": "Basic {token}"}, "", "2.5.2.129", 401),
        ({}, "", "2.5.2.129", 401),
    ],
)
async def test_the_token_counts_where_a_hub_looks_for_it(
    headers: dict[str, str], query: str, firmware: str, status: int
) -> None:
    """The query wins, the scheme is case-sensitive on older firmware, a refusal is XML."""
    async with HubSimulator(firmware=firmware) as hub, Visitor(hub) as visitor:
        filled = {
            name: value.format(token=hub.token) for name, value in headers.items()
        }
        path = "/modes" + query.format(token=hub.token)
        answer = await visitor.ask(path, headers=filled)

    assert answer.status == status
    if status == 401:
        assert answer.text.startswith("<oauth><error_description>null")


async def test_what_the_hub_does_not_know_is_not_found(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """Unknown devices, devices not chosen, commands, segments and pages; a POST is not allowed."""
    lamp = hub.find("Lamp").id
    stranger = hub.find("Safe").id
    for path in (
        "/devices/999999",
        f"/devices/{stranger}",
        f"/devices/{lamp}/explode",
        f"/devices/{lamp}/setLevel/50/3",
        f"/devices/{lamp}/attribute/nothing",
        "/hubvariables/guestname",
        "/hubvariables/private",
        "/info",
        "/notification",
        "/modes/77",
        "/hsm/explode",
    ):
        assert (await visitor.get(path)).status == 404, path
    assert (await visitor.get("/devices", method="POST")).status == 405
    assert (await visitor.ask("/devices", method="POST")).status == 401
    assert not hub.journal.commands


async def test_a_command_that_does_not_fit_fails_in_the_app(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """Too few or wrong arguments, a comma in a text, and two commands of one name."""
    for path in (
        f"/devices/{hub.find('Lamp').id}/setLevel",
        f"/devices/{hub.find('Lamp').id}/setLevel/bright",
        f"/devices/{hub.find('Kitchen Echo').id}/speak/Hello%2C%20world",
        f"/devices/{hub.find('Towel Heater').id}/boost",
    ):
        answer = await visitor.get(path)
        assert (answer.status, answer.json["error"]) == (500, True), path


async def test_a_command_is_accepted_at_once_and_carried_out_in_a_while(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """A dimmer moves later, and its events are strings while REST is typed."""
    await visitor.listen()
    lamp = hub.find("Lamp")
    await visitor.get(f"/devices/{lamp.id}/setLevel/50,3")
    assert hub.truth[lamp.id]["switch"] == "off"

    await hub.advance(1)
    assert visitor.heard(lamp.id) == [("switch", "on")]
    await hub.settle()

    assert visitor.heard(lamp.id) == [("switch", "on"), ("level", "50")]
    read = (await visitor.get(f"/devices/{lamp.id}/attribute/level")).json
    assert read == {"id": lamp.id, "attribute": "level", "value": 50}
    past = (await visitor.get(f"/devices/{lamp.id}/events", query="?num=1")).json
    assert past[0]["name"] == "level"
    assert past[0]["date"].startswith("2026-11-20T08:00:0")
    assert [c.arguments for c in hub.journal.commands_to(lamp.id)] == [("50", "3")]


@pytest.mark.parametrize(
    ("label", "path", "truth"),
    [
        ("Coffee Machine", "on", {"switch": "on"}),
        (
            "Living Lamp",
            'setColor/{"hue":66,"saturation":100,"level":40}',
            {"hue": 66, "colorMode": "RGB"},
        ),
        ("Living Lamp", 'setColor/{"hex":"FF0400"}', {"hue": 0, "level": 100}),
        (
            "Living Lamp",
            "setColorTemperature/3000",
            {"colorTemperature": 3000, "colorMode": "CT"},
        ),
        (
            "Living Lamp",
            "setEffect/1",
            {"effectName": "Candle", "colorMode": "EFFECTS"},
        ),
        (
            "Bedroom Fan",
            "setSpeed/medium-high",
            {"speed": "medium-high", "switch": "on"},
        ),
        ("Front Door", "unlock", {"lock": "unlocked"}),
        ("Garage Door", "open", {"door": "open", "contact": "open"}),
        ("Garden Gate", "open", {"door": "open"}),
        (
            "Living Shade",
            "setPosition/35",
            {"position": 35, "windowShade": "partially open"},
        ),
        ("Bedroom Shade", "setLevel/100", {"position": 100, "windowShade": "open"}),
        ("Kids Shade", "open", {"position": None, "windowShade": "open"}),
        ("Office Blind", "setTiltLevel/70", {"tilt": 70}),
        ("Water Main", "close", {"valve": "closed"}),
        ("Garden Tap", "off", {"valve": "closed", "switch": "off"}),
        (
            "Living Thermostat",
            "setHeatingSetpoint/72",
            {"heatingSetpoint": 72.0, "thermostatOperatingState": "heating"},
        ),
        ("Living Thermostat", "off", {"thermostatMode": "off"}),
        ("Hall Siren", "both", {"alarm": "both"}),
        ("Hall Keypad", "armNight", {"securityKeypad": "armed night"}),
        ("Living Speaker", "setVolume/60", {"volume": 60}),
        ("Living Speaker", "play", {"status": "playing", "transportStatus": "playing"}),
        ("Living Speaker", "setInputSource/Radio", {"mediaInputSource": "Radio"}),
        ("Doorbell", "playSound/2", {"soundName": "Westminster", "status": "stopped"}),
        ("Laundry Timer", "start", {"sessionStatus": "running"}),
        ("Sprinkler Minutes", "setVariable/20", {"variable": "20"}),
        ("Mower", "mow", {"mowerState": "mowing"}),
    ],
)
async def test_every_kind_of_device_does_what_it_is_told(
    hub: HubSimulator, visitor: Visitor, label: str, path: str, truth: dict[str, Any]
) -> None:
    """A command ends in the state it is for."""
    device = hub.find(label)
    command, _, arguments = path.partition("/")
    encoded = arguments.replace("{", "%7B").replace('"', "%22").replace("}", "%7D")
    answer = await visitor.get(f"/devices/{device.id}/{command}/{encoded}".rstrip("/"))
    await hub.settle()

    assert answer.status == 200
    assert {name: hub.truth[device.id][name] for name in truth} == truth


async def test_a_garage_door_takes_its_time(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """It reports opening, and open twelve seconds later or more."""
    await visitor.listen()
    garage = hub.find("Garage Door").id
    await visitor.get(f"/devices/{garage}/open")
    await hub.advance(11)
    assert visitor.heard(garage) == [("door", "opening"), ("contact", "open")]
    await hub.settle()

    assert visitor.heard(garage)[-1] == ("door", "open")


async def test_a_moving_shade_can_be_stopped(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """It stays between, and the rest of the movement does not happen."""
    shade = hub.find("Living Shade").id
    await visitor.get(f"/devices/{shade}/open")
    await hub.advance(4)
    await visitor.get(f"/devices/{shade}/stopPositionChange")
    await hub.settle()

    assert hub.truth[shade]["windowShade"] == "partially open"
    assert 0 < hub.truth[shade]["position"] < 60


async def test_a_button_pressed_twice_is_two_presses(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """The same value again is an event again; an unchanged sensor is none."""
    await visitor.listen()
    remote = hub.find("Bed Remote").id
    hub.press(remote, 2)
    hub.press(remote, 2)
    hub.report(remote, "battery", hub.truth[remote]["battery"])
    await hub.settle()

    assert visitor.heard(remote) == [("pushed", "2"), ("pushed", "2")]


async def test_a_sleepy_device_listens_when_it_wakes_up(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """A radiator valve follows within minutes, not seconds."""
    valve = hub.find("Bath Heating").id
    await visitor.get(f"/devices/{valve}/setHeatingSetpoint/23.5")
    await hub.advance(30)
    assert hub.truth[valve]["heatingSetpoint"] == 21
    await hub.settle(limit=600)

    assert hub.truth[valve]["heatingSetpoint"] == 23.5


async def test_lock_codes_are_readable_or_sealed(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """A driver stores codes in clear, another encrypts them."""
    clear, sealed = hub.find("Front Door"), hub.find("Back Door")
    for lock in (clear, sealed):
        await visitor.get(f"/devices/{lock.id}/setCode/3,4321,Guest")
    await hub.settle()

    codes = json.loads(hub.truth[clear.id]["lockCodes"])
    assert codes["3"] == {"name": "Guest", "code": "4321"}
    assert "4321" not in hub.truth[sealed.id]["lockCodes"]


async def test_modes_variables_and_rooms(hub: HubSimulator, visitor: Visitor) -> None:
    """They are read, set, and told as events of the location."""
    await visitor.listen()
    modes = (await visitor.get("/modes/3")).json
    variable = (await visitor.get("/hubvariables/sprinklerMinutes/15")).json
    rooms = (await visitor.get("/rooms")).json
    await hub.settle()

    assert [m["name"] for m in modes if m["active"]] == ["Night"]
    assert variable == {"name": "sprinklerMinutes", "value": 15, "type": "number"}
    assert len(rooms) == 12
    assert set(rooms[0]) == {"id", "name", "deviceIds"}
    assert visitor.heard() == [("mode", "Night"), ("variable:sprinklerMinutes", "15")]


async def test_the_event_socket_tells_everything_to_anyone(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """No token, numbers for ids, "null" for nothing, strangers included, quotes not escaped, pings every two minutes."""
    address = f"{hub.url}/eventsocket"
    async with visitor.session.ws_connect(address, autoping=False) as socket:
        await hub.settle()
        stranger = hub.find("Safe")
        hub.report(stranger.id, "contact", "open")
        first = json.loads((await socket.receive()).data)
        hub.house.set_mode(2)
        second = json.loads((await socket.receive()).data)
        hub.report(hub.find("Front Door").id, "lockCodes", '{"1":{}}')
        third = (await socket.receive()).data
        await hub.advance(120)
        ping = await socket.receive()

    assert (first["deviceId"], first["source"]) == (int(stranger.id), "DEVICE")
    assert (first["value"], first["unit"]) == ("open", "null")
    assert (second["deviceId"], second["source"]) == (0, "LOCATION")
    with pytest.raises(ValueError):
        json.loads(third)
    assert ping.type.name == "PING"
    assert not hub.journal.requests


async def test_nothing_else_is_posted_than_what_was_chosen(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """Devices not chosen stay private, and nothing is posted once the address is cleared."""
    await visitor.listen()
    hub.report(hub.find("Safe").id, "contact", "open")
    await visitor.get("/postURL")
    hub.report(hub.find("Kitchen Window").id, "contact", "open")
    await hub.settle()

    assert not visitor.events
