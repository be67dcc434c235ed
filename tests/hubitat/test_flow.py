"""An owner connects a hub, and recovers from everything that goes wrong."""

from typing import Any

from aiohttp.test_utils import TestServer, unused_port
from homeassistant.config_entries import SOURCE_USER, ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.kaizen.const import DOMAIN, EntryKind

from tests.entries import the_entry
from tests.hubitat.entities.rig import UUID, WEBHOOK, async_move_in
from tests.simulators.hubitat import Fault, HubSimulator

pytestmark = pytest.mark.usefixtures("receiver", "impatient")


async def _open(hass: HomeAssistant) -> Any:
    flow = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    return await _answer(hass, flow, {"next_step_id": "hubitat"})


async def _answer(hass: HomeAssistant, flow: Any, data: dict[str, Any]) -> Any:
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], data)
    await hass.async_block_till_done()
    return result


def _suggested(form: Any) -> dict[str, Any]:
    return {
        str(marker.schema if isinstance(marker.schema, str) else marker): (
            marker.description or {}
        )["suggested_value"]
        for marker in form["data_schema"].schema
        if (marker.description or {}).get("suggested_value") not in (None, "")
    }


async def _entry(hass: HomeAssistant) -> ConfigEntry:
    return the_entry(hass, EntryKind.HUBITAT)


async def test_pasted_url(hass: HomeAssistant, hub: HubSimulator) -> None:
    """One URL of the app is all that is needed."""
    form = await _open(hass)
    assert form["step_id"] == "hubitat"
    end = await _answer(hass, form, {"address": hub.maker_url, "tls": "verified"})
    assert end["type"] is FlowResultType.CREATE_ENTRY
    entry = await _entry(hass)
    assert entry.title == "Hubitat (127.0.0.1)"
    assert entry.state is ConfigEntryState.LOADED
    assert entry.unique_id
    assert hub.token not in entry.unique_id
    assert entry.data["address"] == f"{hub.url}/apps/api/{hub.app_id}"
    assert entry.data["access_token"] == hub.token
    assert len(entry.data["webhook_id"]) == 64


async def test_parts(hass: HomeAssistant, hub: HubSimulator) -> None:
    """Address, app and token can be entered one by one."""
    form = await _open(hass)
    parts = {
        "address": f" {hub.url}/ ",
        "app_id": f" {hub.app_id}",
        "access_token": hub.token,
        "tls": "verified",
    }
    end = await _answer(hass, form, parts)
    assert end["type"] is FlowResultType.CREATE_ENTRY
    assert (await _entry(hass)).state is ConfigEntryState.LOADED


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"address": "ftp://hub"}, {"address": "hub_invalid_scheme"}),
        ({"address": "http://"}, {"address": "hub_invalid_host"}),
        ({"address": "http://hub:99999"}, {"address": "hub_invalid_port"}),
        ({"address": "http://me:secret@hub"}, {"address": "hub_credentials"}),
        ({"address": "http://hub/device/list"}, {"address": "hub_invalid_path"}),
        ({"app_id": "maker"}, {"app_id": "hub_invalid_app_id"}),
        ({"app_id": ""}, {"app_id": "hub_invalid_app_id"}),
        ({"access_token": ""}, {"access_token": "hub_invalid_token"}),
        ({"access_token": "a b"}, {"access_token": "hub_invalid_token"}),
        ({"fingerprint": "12:34"}, {"fingerprint": "hub_invalid_fingerprint"}),
        ({"app_id": "999"}, {"app_id": "hub_wrong_app"}),
        ({"access_token": "wrong"}, {"access_token": "hub_wrong_token"}),
    ],
)
async def test_each_wrong_part_is_named(
    hass: HomeAssistant,
    hub: HubSimulator,
    changed: dict[str, str],
    errors: dict[str, str],
) -> None:
    """What is wrong is shown at the field it is in; the rest can stay and be sent again."""
    right = {
        "address": hub.url,
        "app_id": hub.app_id,
        "access_token": hub.token,
        "tls": "verified",
    }
    form = await _answer(hass, await _open(hass), {**right, **changed})
    assert form["errors"] == errors
    end = await _answer(hass, form, right)
    assert end["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("fault", "errors"),
    [
        (Fault.UNREACHABLE, {"address": "hub_unreachable"}),
        (Fault.WEB_PAGE, {"address": "hub_protocol"}),
        (Fault.APP_DELETED, {"app_id": "hub_wrong_app"}),
        (Fault.APP_DISABLED, {"app_id": "hub_app_disabled"}),
        (Fault.OVERLOADED, {"base": "hub_busy"}),
    ],
)
async def test_a_hub_that_fails(
    hass: HomeAssistant, hub: HubSimulator, fault: Fault, errors: dict[str, str]
) -> None:
    """A failure of the hub is told, and the same form works when it is over."""
    form = await _open(hass)
    await hub.fault(fault)
    filled = {"address": hub.maker_url, "tls": "verified"}
    form = await _answer(hass, form, filled)
    assert form["errors"] == errors
    assert _suggested(form)["address"] == hub.maker_url
    await hub.heal()
    end = await _answer(hass, form, filled)
    assert end["type"] is FlowResultType.CREATE_ENTRY


async def test_nobody_listens(hass: HomeAssistant) -> None:
    """An address where nothing is, is told."""
    address = f"http://127.0.0.1:{unused_port()}/apps/api/1?access_token=x"
    form = await _answer(
        hass, await _open(hass), {"address": address, "tls": "verified"}
    )
    assert form["errors"] == {"address": "hub_unreachable"}


async def test_an_app_without_devices(hass: HomeAssistant, hub: HubSimulator) -> None:
    """An owner who has not selected devices yet is told to."""
    for device in hub.devices.values():
        device.authorised = False
    form = await _answer(
        hass, await _open(hass), {"address": hub.maker_url, "tls": "verified"}
    )
    assert form["errors"] == {"base": "hub_no_devices"}


async def test_fingerprint_is_shown_and_kept(
    hass: HomeAssistant, hub: HubSimulator
) -> None:
    """A certificate of the hub's own making is shown, accepted once, and no other is believed."""
    await hub.fault(Fault.SELF_SIGNED_TLS)
    assert hub.fingerprint
    form = await _open(hass)
    form = await _answer(hass, form, {"address": hub.maker_url, "tls": "verified"})
    assert form["errors"] == {"tls": "hub_certificate"}
    form = await _answer(hass, form, {"address": hub.maker_url, "tls": "fingerprint"})
    assert form["errors"] == {"fingerprint": "hub_compare_fingerprint"}
    shown = _suggested(form)
    assert shown["fingerprint"] == hub.fingerprint.hex()
    wrong = {**shown, "fingerprint": "00" * 32}
    form = await _answer(hass, form, wrong)
    assert form["errors"] == {"tls": "hub_certificate"}
    end = await _answer(hass, form, shown)
    assert end["type"] is FlowResultType.CREATE_ENTRY
    assert (await _entry(hass)).state is ConfigEntryState.LOADED


async def test_no_fingerprint_to_show(hass: HomeAssistant, hub: HubSimulator) -> None:
    """A hub without TLS has no certificate to know it by."""
    form = await _answer(
        hass, await _open(hass), {"address": hub.maker_url, "tls": "fingerprint"}
    )
    assert form["errors"] == {"tls": "hub_certificate"}


async def test_unchecked_certificate(hass: HomeAssistant, hub: HubSimulator) -> None:
    """An owner may choose not to check it."""
    await hub.fault(Fault.SELF_SIGNED_TLS)
    end = await _answer(
        hass, await _open(hass), {"address": hub.maker_url, "tls": "unchecked"}
    )
    assert end["type"] is FlowResultType.CREATE_ENTRY


async def test_same_app_twice(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """The same app is not set up twice."""
    filled = {"address": hub.maker_url, "tls": "verified"}
    await _answer(hass, await _open(hass), filled)
    end = await _answer(hass, await _open(hass), filled)
    assert end["type"] is FlowResultType.ABORT
    assert end["reason"] == "already_configured"


def _ids(hass: HomeAssistant, entry: MockConfigEntry) -> tuple[set[str], set[str]]:
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    return {d.id for d in devices}, {e.entity_id for e in entities}


async def test_reconfigure_keeps_the_token(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """A hub at another address keeps every device and entity; the token need not be entered again."""
    entry = (await async_move_in(hass, hub, receiver)).entry
    before = _ids(hass, entry)
    await hub.fault(Fault.RESTORED)
    form = await entry.start_reconfigure_flow(hass)
    assert form["step_id"] == "hubitat_reconfigure"
    assert "access_token" not in _suggested(form)
    form = await _answer(hass, form, {"address": "hub hub", "tls": "verified"})
    assert form["errors"] == {"address": "hub_invalid_host"}
    end = await _answer(
        hass,
        form,
        {"address": hub.url, "app_id": hub.app_id, "tls": "verified"},
    )
    assert end["reason"] == "reconfigure_successful"
    assert entry.state is ConfigEntryState.LOADED
    assert entry.title == "Home"
    assert entry.unique_id == UUID
    assert entry.data["webhook_id"] == WEBHOOK
    assert entry.data["access_token"] == hub.token
    assert _ids(hass, entry) == before


async def test_a_new_hub_keeps_what_can_be_told_apart(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """Paired anew, with other ids: what an owner has named and placed stays, also in the options."""
    labels = [(d.label, d.type) for d in hub.devices.values()]
    lonely = {x for x in labels if labels.count(x) == 1}
    lamp = hub.find(min(lonely)[0])
    options = {"devices": {lamp.id: {"device_kind": "light"}}}
    entry = (await async_move_in(hass, hub, receiver, **options)).entry
    registry = dr.async_get(hass)
    before = {
        (d.name, d.model): d.id
        for d in dr.async_entries_for_config_entry(registry, entry.entry_id)
    }
    entities = _ids(hass, entry)[1]
    await hub.fault(Fault.REPAIRED)
    form = await entry.start_reconfigure_flow(hass)
    end = await _answer(hass, form, {"address": hub.maker_url, "tls": "verified"})
    assert end["reason"] == "reconfigure_successful"
    after = {
        (d.name, d.model): d.id
        for d in dr.async_entries_for_config_entry(registry, entry.entry_id)
    }
    assert {x: after[x] for x in lonely} == {x: before[x] for x in lonely}
    assert len(_ids(hass, entry)[1]) == len(entities)
    assert entry.options["devices"] == {lamp.id: {"device_kind": "light"}}


async def test_reauth(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """A new token, alone or in a URL, sets everything right."""
    entry = (await async_move_in(hass, hub, receiver)).entry
    await hub.fault(Fault.TOKEN_ROTATED)
    form = await entry.start_reauth_flow(hass)
    assert form["step_id"] == "hubitat_reauth"
    for wrong, error in (
        ("no token", "hub_invalid_token"),
        ("http://hub/apps/api/1", "hub_invalid_token"),
        ("nonsense", "hub_wrong_token"),
    ):
        form = await _answer(hass, form, {"access_token": wrong})
        assert form["errors"] == {"access_token": error}
    end = await _answer(hass, form, {"access_token": hub.maker_url})
    assert end["reason"] == "reauth_successful"
    assert entry.data["access_token"] == hub.token
    assert entry.state is ConfigEntryState.LOADED


async def _options(hass: HomeAssistant, entry: ConfigEntry, step: str) -> Any:
    menu = await hass.config_entries.options.async_init(entry.entry_id)
    assert menu["type"] is FlowResultType.MENU
    return await _choose(hass, menu, {"next_step_id": step})


async def _choose(hass: HomeAssistant, flow: Any, data: dict[str, Any]) -> Any:
    result = await hass.config_entries.options.async_configure(flow["flow_id"], data)
    await hass.async_block_till_done()
    return result


async def test_settings(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """The settings of the hub; those of its devices stay."""
    entry = (await async_move_in(hass, hub, receiver)).entry
    devices = {"1": {"device_kind": "light"}}
    hass.config_entries.async_update_entry(
        entry, options={**entry.options, "devices": devices}
    )
    form = await _options(hass, entry, "settings")
    assert _suggested(form)["temperature_unit"] == "°C"
    filled = {
        "temperature_unit": "°F",
        "transport": "socket",
        "internal_url": "homeassistant.local",
        "variables": True,
    }
    form = await _choose(hass, form, filled)
    assert form["errors"] == {"internal_url": "internal_url_invalid"}
    form = await _choose(hass, form, {**filled, "internal_url": "http://[:"})
    assert form["errors"] == {"internal_url": "internal_url_invalid"}
    end = await _choose(hass, form, {**filled, "internal_url": "http://ha:8123/home"})
    assert end["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options == {
        **filled,
        "internal_url": "http://ha:8123/home",
        "devices": devices,
    }
    assert entry.runtime_data.temperature_unit == "°F"
    form = await _options(hass, entry, "settings")
    await _choose(hass, form, {**filled, "internal_url": " "})
    assert "internal_url" not in entry.options


async def test_settings_of_a_device(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """What a device is, and what actions may tell it; empty fields mean nothing is said."""
    entry = (await async_move_in(hass, hub, receiver)).entry
    device = hub.find("Front Door")
    form = await _options(hass, entry, "device")
    form = await _choose(hass, form, {"device": device.id})
    assert form["step_id"] == "device_settings"
    assert form["description_placeholders"]["device"] == "Front Door"
    with pytest.raises(InvalidData):
        await _choose(hass, form, {"commands": ["selfDestruct"]})
    await _choose(hass, form, {"contact": "door", "commands": ["refresh"]})
    assert entry.options["devices"] == {
        device.id: {"contact": "door", "commands": ["refresh"]}
    }
    form = await _options(hass, entry, "device")
    form = await _choose(hass, form, {"device": device.id})
    assert _suggested(form) == {"contact": "door", "commands": ["refresh"]}
    await _choose(hass, form, {"commands": []})
    assert entry.options["devices"] == {}


async def test_settings_of_a_device_that_has_just_gone(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """Nothing can be decided about a device that is gone by now: the choice is shown again."""
    house = await async_move_in(hass, hub, receiver)
    form = await _options(hass, house.entry, "device")
    gone = hub.find("Front Door").id
    await hub.fault(Fault.DEVICE_REMOVED, device=gone)
    await house.runtime.refresh()
    form = await _choose(hass, form, {"device": gone})
    assert form["step_id"] == "device"


async def test_settings_of_a_device_without_a_hub(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """While the hub is not connected, nobody knows its devices."""
    entry = (await async_move_in(hass, hub, receiver)).entry
    await hass.config_entries.async_unload(entry.entry_id)
    end = await _options(hass, entry, "device")
    assert end["reason"] == "hub_not_loaded"
