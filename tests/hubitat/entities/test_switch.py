"""Switches, relays and outlets."""

from aiohttp.test_utils import TestServer
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from .rig import HubHouse, async_move_in

from tests.simulators.hubitat import Fault, HubSimulator


@pytest.mark.parametrize(
    ("label", "device_class"),
    [
        ("Coffee Machine", "switch"),
        ("Boiler Relay", "switch"),
        ("TV Outlet", "outlet"),
        ("Party Mode", "switch"),
    ],
)
async def test_switch_is_what_the_hub_reports(
    house: HubHouse, label: str, device_class: str
) -> None:
    """A switch follows its device, not the wish."""
    assert house.state("switch", label, "switch").state == "off"
    assert (
        house.state("switch", label, "switch").attributes["device_class"]
        == device_class
    )
    told = await house.call("switch.turn_on", label, "switch", settle=False)
    assert told == [("on", ())]
    assert house.state("switch", label, "switch").state == "off"
    await house.settle()
    assert house.state("switch", label, "switch").state == "on"
    assert await house.call("switch.turn_off", label, "switch") == [("off", ())]
    assert house.state("switch", label, "switch").state == "off"
    assert not house.hub.journal.repeated(within=5)


async def test_switch_of_a_deaf_device_stays_as_it_is(house: HubHouse) -> None:
    """What was wished is not shown as if it had happened."""
    await house.hub.fault(Fault.DEVICE_DEAF)
    await house.call("switch.turn_on", "Coffee Machine", "switch")
    assert house.state("switch", "Coffee Machine", "switch").state == "off"


async def test_failed_command_is_told(house: HubHouse) -> None:
    """Whoever flips a switch that the hub does not reach hears of it."""
    await house.hub.fault(Fault.DEVICE_500, device=house.device("Coffee Machine").id)
    with pytest.raises(HomeAssistantError, match="Coffee Machine"):
        await house.call("switch.turn_on", "Coffee Machine", "switch")


async def test_valves_and_players_are_no_switches(house: HubHouse) -> None:
    """What has a switch only as one of its ways to be told is one entity."""
    for label in ("Garden Tap", "Hall Siren", "Bedroom Shade", "Living Fan", "Lamp"):
        assert not house.keys("switch", label)


async def test_variable_is_switched(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """A hub variable that is true or false is a switch when the owner wants variables."""
    house = await async_move_in(hass, hub, receiver, variables=True)
    name = next(
        n
        for n, v in hub.house.variables.items()
        if v.type == "boolean" and v.authorised
    )
    key = f"variable_{name}"
    before = hub.house.variables[name].value
    assert house.state("switch", None, key).state == ("on" if before else "off")
    await house.call(f"switch.turn_{'off' if before else 'on'}", None, key)
    assert hub.house.variables[name].value is not before
    assert house.state("switch", None, key).state == ("off" if before else "on")
