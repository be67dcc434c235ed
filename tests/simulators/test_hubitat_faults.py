"""Everything a hub does wrong can be switched on by its id, and is over when it is healed."""

import asyncio
from collections.abc import AsyncGenerator

import aiohttp
import pytest

from .hubitat import MISHAPS, AnswerLost, Fault, HubSimulator, Limits, Visitor
from .hubitat.mishaps import MISHAP

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture
async def hub() -> AsyncGenerator[HubSimulator]:
    """Run a hub."""
    async with HubSimulator() as running:
        yield running


@pytest.fixture
async def visitor(hub: HubSimulator) -> AsyncGenerator[Visitor]:
    """Listen to it."""
    async with Visitor(hub) as visiting:
        await visiting.listen()
        yield visiting


def test_every_mishap_is_one() -> None:
    """No id is without effect."""
    assert set(MISHAP) == MISHAPS


@pytest.mark.parametrize(
    ("fault", "heard"),
    [
        (Fault.WEBHOOK_DROP, []),
        (Fault.RECEIVER_500, []),
        (Fault.WEBHOOK_DUPLICATE, ["open", "open", "closed", "closed"]),
        (Fault.WEBHOOK_REORDER, ["closed", "open"]),
        (Fault.WEBHOOK_DELAY, ["open", "closed"]),
    ],
)
async def test_a_webhook_loses_repeats_and_confuses(
    hub: HubSimulator, visitor: Visitor, fault: Fault, heard: list[str]
) -> None:
    """What is posted differs from what happened; the truth does not."""
    window = hub.find("Kitchen Window").id
    await hub.fault(fault)
    hub.report(window, "contact", "open")
    hub.report(window, "contact", "closed")
    await hub.settle()

    assert [value for _, value in visitor.heard(window)] == heard
    assert hub.truth[window]["contact"] == "closed"
    await hub.heal()
    hub.report(window, "contact", "open")
    await hub.settle()
    assert visitor.heard(window)[-1] == ("contact", "open")


async def test_a_delayed_webhook_is_late(hub: HubSimulator, visitor: Visitor) -> None:
    """It comes after the seconds the fault names."""
    await hub.fault(Fault.WEBHOOK_DELAY, seconds=20)
    hub.house.set_mode(2)
    await hub.advance(19)
    assert not visitor.events
    await hub.advance(1)

    assert visitor.heard() == [("mode", "Evening")]


async def test_location_events_come_only_if_the_app_may_post_them(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """Devices are still told."""
    await hub.fault(Fault.NO_LOCATION_EVENTS)
    hub.house.set_mode(2)
    hub.report(hub.find("Lamp").id, "switch", "on")
    await hub.settle()

    assert [e["name"] for e in visitor.events] == ["switch"]


async def test_a_reboot_passes_through_all_its_stages(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """Refused, 404, 500, a page, answers, systemStart; what changed meanwhile was not told."""
    before = hub.truth
    await hub.fault(Fault.REBOOT)
    with pytest.raises(aiohttp.ClientError):
        await visitor.get("/devices")
    seen = []
    for wait in (10, 5, 5, 5):
        await hub.advance(wait)
        answer = await visitor.get("/modes")
        seen.append((answer.status, answer.text[:1] == "["))

    assert seen == [(404, False), (500, False), (200, False), (200, True)]
    assert not visitor.events
    await hub.settle()
    assert visitor.heard() == [("systemStart", "")]
    assert sum(hub.truth[device] != values for device, values in before.items()) == 3


async def test_a_hub_out_of_reach_comes_back_at_the_same_port(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """Connections are refused and an event socket is cut."""
    port = hub.port
    async with visitor.session.ws_connect(f"{hub.url}/eventsocket") as socket:
        await hub.fault("unreachable")
        assert (await socket.receive()).type.name in ("CLOSED", "CLOSE", "ERROR")
    with pytest.raises(aiohttp.ClientError):
        await visitor.get("/devices")
    await hub.heal("unreachable")

    assert (await visitor.get("/devices")).status == 200
    assert hub.port == port


@pytest.mark.parametrize(
    ("fault", "path", "status"),
    [
        (Fault.APP_DELETED, "/devices", 404),
        (Fault.APP_DISABLED, "/devices", 500),
        (Fault.OVERLOADED, "/devices", 500),
        (Fault.NO_DEVICES_STAR, "/devices/*", 404),
        (Fault.HSM_FORBIDDEN, "/hsm", 500),
        (Fault.MODES_FORBIDDEN, "/modes", 500),
        (Fault.HEADER_IGNORED, "/devices", 401),
    ],
)
async def test_the_app_refuses(
    hub: HubSimulator, visitor: Visitor, fault: Fault, path: str, status: int
) -> None:
    """Each refusal has its status and ends with its fault."""
    await hub.fault(fault)
    assert (await visitor.get(path)).status == status
    await hub.heal(fault)

    assert (await visitor.get(path)).status == 200


async def test_answers_that_are_not_what_they_seem(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """Status 200 with half of the JSON, a page, an error; a null where a value belongs."""
    await hub.fault(Fault.TRUNCATED_JSON, times=1)
    half = await visitor.get("/devices")
    with pytest.raises(ValueError):
        half.json  # noqa: B018
    await hub.fault(Fault.WEB_PAGE, times=1)
    assert "Router" in (await visitor.get("/devices")).text
    await hub.fault(Fault.ERROR_200, times=1)
    assert (await visitor.get("/devices")).json["error"] is True
    await hub.fault(Fault.HSM_MISSING, times=1)
    assert (await visitor.get("/hsm")).json == {"hsm": None}
    await hub.fault(Fault.MODE_IDS_NULL, times=1)
    assert (await visitor.get("/modes")).json[0]["id"] is None
    assert not hub.faults.active()


async def test_one_bad_device_leaves_the_lists_alone(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """Its own page fails, the list of all does not."""
    lamp = hub.find("Lamp").id
    await hub.fault(Fault.DEVICE_500, device=lamp)

    assert (await visitor.get(f"/devices/{lamp}")).status == 500
    assert (await visitor.get("/devices/*")).status == 200
    assert (await visitor.get(f"/devices/{hub.find('Finder').id}")).status == 200


async def test_a_slow_answer_comes_when_time_has_passed(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """Fifteen seconds of the hub's clock, on the paths the fault names."""
    await hub.fault(Fault.SLOW, path="/modes")
    asked = asyncio.create_task(visitor.get("/modes"))
    assert (await visitor.get("/hsm")).status == 200
    await hub.journal.wait(lambda j: any(r.fault == "slow" for r in j.requests))
    await hub.advance(14)
    assert not asked.done()
    await hub.advance(1)

    assert (await asked).status == 200


async def test_a_command_can_be_carried_out_and_its_answer_lost(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """The client cannot know; sending again would be a second command."""
    lamp = hub.find("Lamp").id
    await hub.fault(Fault.ANSWER_LOST, times=1)
    with pytest.raises(AnswerLost):
        await visitor.get(f"/devices/{lamp}/on")
    await hub.settle()

    assert hub.truth[lamp]["switch"] == "on"
    assert not hub.journal.repeated(within=60)


async def test_a_client_that_leaves_it_to_aiohttp_sends_a_command_twice(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """The hub sees what the client does not: a GET is repeated when its connection is lost."""
    garage = hub.find("Garage Door").id
    path = f"/apps/api/{hub.app_id}/devices/{garage}/open?access_token={hub.token}"
    await hub.fault(Fault.ANSWER_LOST, times=1)
    async with visitor.session.get(hub.url + path) as response:
        assert response.status == 200

    assert [c.name for c in hub.journal.repeated(within=1)] == ["open"]


async def test_things_get_stuck(hub: HubSimulator, visitor: Visitor) -> None:
    """A lock jams, a garage door turns round, a deaf device does nothing."""
    lock, garage, lamp = (
        hub.find(label).id for label in ("Front Door", "Garage Door", "Lamp")
    )
    hub.report(garage, "door", "open")
    for fault in (Fault.LOCK_JAMS, Fault.GARAGE_BLOCKED):
        await hub.fault(fault)
    await hub.fault(Fault.DEVICE_DEAF, device=lamp)
    for path in (f"{lock}/unlock", f"{garage}/close", f"{lamp}/on"):
        assert (await visitor.get(f"/devices/{path}")).status == 200
    await hub.settle()

    assert hub.truth[lock]["lock"] == "unknown"
    assert visitor.heard(garage)[-2:] == [("door", "closing"), ("door", "open")]
    assert hub.truth[lamp]["switch"] == "off"


async def test_devices_come_go_and_change(hub: HubSimulator, visitor: Visitor) -> None:
    """Each is seen in the next list, without an event."""
    added = await hub.fault(Fault.DEVICE_ADDED, label="Lamp")
    removed = await hub.fault(Fault.DEVICE_REMOVED, device=hub.find("Finder").id)
    renamed = await hub.fault(
        Fault.DEVICE_RENAMED, device=hub.find("Porch Light").id, label="Entrance"
    )
    moved = await hub.fault(Fault.ROOM_MOVED, device=renamed, room="Garage")
    changed = await hub.fault(Fault.DRIVER_CHANGED, device=hub.find("Living Lamp").id)
    await hub.settle()
    listed = {item["id"]: item for item in (await visitor.get("/devices/*")).json}

    assert added in listed
    assert removed not in listed
    assert (listed[renamed]["label"], listed[moved]["room"]) == ("Entrance", "Garage")
    assert listed[changed]["capabilities"][0] == "Bulb"
    assert {a["name"] for a in listed[changed]["attributes"]} == {"switch"}
    assert not visitor.events


async def test_a_new_token_and_a_new_address(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """The old ones are of no use any more."""
    old_token, old_url = hub.token, hub.url
    await hub.fault(Fault.TOKEN_ROTATED)
    assert (await visitor.ask(f"/modes?access_token={old_token}")).status == 401
    await hub.fault(Fault.ADDRESS_CHANGED)
    with pytest.raises(aiohttp.ClientConnectorError):
        await visitor.session.get(old_url)

    assert (await visitor.get("/modes")).status == 200


async def test_a_backup_keeps_ids_and_pairing_anew_does_not(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """After both the labels are the same."""
    labels = sorted(device.label for device in hub.devices.values())
    ids, token, app_id = set(hub.devices), hub.token, hub.app_id
    await hub.fault(Fault.RESTORED)
    assert (set(hub.devices), hub.token, hub.app_id) == (ids, token, app_id)
    await hub.fault(Fault.REPAIRED)

    assert not ids & set(hub.devices)
    assert hub.token != token
    assert hub.app_id != app_id
    assert sorted(d["label"] for d in (await visitor.get("/devices")).json) == labels


async def test_a_certificate_of_its_own_is_told_by_its_fingerprint(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """Unknown authority, known fingerprint; healed it speaks HTTP again."""
    await hub.fault(Fault.SELF_SIGNED_TLS)
    assert hub.fingerprint is not None
    path = f"/modes?access_token={hub.token}"
    with pytest.raises(aiohttp.ClientConnectorCertificateError):
        await visitor.ask(path)
    pinned = aiohttp.Fingerprint(hub.fingerprint)
    assert (await visitor.ask(path, ssl=pinned)).status == 200
    with pytest.raises(aiohttp.ServerFingerprintMismatch):
        await visitor.ask(path, ssl=aiohttp.Fingerprint(bytes(32)))
    await hub.heal()

    assert (await visitor.get("/modes")).status == 200


async def test_a_half_open_socket_is_silent(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """Neither events nor pings, and no end."""
    address = f"{hub.url}/eventsocket"
    async with visitor.session.ws_connect(address) as socket:
        await hub.fault(Fault.SOCKET_HALF_OPEN)
        hub.house.set_mode(2)
        await hub.advance(600)
        assert hub.sockets.pings == 0
        assert not socket.closed
        await hub.heal()
        hub.house.set_mode(3)
        assert "Night" in (await socket.receive()).data


async def test_a_refused_socket_closes_those_that_are_open(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """And no new one opens."""
    address = f"{hub.url}/eventsocket"
    async with visitor.session.ws_connect(address) as socket:
        ended = asyncio.create_task(socket.receive())
        await hub.fault(Fault.SOCKET_REFUSED)
        assert (await ended).type.name == "CLOSE"
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await visitor.session.ws_connect(address)


async def test_a_flood_breaks_the_hub(hub: HubSimulator, visitor: Visitor) -> None:
    """Most are refused, then the radio reboots: commands are accepted, nothing moves."""
    answers = await asyncio.gather(
        *(visitor.get(f"/devices/{device}") for device in hub.devices)
    )
    assert sum(answer.status == 500 for answer in answers) == hub.journal.rejected > 8
    assert hub.journal.max_concurrency > 30
    lamp = hub.find("Lamp").id
    assert (await visitor.get(f"/devices/{lamp}/on")).status == 200
    await hub.advance(5)
    assert hub.truth[lamp]["switch"] == "off"
    await hub.advance(Limits().radio_pause)
    await visitor.get(f"/devices/{lamp}/on")
    await hub.settle()

    assert hub.truth[lamp]["switch"] == "on"


async def test_four_at_a_time_never_trouble_the_hub(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """What experience says of real hubs."""
    four = asyncio.Semaphore(4)

    async def politely(device: str) -> int:
        async with four:
            return (await visitor.get(f"/devices/{device}")).status

    assert set(await asyncio.gather(*map(politely, hub.devices))) == {200}
    assert hub.journal.max_concurrency <= 4
