"""A hub and its house through every fault: in the end Home Assistant shows what is."""

from unittest.mock import Mock

from aiohttp.test_utils import TestServer
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.helpers.network import NoURLAvailableError
import pytest

from custom_components.kaizen.const import DOMAIN
from custom_components.kaizen.hubitat import doubts, fetch, link, webhook
from custom_components.kaizen.hubitat.api import HubBusyError
from custom_components.kaizen.hubitat.settings import (
    CONF_INTERNAL_URL,
    CONF_TRANSPORT,
    Transport,
)

from .household import (
    LOOK,
    RECONCILE,
    differences,
    issues,
    pass_time,
    reconcile,
    reconnect,
    until,
)

from tests.hubitat.entities.rig import UUID, WEBHOOK, HubHouse, async_move_in
from tests.simulators.hubitat import Fault, HubSimulator

pytestmark = pytest.mark.usefixtures("impatient")


@pytest.fixture
async def house(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> HubHouse:
    """Home Assistant with a hub that posts its events."""
    return await async_move_in(hass, hub, receiver, **{CONF_TRANSPORT: Transport.AUTO})


def _registered(house: HubHouse, device_id: str) -> dr.DeviceEntry | None:
    return dr.async_get(house.hass).async_get_device_by_identifier(
        (DOMAIN, f"{UUID}_{device_id}"), house.entry.entry_id
    )


async def test_start(house: HubHouse) -> None:
    """74 devices take at most six requests, none of which changes the hub."""
    assert house.entry.state is ConfigEntryState.LOADED
    assert len(house.runtime.state.devices) == 74
    requests = house.hub.journal.requests
    assert len(requests) <= 6, house.hub.journal.paths()
    assert {request.auth for request in requests} == {"header"}
    assert not any(request.admin or request.command for request in requests)
    assert house.hub.postman.url
    assert house.hub.postman.url.endswith(WEBHOOK)
    assert not await differences(house)


@pytest.mark.parametrize(
    "fault",
    [
        Fault.NO_DEVICES_STAR,
        Fault.MODES_FORBIDDEN,
        Fault.HSM_FORBIDDEN,
        Fault.HSM_MISSING,
        Fault.MODE_IDS_NULL,
    ],
)
async def test_start_with_less(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer, fault: Fault
) -> None:
    """What a hub does not offer is missing, and nothing else; it stays available."""
    await hub.fault(fault)
    house = await async_move_in(hass, hub, receiver)
    assert len(house.runtime.state.devices) == 74
    assert len(hub.journal.requests) <= 6
    for _ in range(3):
        await pass_time(hass, LOOK)
    assert house.runtime.available
    assert not issues(hass)


async def test_start_without_a_hub(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """The entry waits for a hub that is not there, and runs when it is."""
    entry = (await async_move_in(hass, hub, receiver)).entry
    await hass.config_entries.async_unload(entry.entry_id)
    await hub.fault(Fault.UNREACHABLE)
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    await hub.heal()
    await pass_time(hass, 60)
    await until(lambda: entry.state is ConfigEntryState.LOADED)


async def test_start_with_a_wrong_token(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """The owner is asked for another."""
    entry = (await async_move_in(hass, hub, receiver)).entry
    await hass.config_entries.async_unload(entry.entry_id)
    await hub.fault(Fault.TOKEN_ROTATED)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert [*entry.async_get_active_flows(hass, {SOURCE_REAUTH})]


async def test_events_are_heard(house: HubHouse) -> None:
    """What a device reports is known at once, without asking."""
    asked = len(house.hub.journal.requests)
    light = house.hub.find("Front Door")
    await house.report(light, "lock", "unlocked")
    assert house.runtime.state.devices[light.id].value("lock") == "unlocked"
    assert len(house.hub.journal.requests) == asked
    assert not await differences(house)


async def test_lost_event_is_found(house: HubHouse) -> None:
    """One reconcile later, what no event told is known."""
    await house.hub.fault(Fault.WEBHOOK_DROP)
    device = house.hub.find("Front Door")
    await house.report(device, "lock", "unlocked")
    assert await differences(house)
    await reconcile(house)
    assert not await differences(house)


@pytest.mark.parametrize(
    "fault", [Fault.WEBHOOK_DUPLICATE, Fault.WEBHOOK_REORDER, Fault.WEBHOOK_DELAY]
)
async def test_disorder_on_the_way(house: HubHouse, fault: Fault) -> None:
    """Events that come twice, late or in the wrong order leave no wrong state, long before a reconcile."""
    await house.hub.fault(fault)
    device = house.hub.find("Front Door")
    house.hub.report(device.id, "lock", "unlocked")
    house.hub.report(device.id, "lock", "locked")
    await house.settle()
    await pass_time(house.hass, doubts.PAUSES[0] + 1)
    assert not await differences(house)


async def test_other_client_takes_the_webhook(house: HubHouse) -> None:
    """When a reconcile finds what no event told, the hub is told again where to post."""
    await house.hub.fault(Fault.POST_URL_CLEARED)
    device = house.hub.find("Front Door")
    await house.report(device, "lock", "unlocked")
    await pass_time(house.hass, RECONCILE)
    await until(lambda: house.hub.postman.url)
    await house.report(device, "lock", "locked")
    assert not await differences(house)
    assert not issues(house.hass)


async def _silence_webhook(house: HubHouse) -> None:
    await house.hub.fault(Fault.RECEIVER_500)
    device = house.hub.find("Front Door")
    for state in ("unlocked", "locked"):
        await house.report(device, "lock", state)
        await reconcile(house)


async def test_webhook_that_never_arrives(house: HubHouse) -> None:
    """Events come by socket instead, and the owner is told; a webhook that works again takes over."""
    await _silence_webhook(house)
    await until(lambda: house.hub.sockets.count == 1)
    feeds = house.runtime.link.feeds
    assert feeds.active is Transport.SOCKET
    await until(lambda: issues(house.hass) == {"hub_webhook_silent"})
    device = house.hub.find("Front Door")
    await house.report(device, "lock", "unlocked")
    await until(
        lambda: house.runtime.state.devices[device.id].value("lock") == "unlocked"
    )
    await house.hub.heal()
    await house.report(device, "lock", "locked")
    await pass_time(house.hass, 6, socket=True)
    await until(lambda: feeds.active is Transport.WEBHOOK)
    await until(lambda: house.hub.sockets.count == 0)
    assert not issues(house.hass)
    await house.report(device, "lock", "unlocked")
    assert not await differences(house)


async def test_webhook_only(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """Where the owner wants nothing but the webhook, it stays, and the issue goes when events come."""
    house = await async_move_in(hass, hub, receiver)
    await _silence_webhook(house)
    assert house.runtime.link.feeds.active is Transport.WEBHOOK
    await until(lambda: issues(hass) == {"hub_webhook_silent"})
    await hub.heal()
    await house.report(hub.find("Front Door"), "lock", "unlocked")
    await pass_time(hass, RECONCILE)
    await until(lambda: not issues(hass))


@pytest.fixture
async def socket_house(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> HubHouse:
    """Home Assistant with a hub whose events come by socket."""
    house = await async_move_in(
        hass, hub, receiver, **{CONF_TRANSPORT: Transport.SOCKET}
    )
    await until(lambda: hub.sockets.count == 1)
    return house


async def test_socket(socket_house: HubHouse) -> None:
    """The hub is not told to post; devices that are not chosen stay unknown."""
    house = socket_house
    assert house.hub.postman.url is None
    stranger = next(d for d in house.hub.house.devices.values() if not d.authorised)
    house.hub.report(stranger.id, next(iter(stranger.attributes)), "on")
    device = house.hub.find("Front Door")
    await house.report(device, "lock", "unlocked")
    await until(
        lambda: house.runtime.state.devices[device.id].value("lock") == "unlocked"
    )
    assert stranger.id not in house.runtime.state.devices
    assert not await differences(house)


async def test_half_open_socket(socket_house: HubHouse) -> None:
    """A socket that is open and silent is found out, and opened anew."""
    house = socket_house
    await house.hub.fault(Fault.SOCKET_HALF_OPEN)
    device = house.hub.find("Front Door")
    await house.report(device, "lock", "unlocked")
    await house.hub.heal()
    await reconcile(house)
    assert not await differences(house)
    await house.report(device, "lock", "locked")
    await until(
        lambda: house.runtime.state.devices[device.id].value("lock") == "locked"
    )


async def test_refused_socket(socket_house: HubHouse) -> None:
    """Without any events the owner is told, until they come again."""
    house = socket_house
    await house.hub.fault(Fault.SOCKET_REFUSED)
    device = house.hub.find("Front Door")
    for state in ("unlocked", "locked"):
        await house.report(device, "lock", state)
        await reconcile(house)
    await until(lambda: issues(house.hass) == {"hub_no_events"})
    await house.hub.heal()
    await reconnect(house)
    await house.report(device, "lock", "unlocked")
    await until(lambda: house.runtime.link.feeds.events)
    await reconcile(house)
    await until(lambda: not issues(house.hass))


@pytest.mark.parametrize(
    ("fault", "issue"),
    [
        (Fault.UNREACHABLE, "hub_unreachable"),
        (Fault.APP_DELETED, "hub_app_gone"),
        (Fault.APP_DISABLED, "hub_app_refuses"),
        (Fault.OVERLOADED, "hub_unreachable"),
        (Fault.WEB_PAGE, "hub_other_server"),
        (Fault.TRUNCATED_JSON, "hub_other_server"),
        (Fault.SELF_SIGNED_TLS, "hub_other_server"),
    ],
)
async def test_hub_gone_and_back(house: HubHouse, fault: Fault, issue: str) -> None:
    """Within one look all is unavailable and the owner told why; later all is right again by itself."""
    hub, hass = house.hub, house.hass
    told: list[bool] = []
    house.runtime.subscribe(
        hub.find("Front Door").id, lambda _: told.append(house.runtime.available)
    )
    await hub.fault(fault)
    await pass_time(hass, LOOK)
    await until(lambda: not house.runtime.available)
    if fault is not Fault.SELF_SIGNED_TLS:
        assert issues(hass) == {issue}
    assert told == [False]
    hub.report(hub.find("Front Door").id, "lock", "unlocked", silent=True)
    await hub.heal()
    await pass_time(hass, LOOK)
    await until(lambda: house.runtime.available)
    assert True in told
    assert not issues(hass)
    assert not await differences(house)
    await house.report(hub.find("Front Door"), "lock", "locked")
    assert not await differences(house)


async def test_busy_hub_that_still_reports(
    house: HubHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Failures to answer say nothing as long as events come; without them they do."""
    await house.report(house.hub.find("Front Door"), "lock", "unlocked")
    await house.hub.fault(Fault.OVERLOADED)
    await pass_time(house.hass, LOOK)
    assert house.runtime.available
    monkeypatch.setattr(link, "RECENT", 0.0)
    await pass_time(house.hass, LOOK)
    assert not house.runtime.available


async def test_hub_that_never_answers(
    house: HubHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hub that takes questions and answers none is gone, long before a minute is over."""
    monkeypatch.setattr(fetch, "PATIENCE", 0.1)
    await house.hub.fault(Fault.SLOW)
    await pass_time(house.hass, LOOK, socket=True)
    await until(lambda: not house.runtime.available)
    assert issues(house.hass) == {"hub_unreachable"}


async def test_nobody_knows_where_home_assistant_is(
    hass: HomeAssistant,
    hub: HubSimulator,
    receiver: TestServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without an address the hub could post to, events come by socket, and the owner is told."""
    monkeypatch.setattr(webhook, "get_url", Mock(side_effect=NoURLAvailableError))
    options = {CONF_TRANSPORT: Transport.AUTO, CONF_INTERNAL_URL: None}
    house = await async_move_in(hass, hub, receiver, **options)
    await until(lambda: hub.sockets.count == 1)
    assert issues(hass) == {"hub_webhook_silent"}
    assert house.runtime.link.feeds.active is Transport.SOCKET


async def test_reboot(house: HubHouse) -> None:
    """What changed while the hub was down is known afterwards, and it is told again where to post."""
    hub = house.hub
    await hub.fault(Fault.REBOOT, changes=8)
    await pass_time(house.hass, LOOK)
    await until(lambda: not house.runtime.available)
    for _ in range(5):
        await hub.advance(5)
        await pass_time(house.hass, LOOK)
    hub.postman.url = hub.postman.url or None
    await house.settle()
    await until(lambda: house.runtime.available)
    assert not await differences(house)
    assert not issues(house.hass)
    assert [p for p in hub.journal.paths() if p.startswith("/postURL")]


async def test_short_reboot_that_nobody_noticed(house: HubHouse) -> None:
    """`systemStart` alone brings a reconcile and the post URL back."""
    device = house.hub.find("Front Door")
    house.hub.report(device.id, "lock", "unlocked", silent=True)
    house.hub.journal.clear()
    house.hub.house.announce("systemStart", "", "System Start")
    await house.settle()
    await until(lambda: "/devices/*" in house.hub.journal.paths())
    await until(lambda: any("postURL" in p for p in house.hub.journal.paths()))
    await until(lambda: house.hub.journal.under_way == 0)
    assert not await differences(house)


async def test_token_rejected(house: HubHouse) -> None:
    """The owner is asked for the new token, once."""
    await house.hub.fault(Fault.TOKEN_ROTATED)
    for _ in range(3):
        await pass_time(house.hass, LOOK)
    await until(lambda: not house.runtime.available)
    flows = [*house.entry.async_get_active_flows(house.hass, {SOURCE_REAUTH})]
    assert len(flows) == 1
    assert not issues(house.hass)


async def test_one_bad_device(house: HubHouse) -> None:
    """A device that fails harms nobody else."""
    bad, good = list(house.hub.devices)[:2]
    await house.hub.fault(Fault.DEVICE_500, device=bad)
    house.runtime.link.async_doubt(HubBusyError(), bad)
    await pass_time(house.hass, 4)
    await pass_time(house.hass, RECONCILE)
    assert house.runtime.available
    assert {bad, good} <= house.runtime.state.devices.keys()
    assert not await differences(house)


async def test_location_events_off(house: HubHouse) -> None:
    """Modes that come to light only by asking are known anyway, and the owner is told which switch to turn."""
    await house.hub.fault(Fault.NO_LOCATION_EVENTS)
    modes = house.runtime.state.modes
    for mode in (modes[1], modes[2], modes[0]):
        house.hub.house.set_mode(int(mode.id or 0))
        await house.settle()
        for _ in range(2):
            await pass_time(house.hass, LOOK)
        assert house.runtime.state.mode is not None
        assert house.runtime.state.mode.name == mode.name
    assert issues(house.hass) == {"hub_no_location_events"}
    await house.hub.heal()
    await house.runtime.set_mode(str(modes[1].id))
    await house.settle()
    assert not issues(house.hass)


async def test_devices_come_and_go(house: HubHouse) -> None:
    """New, renamed, moved and removed devices follow without a restart."""
    hub, heard = house.hub, []
    house.runtime.on_new_devices(lambda ids: heard.append(set(ids)))
    assert len(heard.pop()) == 74
    lamp, door = hub.find("Front Door"), hub.find("Party Mode")
    new = await hub.fault(Fault.DEVICE_ADDED)
    await hub.fault(Fault.DEVICE_RENAMED, device=lamp.id, label="Main Door")
    await hub.fault(Fault.ROOM_MOVED, device=lamp.id, room="Attic")
    await hub.fault(Fault.DEVICE_REMOVED, device=door.id)
    assert _registered(house, door.id)
    await house.runtime.refresh()
    assert heard == [{new}]
    assert _registered(house, new)
    registered = _registered(house, lamp.id)
    assert registered
    assert registered.name == "Main Door"
    attic = ar.async_get(house.hass).async_get_area_by_name("Attic")
    assert attic
    assert registered.area_id == attic.id
    assert _registered(house, door.id) is None
    await hub.fault(Fault.DRIVER_CHANGED, device=lamp.id)
    await house.runtime.refresh()
    assert heard == [{new}, {lamp.id}]


async def test_owner_has_placed_a_device(house: HubHouse) -> None:
    """A device stays in the area its owner chose, wherever the hub moves it."""
    lamp = house.hub.find("Front Door")
    area = ar.async_get(house.hass).async_create("Loggia")
    registered = _registered(house, lamp.id)
    assert registered
    dr.async_get(house.hass).async_update_device(registered.id, area_id=area.id)
    await house.hub.fault(Fault.ROOM_MOVED, device=lamp.id, room="Attic")
    await house.runtime.refresh()
    registered = _registered(house, lamp.id)
    assert registered
    assert registered.area_id == area.id


async def test_a_list_without_a_device_is_not_believed(house: HubHouse) -> None:
    """A device is only removed when the hub, asked for it, does not know it."""
    lamp = house.hub.find("Front Door")
    await house.hub.fault(Fault.DEVICE_REMOVED, device=lamp.id)
    await house.hub.fault(Fault.OVERLOADED, path=f"/devices/{lamp.id}")
    await house.runtime.refresh()
    assert lamp.id not in house.runtime.state.devices
    assert _registered(house, lamp.id)
    await house.hub.heal()
    await house.runtime.refresh()
    assert _registered(house, lamp.id) is None


async def test_unconfirmed_command(house: HubHouse) -> None:
    """A command whose answer is lost is told as uncertain, never sent again, and the device asked."""
    device = house.hub.find("Front Door")
    await house.hub.fault(Fault.ANSWER_LOST, times=1)
    await house.hub.fault(Fault.WEBHOOK_DROP)
    with pytest.raises(HomeAssistantError) as raised:
        await house.runtime.send(device.id, "unlock", context=Context())
    assert raised.value.translation_key == "hub_unconfirmed"
    await house.hub.settle()
    await pass_time(house.hass, doubts.PAUSES[-1] + 1)
    assert not await differences(house)
    assert len(house.hub.journal.commands_to(device.id)) == 1


async def test_command_without_a_hub(house: HubHouse) -> None:
    """A command that cannot be sent fails in words, and the lost hub is noticed at once."""
    await house.hub.fault(Fault.UNREACHABLE)
    with pytest.raises(HomeAssistantError) as raised:
        await house.runtime.send(house.hub.find("Front Door").id, "lock")
    assert raised.value.translation_key in {"hub_unreachable", "hub_unconfirmed"}
    await until(lambda: not house.runtime.available)
    with pytest.raises(HomeAssistantError):
        await house.runtime.refresh()


async def test_unload(socket_house: HubHouse) -> None:
    """Nothing listens any more, and issues are withdrawn."""
    house = socket_house
    await house.hub.fault(Fault.UNREACHABLE)
    await pass_time(house.hass, LOOK, socket=True)
    await until(lambda: issues(house.hass))
    await house.hass.config_entries.async_unload(house.entry.entry_id)
    assert not issues(house.hass)
    assert house.hub.sockets.count == 0
