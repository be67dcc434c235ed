"""Commands without arguments."""

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest

from .rig import HubHouse

from tests.simulators.hubitat import Fault


@pytest.mark.parametrize(
    ("label", "key", "command"),
    [
        ("Dining Scene", "push", "push"),
        ("Finder", "beep", "beep"),
        ("Front Camera", "take_picture", "take"),
        ("Laundry Timer", "session_start", "start"),
        ("Laundry Timer", "session_pause", "pause"),
        ("Laundry Timer", "session_stop", "stop"),
        ("Laundry Timer", "session_cancel", "cancel"),
    ],
)
async def test_a_button_sends_its_command_once(
    house: HubHouse, label: str, key: str, command: str
) -> None:
    """And the button says when."""
    assert await house.call("button.press", label, key) == [(command, ())]
    assert house.state("button", label, key).state.startswith("20")


async def test_refresh_is_there_for_those_who_enable_it(house: HubHouse) -> None:
    """A button on every device would bury the others."""
    entity_id = house.entity_id("button", "Coffee Machine", "refresh")
    entry = er.async_get(house.hass).async_get(entity_id)
    assert entry is not None
    assert entry.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    assert entry.entity_category == "diagnostic"


async def test_failure_is_told(house: HubHouse) -> None:
    """Whoever presses hears that the hub did not take it."""
    await house.hub.fault(Fault.DEVICE_500, device=house.device("Finder").id)
    with pytest.raises(HomeAssistantError, match="Finder"):
        await house.call("button.press", "Finder", "beep")


async def test_alerts_are_cancelled(house: HubHouse) -> None:
    """The alert ends, and HSM stays as it is."""
    await house.report("Hall Smoke", "smoke", "detected")
    assert house.hub.hsm.alert == "smoke"
    await house.call("button.press", None, "hsm_cancel_alerts")
    assert house.hub.hsm.alert is None
    assert house.hub.hsm.status == "disarmed"
    assert not house.runtime.state.hsm.triggered


async def test_removed_device_has_no_buttons(house: HubHouse) -> None:
    """What is gone cannot be pressed."""
    device = house.device("Finder")
    entity_id = house.entity_id("button", device, "beep")
    await house.hub.fault(Fault.DEVICE_REMOVED, device=device.id)
    await house.runtime.refresh()
    await house.hass.async_block_till_done()
    state = house.hass.states.get(entity_id)
    assert state is None or state.state == STATE_UNAVAILABLE
