"""The client against a hub that behaves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
import json
from typing import Any

from aiohttp import ClientSession
import pytest

from custom_components.kaizen.hubitat.api import (
    AppError,
    AuthError,
    CommandUnconfirmedError,
    HubAddress,
    HubBusyError,
    HubError,
    MakerApi,
    NotFoundError,
    ProtocolError,
    TlsError,
    UnreachableError,
    listen,
    parse_fingerprint,
    parse_webhook,
    presented_fingerprint,
)

from .conftest import Time

from tests.simulators.hubitat import Fault, HubSimulator, webhook_body


@pytest.fixture
async def hub(socket_enabled: None) -> AsyncIterator[HubSimulator]:
    """Return a running hub."""
    async with HubSimulator(seed=3) as hub:
        yield hub


@pytest.fixture
def api(hub: HubSimulator, session: ClientSession, time: Time) -> MakerApi:
    """Return a client that was given what the app's page shows."""
    return _client(hub, session, time)


def _client(
    hub: HubSimulator, session: ClientSession, time: Time, **options: Any
) -> MakerApi:
    address, token = HubAddress.parse(hub.maker_url)
    assert token is not None
    return MakerApi(
        session, address, token, sleep=time.sleep, clock=time.clock, **options
    )


async def test_every_device_as_it_is(api: MakerApi, hub: HubSimulator) -> None:
    """One request tells the whole house, typed; no stranger is in it."""
    devices = {device.id: device for device in await api.devices()}
    assert len(hub.journal.requests) == 1
    told = {
        device.id: {a.name: a.value for a in device.attributes.values()}
        for device in devices.values()
    }
    assert told == hub.truth
    for device_id, device in hub.devices.items():
        assert devices[device_id].label == device.label
        assert devices[device_id].room == device.room
        assert devices[device_id].capabilities == set(device.capabilities)
        assert devices[device_id].commands == {c.name for c in device.commands}
    assert {r.auth for r in hub.journal.requests} == {"header"}


async def test_all_lists_agree(api: MakerApi, hub: HubSimulator) -> None:
    """The flat list has the same devices, rooms, capabilities and commands."""
    typed = await api.devices()
    await hub.fault(Fault.NO_DEVICES_STAR)
    flat = await api.devices()
    assert [(d.id, d.label, d.room, d.capabilities, d.commands) for d in flat] == [
        (d.id, d.label, d.room, d.capabilities, d.commands) for d in typed
    ]
    assert [set(d.attributes) for d in flat] == [set(d.attributes) for d in typed]
    assert await api.device(typed[0].id) == typed[0]


async def test_the_rest_of_the_house(api: MakerApi, hub: HubSimulator) -> None:
    """Modes, HSM, variables and rooms are read and set."""
    night = next(mode for mode in await api.modes() if mode.name == "Night")
    assert night.id is not None
    await api.set_mode(night.id)
    assert hub.house.mode.name == "Night"
    assert await api.hsm() == hub.hsm.status
    await api.set_variable("guestName", "Zoë, & co / 100%")
    values = {v.name: v.value for v in await api.variables()}
    assert values["guestName"] == "Zoë, & co / 100%"
    assert "private" not in values
    rooms = {room.name: room.device_ids for room in await api.rooms()}
    for device in hub.devices.values():
        assert device.room is None or device.id in rooms[device.room]
    await api.set_post_url("http://127.0.0.1:1/api/webhook/a%20b?c=d")
    assert hub.postman.url == "http://127.0.0.1:1/api/webhook/a%20b?c=d"
    await api.set_post_url(None)
    assert hub.postman.url is None


async def test_commands_reach_the_device(api: MakerApi, hub: HubSimulator) -> None:
    """Numbers, maps and text with commas arrive as one argument each."""
    light = _with_command(hub, "setColor")
    await api.command(light, "setColor", {"hue": 10, "saturation": 90, "level": 40})
    speaker = _with_command(hub, "speak")
    await api.command(speaker, "speak", "Hello, world. 20,5 % / 3?")
    [coloured], [spoken] = (
        hub.journal.commands_to(light),
        hub.journal.commands_to(speaker),
    )
    assert "90" in coloured.arguments[0]
    assert spoken.arguments == ("Hello; world. 20.5 % / 3?",)
    await hub.settle()
    assert await api.attribute(light, "hue") == 10
    history = await api.device_events(light, 2)
    assert len(history) == 2
    assert all(event.at is not None for event in history)


def _with_command(hub: HubSimulator, name: str) -> str:
    return next(
        d.id for d in hub.devices.values() if name in {c.name for c in d.commands}
    )


async def test_a_lost_answer_never_repeats_a_command(
    api: MakerApi, hub: HubSimulator
) -> None:
    """The garage door hears "open" once, though the connection breaks."""
    door = _with_command(hub, "open")
    await api.modes()
    await hub.fault(Fault.ANSWER_LOST)
    with pytest.raises(CommandUnconfirmedError):
        await api.command(door, "open")
    assert len(hub.journal.commands_to(door)) == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.APP_DELETED, NotFoundError),
        (Fault.APP_DISABLED, AppError),
        (Fault.OVERLOADED, HubBusyError),
        (Fault.ERROR_200, HubBusyError),
        (Fault.TRUNCATED_JSON, ProtocolError),
        (Fault.WEB_PAGE, ProtocolError),
        (Fault.TOKEN_ROTATED, AuthError),
        (Fault.UNREACHABLE, UnreachableError),
    ],
)
async def test_faults(
    api: MakerApi, hub: HubSimulator, fault: Fault, error: type[HubError]
) -> None:
    """Each fault has its error, and all is well when it is over."""
    token = hub.token
    await hub.fault(fault)
    with pytest.raises(HubError) as failure:
        await api.devices()
    assert type(failure.value) is error
    await hub.heal()
    hub.token = token
    assert len(await api.devices()) == len(hub.devices)


async def test_forbidden_parts_are_asked_once(
    api: MakerApi, hub: HubSimulator, time: Time
) -> None:
    """HSM that the app may not control is refused, without hammering; a missing one is None."""
    await hub.fault(Fault.HSM_FORBIDDEN)
    with pytest.raises(AppError):
        await api.hsm()
    assert (len(hub.journal.requests), time.naps) == (1, [])
    await hub.heal()
    await hub.fault(Fault.HSM_MISSING)
    assert await api.hsm() is None


async def test_old_firmware_and_deaf_headers(
    hub: HubSimulator, session: ClientSession, time: Time
) -> None:
    """The header's case suits old firmware; where headers do not count, the query serves."""
    hub.firmware = "2.5.0.100"
    api = _client(hub, session, time)
    await api.modes()
    assert {r.auth for r in hub.journal.requests} == {"header"}
    await hub.fault(Fault.HEADER_IGNORED)
    hub.journal.clear()
    await api.modes()
    await api.modes()
    assert [r.auth for r in hub.journal.requests] == ["header", "query", "query"]


async def test_certificates(
    hub: HubSimulator, session: ClientSession, time: Time
) -> None:
    """The hub's own certificate is refused, pinned by its fingerprint, or not looked at."""
    await hub.fault(Fault.SELF_SIGNED_TLS)
    address, _ = HubAddress.parse(hub.maker_url)
    with pytest.raises(TlsError):
        await _client(hub, session, time).modes()
    assert time.naps == []
    shown = await presented_fingerprint(session, address)
    assert bytes.fromhex(shown) == hub.fingerprint
    assert await _client(hub, session, time, ssl=False).modes()
    pinned = parse_fingerprint(shown)
    assert await _client(hub, session, time, ssl=pinned).modes()
    asked = len(hub.journal.requests)
    wrong = parse_fingerprint("00" * 32)
    with pytest.raises(TlsError):
        await _client(hub, session, time, ssl=wrong).command("1", "on")
    assert len(hub.journal.requests) == asked
    assert address.event_socket is not None
    with pytest.raises(TlsError):
        await anext(listen(session, address.event_socket, ssl=wrong))
    with pytest.raises(TlsError):
        await presented_fingerprint(
            session, HubAddress(hub.url.replace("https", "http"))
        )


async def test_a_burst_does_not_flood_the_hub(api: MakerApi, hub: HubSimulator) -> None:
    """Switching every light at once keeps to what a hub bears."""
    switches = [
        d.id
        for d in hub.devices.values()
        if "Switch" in d.capabilities and not d.extra_commands
    ]
    await asyncio.gather(*(api.command(switch, "on") for switch in switches))
    assert len(hub.journal.commands) == len(switches)
    assert hub.journal.max_concurrency <= 4
    assert hub.journal.rejected == 0


async def test_events_by_both_ways(
    api: MakerApi, hub: HubSimulator, session: ClientSession
) -> None:
    """Webhook and socket tell the same, though each in its form."""
    told: list[Any] = []
    hub.house.listeners.append(lambda e: told.append(parse_webhook(webhook_body(e))))
    connected = asyncio.Event()
    address = api.address.event_socket
    assert address is not None
    events = listen(session, address, connected=connected.set)
    async with aclosing(events):
        first = asyncio.ensure_future(anext(events))
        await connected.wait()
        device = next(d for d, told in hub.truth.items() if "temperature" in told)
        hub.report(device, "temperature", 20.47)
        event = await first
        assert told == [event]
        assert (event.device_id, event.name, event.value) == (
            device,
            "temperature",
            "20.47",
        )
        await hub.fault(Fault.SOCKET_REFUSED)
        with pytest.raises(UnreachableError):
            await anext(events)
    with pytest.raises(NotFoundError):
        await anext(listen(session, address))


async def test_codes_stay_out_of_sight(api: MakerApi, hub: HubSimulator) -> None:
    """The codes of the fleet's locks are read, and not printed."""
    devices = await api.devices()
    codes = [
        entry["code"]
        for device in devices
        if (found := device.attributes.get("lockCodes"))
        and str(found.value).startswith("{")
        for entry in json.loads(found.value).values()
    ]
    assert codes
    assert not any(code in repr(devices) for code in codes)
