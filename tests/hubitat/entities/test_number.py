"""Numbers that can be set."""

from aiohttp.test_utils import TestServer
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest

from .rig import HubHouse, async_move_in

from tests.simulators.hubitat import HubSimulator


async def test_time_a_session_has_left(house: HubHouse) -> None:
    """In seconds, shown when the device says so."""
    entity = ("number", "Laundry Timer", "time_remaining")
    assert house.state(*entity).attributes["unit_of_measurement"] == "s"
    assert house.state(*entity).attributes["device_class"] == "duration"
    told = await house.call(
        "number.set_value", "Laundry Timer", "time_remaining", value=1800, settle=False
    )
    assert told == [("setTimeRemaining", ("1800",))]
    await house.advance(1)
    assert 1700 < float(house.state(*entity).state) <= 1800
    with pytest.raises(ServiceValidationError):
        await house.call(
            "number.set_value", "Laundry Timer", "time_remaining", value=-1
        )


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("sprinklerMinutes", "12", 20), ("targetHumidity", "47.5", 52.5)],
)
async def test_variable_is_set(
    hass: HomeAssistant,
    hub: HubSimulator,
    receiver: TestServer,
    name: str,
    before: str,
    after: float,
) -> None:
    """A whole number stays one."""
    house = await async_move_in(hass, hub, receiver, variables=True)
    assert house.state("number", None, f"variable_{name}").state == before
    assert house.state("number", None, f"variable_{name}").name.endswith(name)
    await house.call("number.set_value", None, f"variable_{name}", value=after)
    assert hub.house.variables[name].value == after
    assert house.state("number", None, f"variable_{name}").state == str(after)


async def test_variables_are_a_choice(house: HubHouse) -> None:
    """Without it there are none, and the hub is not asked for them."""
    assert not [p for p in house.hub.journal.paths() if "hubvariables" in p]
    assert house.hass.states.async_entity_ids("number") == [
        house.entity_id("number", "Laundry Timer", "time_remaining")
    ]
