"""Texts that can be set."""

from aiohttp.test_utils import TestServer
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant

from .rig import HubHouse, async_move_in

from tests.simulators.hubitat import HubSimulator


async def test_connector_device(house: HubHouse) -> None:
    """The variable behind it."""
    entity = ("text", "Sprinkler Minutes", "variable")
    assert house.state(*entity).state == "12"
    told = await house.call(
        "text.set_value", "Sprinkler Minutes", "variable", value="15"
    )
    assert told == [("setVariable", ("15",))]
    assert house.state(*entity).state == "15"


async def test_variable(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """A hub variable that is text; an empty one is empty, not unknown."""
    house = await async_move_in(hass, hub, receiver, variables=True)
    entity = ("text", None, "variable_guestName")
    assert house.state(*entity).state == ""
    await house.call("text.set_value", None, "variable_guestName", value="Carla")
    assert hub.house.variables["guestName"].value == "Carla"
    assert house.state(*entity).state == "Carla"


async def test_what_fits_into_no_state_is_unknown(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """Half a text would be another text."""
    house = await async_move_in(hass, hub, receiver, variables=True)
    hub.house.set_variable("guestName", "x" * 300)
    await house.settle()
    assert house.state("text", None, "variable_guestName").state == STATE_UNKNOWN


async def test_variables_that_were_not_chosen_stay_hidden(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """Only what the Maker API app shows."""
    await async_move_in(hass, hub, receiver, variables=True)
    assert not [s for s in hass.states.async_all() if "private" in s.entity_id]
