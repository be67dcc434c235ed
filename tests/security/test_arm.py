"""Arming a house on a real hub, and panels of other integrations."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.setup import async_setup_component
import pytest

from .rig import act, asked, expose, use

from tests.hubitat.entities.rig import HubHouse

HSM = ("alarm_control_panel", None, "hsm")


def orders(house: HubHouse) -> list[str]:
    """Return what HSM was told."""
    paths = (request.path for request in house.hub.journal.requests)
    return [path.removeprefix("/hsm/") for path in paths if path.startswith("/hsm/")]


async def test_arms_and_tells_what_the_panel_says(house: HubHouse) -> None:
    """While the exit delay runs nobody claims that the house is armed."""
    result = await asked_once(house, "arm_alarm")
    assert not result.error
    assert result.data["say"].endswith("is arming.")
    again = await asked_once(house, "arm_alarm", mode="away")
    assert not again.error
    assert orders(house) == ["armAway"]
    await house.settle()
    assert house.state(*HSM).state == "armed_away"
    last = await asked_once(house, "arm_alarm")
    assert last.data["say"].endswith("is armed away.")
    assert orders(house) == ["armAway"]


async def asked_once(house: HubHouse, tool: str, **arguments: Any) -> Any:
    """Let a model use a tool while the house's time stands still."""
    return await use(house.hass, tool, **arguments)


async def test_open_contacts_are_named(house: HubHouse) -> None:
    """HSM says which window keeps it from arming; a person hears it."""
    await house.report("Kitchen Window", "contact", "open")
    result = await use(house.hass, "arm_alarm", language="de")
    assert result.error
    assert "Kitchen Window" in str(result.data["say"])
    assert "offen" in str(result.data["say"])
    assert house.state(*HSM).state == "disarmed"


@pytest.mark.parametrize("weaker", ["home", "night"])
async def test_talk_does_not_weaken_an_armed_house(
    house: HubHouse, weaker: str
) -> None:
    """From "nobody is in" to "somebody is in" is half a disarming."""
    await asked(house, act(house.hass, "arm", mode="away"))
    await house.settle()
    result = await use(house.hass, "arm_alarm", mode=weaker)
    assert result.error
    assert "stays armed away" in str(result.data["say"])
    assert house.state(*HSM).state == "armed_away"
    assert orders(house) == ["armAway"]


async def test_stronger_is_allowed(house: HubHouse) -> None:
    """Whoever leaves an armed house may arm it for leaving."""
    await asked(house, act(house.hass, "arm", mode="home"))
    await house.settle()
    assert house.state(*HSM).state == "armed_home"
    response = await act(house.hass, "arm", mode="away")
    assert response["complete"] is True
    assert orders(house) == ["armHome", "armAway"]


async def test_running_alarm_is_not_armed_away(house: HubHouse) -> None:
    """Arming must not be a way to silence an alarm."""
    await house.report("Hall Smoke", "smoke", "detected")
    response = await act(house.hass, "arm", mode="away")
    assert response["results"][0]["result"] == "alarm_running"
    assert orders(house) == []


async def test_arms_after_closing(house: HubHouse) -> None:
    """A garage that is open keeps HSM from arming, so it is closed before."""
    await house.call("cover.open_cover", "Garage Door", "door")
    response = await asked(house, act(house.hass, "secure_house", arm="night"))
    assert response["complete"] is True
    assert house.state(*HSM).state == "armed_night"


async def test_keypad_is_no_second_alarm(house: HubHouse) -> None:
    """A keypad shows what HSM does; told apart, it would show an armed house that is not."""
    response = await act(house.hass, "arm", mode="home")
    assert [r["entity_id"] for r in response["results"]] == [house.entity_id(*HSM)]
    assert house.hub.journal.commands_to(house.device("Hall Keypad").id) == []


@pytest.fixture
async def panels(hass: HomeAssistant) -> None:
    """Two panels of another integration: one wants a code, one does not."""
    assert await async_setup_component(hass, "homeassistant", {})
    common = {"platform": "manual", "arming_time": 0, "delay_time": 0}
    config = [
        {**common, "name": "Strict", "code": "4711"},
        {**common, "name": "Plain", "code_arm_required": False},
    ]
    assert await async_setup_component(
        hass, "alarm_control_panel", {"alarm_control_panel": config}
    )
    assert await async_setup_component(hass, "kaizen", {})
    await hass.async_block_till_done()


@pytest.mark.usefixtures("panels")
async def test_panel_that_wants_a_code_says_so(hass: HomeAssistant) -> None:
    """Kaizen passes on no code; the other panel is armed all the same."""
    response = await act(hass, "arm", mode="night")
    results = {r["name"]: r["result"] for r in response["results"]}
    assert results == {"Strict": "code_required", "Plain": "done"}
    assert "Strict wants a code" in response["say"]
    assert "Plain is armed for the night" in response["say"]


@pytest.mark.usefixtures("panels")
async def test_one_panel_by_name(hass: HomeAssistant) -> None:
    """A name that fits no panel arms none and tells which there are."""
    expose(hass, "alarm_control_panel.plain")
    result = await use(hass, "arm_alarm", panel="Cellar")
    assert result.error
    assert result.data["panels"] == ["Plain"]
    result = await use(hass, "arm_alarm", panel="plain", mode="home")
    assert not result.error
    strict = hass.states.get("alarm_control_panel.strict")
    assert strict is not None
    assert strict.state == "disarmed"


async def test_no_panel_at_all(hass: HomeAssistant) -> None:
    """An automation that arms nothing must not go on as if it had."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "kaizen", {})
    with pytest.raises(ServiceValidationError):
        await act(hass, "arm", mode="away")
    with pytest.raises(HomeAssistantError, match="alarm_control_panel.gone"):
        await act(hass, "arm", mode="away", entity_id="alarm_control_panel.gone")
