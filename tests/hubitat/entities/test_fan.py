"""Fans."""

import pytest

from .rig import HubHouse


@pytest.mark.parametrize("label", ["Bedroom Fan", "Living Fan"])
async def test_fan_runs_at_the_speed_its_device_reports(
    house: HubHouse, label: str
) -> None:
    """Five speeds are steps of 20 percent; `on`, `off` and `auto` are none."""
    state = house.state("fan", label, "fan")
    assert state.state == "off"
    assert state.attributes["percentage_step"] == pytest.approx(20)
    told = await house.call("fan.set_percentage", label, "fan", percentage=60)
    assert told == [("setSpeed", ("medium",))]
    state = house.state("fan", label, "fan")
    assert (state.state, state.attributes["percentage"]) == ("on", 60)
    assert await house.call("fan.turn_off", label, "fan") == [("off", ())]
    state = house.state("fan", label, "fan")
    assert (state.state, state.attributes["percentage"]) == ("off", 0)


async def test_fan_in_auto(house: HubHouse) -> None:
    """A fan that decides by itself has no speed."""
    told = await house.call(
        "fan.set_preset_mode", "Bedroom Fan", "fan", preset_mode="auto"
    )
    assert told == [("setSpeed", ("auto",))]
    state = house.state("fan", "Bedroom Fan", "fan")
    assert (state.state, state.attributes["preset_mode"]) == ("on", "auto")
    assert state.attributes["percentage"] is None


async def test_fan_without_a_speed(house: HubHouse) -> None:
    """Switched on it goes back to some speed, which is shown."""
    assert await house.call("fan.turn_on", "Living Fan", "fan") == [("on", ())]
    assert house.state("fan", "Living Fan", "fan").attributes["percentage"] == 20
    assert await house.call("fan.turn_on", "Living Fan", "fan", percentage=100) == [
        ("setSpeed", ("high",))
    ]


async def test_zero_percent_is_off(house: HubHouse) -> None:
    """A slider at its end stops the fan."""
    await house.call("fan.turn_on", "Bedroom Fan", "fan")
    assert await house.call(
        "fan.set_percentage", "Bedroom Fan", "fan", percentage=0
    ) == [("off", ())]
    assert house.state("fan", "Bedroom Fan", "fan").state == "off"
