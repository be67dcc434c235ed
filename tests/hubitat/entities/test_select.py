"""The mode of the house."""

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.exceptions import ServiceValidationError
import pytest

from .rig import HubHouse

from tests.simulators.hubitat import Fault, Mode

MODE = ("select", None, "mode")


async def test_mode_follows_the_hub(house: HubHouse) -> None:
    """Also when the hub changes it by itself."""
    assert house.state(*MODE).state == "Day"
    assert house.state(*MODE).attributes["options"] == [
        "Day",
        "Evening",
        "Night",
        "Away",
    ]
    house.hub.house.set_mode(3)
    await house.settle()
    assert house.state(*MODE).state == "Night"


async def test_mode_is_changed(house: HubHouse) -> None:
    """Once, and shown when the hub says so."""
    await house.call("select.select_option", None, "mode", option="Away")
    assert house.hub.house.mode.name == "Away"
    assert house.state(*MODE).state == "Away"
    assert house.hub.journal.paths().count("/modes/4") == 1


async def test_new_modes_are_offered(house: HubHouse) -> None:
    """What an owner adds to the hub needs no restart."""
    house.hub.house.modes.append(Mode(id=9, name="Party"))
    await house.runtime.refresh()
    await house.hass.async_block_till_done()
    assert "Party" in house.state(*MODE).attributes["options"]
    await house.call("select.select_option", None, "mode", option="Party")
    assert house.hub.house.mode.name == "Party"


async def test_old_firmware_tells_no_ids(house: HubHouse) -> None:
    """The mode is shown; to change it there is no way, and whoever tries hears so."""
    await house.hub.fault(Fault.MODE_IDS_NULL)
    await house.runtime.refresh()
    with pytest.raises(ServiceValidationError, match="Night"):
        await house.call("select.select_option", None, "mode", option="Night")
    assert house.hub.house.mode.name == "Day"


async def test_modes_that_are_not_allowed_any_more(house: HubHouse) -> None:
    """A toggle of the Maker API app."""
    await house.hub.fault(Fault.MODES_FORBIDDEN)
    await house.runtime.refresh()
    await house.hass.async_block_till_done()
    assert house.state(*MODE).state == STATE_UNAVAILABLE
