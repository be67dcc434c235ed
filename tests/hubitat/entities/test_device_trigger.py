"""Automations that begin with a button."""

from typing import Any

from homeassistant.components import automation
from homeassistant.components.device_automation import DeviceAutomationType
from homeassistant.core import ServiceCall
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    async_get_device_automations,
    async_mock_service,
)

from custom_components.kaizen.const import DOMAIN

from .rig import UUID, HubHouse


def registered(house: HubHouse, label: str) -> str:
    """Return the id under which Home Assistant knows a device."""
    device = dr.async_get(house.hass).async_get_device_by_identifier(
        (DOMAIN, f"{UUID}_{house.device(label).id}"), house.entry.entry_id
    )
    assert device is not None
    return device.id


def trigger(house: HubHouse, label: str, **more: Any) -> dict[str, Any]:
    """Return a trigger as an automation has it."""
    device_id = registered(house, label)
    return {"platform": "device", "domain": DOMAIN, "device_id": device_id, **more}


async def automate(house: HubHouse, wanted: dict[str, Any]) -> list[ServiceCall]:
    """Return a list that grows with every run of an automation."""
    calls: list[ServiceCall] = async_mock_service(house.hass, "test", "automation")
    action = {"action": "test.automation", "data": {"by": "{{ trigger.description }}"}}
    config = {"alias": "x", "triggers": [wanted], "actions": [action]}
    assert await async_setup_component(
        house.hass, automation.DOMAIN, {automation.DOMAIN: [config]}
    )
    await house.hass.async_block_till_done()
    return calls


@pytest.mark.parametrize(
    ("label", "kinds"),
    [
        (
            "Bed Remote",
            {
                (kind, str(n))
                for kind in ("pushed", "held", "double_tapped", "released")
                for n in range(1, 5)
            },
        ),
        ("Office Button", {("pushed", "1")}),
        ("Guest Touch", {("touched", None)}),
        ("Coffee Machine", set()),
    ],
)
async def test_what_is_offered(
    house: HubHouse, label: str, kinds: set[tuple[str, str | None]]
) -> None:
    """Each button of the device, with what can be done to it."""
    found = await async_get_device_automations(
        house.hass, DeviceAutomationType.TRIGGER, registered(house, label)
    )
    own = [t for t in found if t["domain"] == DOMAIN]
    assert {(t["type"], t.get("subtype")) for t in own} == kinds


async def test_every_press_runs_the_automation(house: HubHouse) -> None:
    """Twice the same, and nothing but that."""
    wanted = trigger(house, "Bed Remote", type="double_tapped", subtype="2")
    calls = await automate(house, wanted)
    remote = house.device("Bed Remote").id
    for button, kind in ((2, "doubleTapped"), (2, "pushed"), (1, "doubleTapped")):
        house.hub.press(remote, button, kind)
        await house.settle()
    house.hub.press(remote, 2, "doubleTapped")
    await house.settle()
    assert [call.data["by"] for call in calls] == ["double_tapped 2"] * 2


async def test_touch_runs_the_automation(house: HubHouse) -> None:
    """A surface has no number."""
    calls = await automate(house, trigger(house, "Guest Touch", type="touched"))
    device = house.device("Guest Touch")
    house.hub.house.change(device, "touch", "touched", always=True)
    await house.settle()
    assert len(calls) == 1


async def test_an_automation_outlives_its_entry(house: HubHouse) -> None:
    """After a new token, or while the hub was away, it needs no reload."""
    wanted = trigger(house, "Office Button", type="pushed", subtype="1")
    calls = await automate(house, wanted)
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.hass.async_block_till_done()
    house.hub.press(house.device("Office Button").id)
    await house.settle()
    assert len(calls) == 1


async def test_a_button_that_is_not_there_is_refused(
    house: HubHouse, caplog: pytest.LogCaptureFixture
) -> None:
    """An automation that could never run says so."""
    await automate(house, trigger(house, "Bed Remote", type="pushed", subtype="9"))
    assert "no such button" in caplog.text.lower()
