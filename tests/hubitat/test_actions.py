"""What administrators may tell a hub, what the gate is asked, and what nobody ever gets to see."""

import json
import logging
from typing import Any

from aiohttp.test_utils import TestServer
from homeassistant.components.homeassistant import DOMAIN as HOMEASSISTANT_DOMAIN
from homeassistant.const import EVENT_CALL_SERVICE, MATCH_ALL
from homeassistant.core import Context, Event, HomeAssistant
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.json import json_dumps
from homeassistant.setup import async_setup_component
import probatio
import pytest
from pytest_homeassistant_custom_component.common import (
    MockUser,
    async_capture_events,
    get_system_health_info,
)

from custom_components.kaizen.const import DOMAIN
from custom_components.kaizen.diagnostics import async_get_config_entry_diagnostics
from custom_components.kaizen.hubitat import gate
from custom_components.kaizen.hubitat.gate import Wish

from .household import until

from tests.hubitat.entities.rig import UUID, WEBHOOK, HubHouse, async_move_in
from tests.simulators.hubitat import Fault, HubSimulator

CODE = "918273"


@pytest.fixture
async def house(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> HubHouse:
    """Home Assistant with a hub, on which actions may tell the front door to be refreshed."""
    lock = hub.find("Front Door")
    options = {"devices": {lock.id: {"commands": ["refresh", "unlock"]}}}
    return await async_move_in(hass, hub, receiver, **options)


def _device_id(house: HubHouse, label: str) -> str:
    device = dr.async_get(house.hass).async_get_device_by_identifier(
        (DOMAIN, f"{UUID}_{house.hub.find(label).id}"), house.entry.entry_id
    )
    assert device
    return device.id


async def _call(house: HubHouse, action: str, **data: Any) -> None:
    context = data.pop("context", None)
    await house.hass.services.async_call(
        DOMAIN, action, data, blocking=True, context=context
    )


def _told(house: HubHouse, label: str) -> list[tuple[str, tuple[str, ...]]]:
    device = house.hub.find(label)
    return [(c.name, c.arguments) for c in house.hub.journal.commands_to(device.id)]


async def test_allowed_command(house: HubHouse) -> None:
    """A command an owner allowed is sent as it is."""
    door = _device_id(house, "Front Door")
    await _call(house, "hubitat_command", device_id=door, command="refresh")
    assert _told(house, "Front Door") == [("refresh", ())]


async def test_any_other_command_is_refused(house: HubHouse) -> None:
    """What is not on the device's list is not sent, nor anything to other devices."""
    for label in ("Front Door", "Party Mode"):
        with pytest.raises(ServiceValidationError) as refused:
            await _call(
                house,
                "hubitat_command",
                device_id=_device_id(house, label),
                command="lock" if label == "Front Door" else "on",
            )
        assert refused.value.translation_key == "hub_command_not_allowed"
    with pytest.raises(ServiceValidationError) as refused:
        await _call(house, "hubitat_command", device_id="none", command="on")
    assert refused.value.translation_key == "hub_no_device"
    assert not house.hub.journal.commands


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("hubitat_command", {"command": "refresh"}),
        ("set_lock_code", {"slot": 3, "code": CODE, "name": "Guest"}),
        ("clear_lock_code", {"slot": 3}),
    ],
)
async def test_only_for_administrators(
    house: HubHouse, action: str, data: dict[str, Any]
) -> None:
    """Anyone else is refused."""
    user = MockUser(is_owner=False).add_to_hass(house.hass)
    with pytest.raises(Unauthorized):
        await _call(
            house,
            action,
            device_id=_device_id(house, "Front Door"),
            context=Context(user_id=user.id),
            **data,
        )
    assert not house.hub.journal.commands


async def test_lock_codes(house: HubHouse) -> None:
    """A code is set and cleared again."""
    door = _device_id(house, "Front Door")
    await _call(
        house, "set_lock_code", device_id=door, slot=3, code=CODE, name="Aunt, Mia"
    )
    await _call(house, "clear_lock_code", device_id=door, slot=3)
    assert _told(house, "Front Door") == [
        ("setCode", ("3", CODE, "Aunt Mia")),
        ("deleteCode", ("3",)),
    ]


async def _listed(house: HubHouse, label: str) -> Any:
    return await house.hass.services.async_call(
        DOMAIN,
        "list_lock_codes",
        {"device_id": _device_id(house, label)},
        blocking=True,
        return_response=True,
    )


async def test_whose_codes_a_lock_keeps(house: HubHouse) -> None:
    """Places and names are listed, codes are not; an encrypted list cannot be read."""
    assert await _listed(house, "Front Door") == {
        "codes": [{"slot": 1, "name": "Anna"}, {"slot": 2, "name": "Guest"}]
    }
    for label, key in (
        ("Back Door", "hub_codes_unreadable"),
        ("Party Mode", "hub_no_codes"),
    ):
        with pytest.raises(ServiceValidationError) as refused:
            await _listed(house, label)
        assert refused.value.translation_key == key


async def test_listing_codes_is_for_administrators(house: HubHouse) -> None:
    """Who may come in is nobody else's business."""
    user = MockUser(is_owner=False).add_to_hass(house.hass)
    with pytest.raises(Unauthorized):
        await house.hass.services.async_call(
            DOMAIN,
            "list_lock_codes",
            {"device_id": _device_id(house, "Front Door")},
            blocking=True,
            return_response=True,
            context=Context(user_id=user.id),
        )


async def test_code_that_is_none(house: HubHouse) -> None:
    """What no lock would take is refused without repeating it."""
    door = _device_id(house, "Front Door")
    for code, name in (("12", "Guest"), (CODE, f"Guest {CODE}"), ("12a45", "Guest")):
        with pytest.raises(ServiceValidationError) as refused:
            await _call(
                house, "set_lock_code", device_id=door, slot=1, code=code, name=name
            )
        assert refused.value.translation_key == "hub_code_refused"
        assert code not in repr(refused.value)
    with pytest.raises(ServiceValidationError) as refused:
        await _call(
            house,
            "set_lock_code",
            device_id=_device_id(house, "Party Mode"),
            slot=1,
            code=CODE,
            name="Guest",
        )
    assert refused.value.translation_key == "hub_no_codes"
    assert not house.hub.journal.commands


async def test_code_is_nowhere_to_be_seen(
    house: HubHouse, caplog: pytest.LogCaptureFixture
) -> None:
    """No event, state, log or report has a code in it, also when setting it fails."""
    caplog.set_level(logging.DEBUG)
    events: list[Event[Any]] = async_capture_events(house.hass, MATCH_ALL)
    door = _device_id(house, "Front Door")
    data = {"device_id": door, "slot": 3, "code": CODE, "name": "Guest"}
    await _call(house, "set_lock_code", **data)
    await house.settle()
    await house.hub.fault(Fault.APP_DISABLED)
    with pytest.raises(HomeAssistantError) as failed:
        await _call(house, "set_lock_code", **data)
    with pytest.raises(probatio.Invalid) as invalid:
        await _call(house, "set_lock_code", **{**data, "slot": "three"})
    assert _told(house, "Front Door") == [("setCode", ("3", CODE, "Guest"))]
    assert [e for e in events if e.event_type == EVENT_CALL_SERVICE]
    seen = "\n".join(
        (
            *(json_dumps(event.data) for event in events),
            *(json_dumps(state.as_dict()) for state in house.hass.states.async_all()),
            caplog.text,
            repr(failed.value),
            str(invalid.value),
            json_dumps(
                await async_get_config_entry_diagnostics(house.hass, house.entry)
            ),
        )
    )
    assert CODE not in seen


async def test_secrets_of_the_hub_stay_secret(
    house: HubHouse, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither token nor webhook is in log or report; lock codes and names are not either."""
    caplog.set_level(logging.DEBUG)
    await house.report("Front Door", "lock", "unlocked")
    for fault in (Fault.OVERLOADED, Fault.WEB_PAGE, Fault.TOKEN_ROTATED):
        await house.hub.fault(fault)
        with pytest.raises(HomeAssistantError):
            await house.runtime.refresh()
        await house.hub.heal()
    described = json_dumps(
        await async_get_config_entry_diagnostics(house.hass, house.entry)
    )
    ours = "\n".join(
        record.getMessage()
        for record in caplog.records
        if "kaizen" in record.name or "custom_components" in record.name
    )
    token = house.entry.data["access_token"]
    for secret in (token, house.hub.token, WEBHOOK):
        assert secret not in described
        assert secret not in ours
    for device in house.hub.devices.values():
        codes = device.attributes.get("lockCodes")
        if codes and isinstance(codes.value, str) and codes.value.startswith("{"):
            for code in json.loads(codes.value).values():
                assert f'"{code["code"]}"' not in described
        assert device.label not in described or device.label in device.type
    assert len(json.loads(described)["devices"]) == 74


async def test_refresh(house: HubHouse) -> None:
    """All hubs are asked, or one."""
    for data in ({}, {"config_entry_id": house.entry.entry_id}):
        house.hub.journal.clear()
        await _call(house, "refresh_hub", **data)
        assert "/devices/*" in house.hub.journal.paths()
    with pytest.raises(ServiceValidationError):
        await _call(house, "refresh_hub", config_entry_id="none")


async def test_the_gate_is_asked_before_anything_unsecuring(
    house: HubHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unlocking, opening, disarming and codes go through one place, which can refuse; securing does not."""
    asked: list[Wish] = []

    async def refuse(_: HomeAssistant, request: Wish) -> None:
        asked.append(request)
        raise HomeAssistantError("refused")

    monkeypatch.setattr(gate, "async_check", refuse)
    door = house.hub.find("Front Door").id
    context = Context()
    runtime = house.runtime
    for command, args in (("unlock", ()), ("setCode", (1, CODE, "Guest"))):
        with pytest.raises(HomeAssistantError):
            await runtime.send(door, command, *args, context=context)
    for hsm in ("disarm", "disarmAll", "cancelAlerts", "disarmRules"):
        with pytest.raises(HomeAssistantError):
            await runtime.set_hsm(hsm, context=context)
    assert [r.command for r in asked] == [
        "unlock",
        "setCode",
        "disarm",
        "disarmAll",
        "cancelAlerts",
        "disarmRules",
    ]
    assert all(r.context is context for r in asked)
    assert CODE not in repr(asked)
    assert not house.hub.journal.commands
    await runtime.send(door, "lock")
    await runtime.set_hsm("armAway")
    with pytest.raises(HomeAssistantError):
        await _call(
            house,
            "hubitat_command",
            device_id=_device_id(house, "Front Door"),
            command="unlock",
        )
    assert _told(house, "Front Door") == [("lock", ())]
    assert len(asked) == 7


async def test_system_health(house: HubHouse) -> None:
    """The system page tells how the hubs are."""
    assert await async_setup_component(house.hass, HOMEASSISTANT_DOMAIN, {})
    assert await async_setup_component(house.hass, "system_health", {})
    info = await get_system_health_info(house.hass, DOMAIN)
    assert info["can_reach_hub"] == "ok"
    assert info["hub_devices"] == 74
    assert info["hub_events"] == "webhook"
    await house.hub.fault(Fault.UNREACHABLE)
    with pytest.raises(HomeAssistantError):
        await house.runtime.refresh()
    await until(lambda: not house.runtime.available)
    info = await get_system_health_info(house.hass, DOMAIN)
    assert info["can_reach_hub"] == {"type": "failed", "error": "unreachable"}


async def test_diagnostics_of_a_hub_that_is_not_loaded(house: HubHouse) -> None:
    """An entry that does not run still tells its settings."""
    await house.hass.config_entries.async_unload(house.entry.entry_id)
    described = await async_get_config_entry_diagnostics(house.hass, house.entry)
    assert list(described) == ["kind", "entry"]
    assert described["entry"]["data"]["kind"] == "hubitat"
