"""Thermostats, in Celsius and in Fahrenheit."""

from homeassistant.exceptions import HomeAssistantError
import pytest

from .rig import HubHouse

LIVING = ("Living Thermostat", "thermostat")
BATH = ("Bath Heating", "thermostat")


async def test_thermostat_shows_what_it_can(house: HubHouse) -> None:
    """Auto between two set points is `heat_cool`, emergency heat a preset."""
    attributes = house.state("climate", *LIVING).attributes
    assert set(attributes["hvac_modes"]) == {"off", "heat", "cool", "heat_cool"}
    assert set(attributes["fan_modes"]) == {"auto", "on", "circulate"}
    assert attributes["preset_modes"] == ["none", "emergency_heat"]
    assert attributes["supported_features"] == 1 | 2 | 8 | 16 | 128 | 256


async def test_fahrenheit_is_shown_in_the_house_s_unit(house: HubHouse) -> None:
    """A thermostat in Fahrenheit in a house in Celsius, both ways."""
    state = house.state("climate", *LIVING)
    assert state.state == "heat"
    assert state.attributes["current_temperature"] == pytest.approx(20.8, abs=0.1)
    assert state.attributes["temperature"] == pytest.approx(20)
    told = await house.call("climate.set_temperature", *LIVING, temperature=22)
    assert told == [("setHeatingSetpoint", ("71.6",))]
    assert house.state("climate", *LIVING).attributes["temperature"] == pytest.approx(
        22, abs=0.1
    )


async def test_range(house: HubHouse) -> None:
    """In `heat_cool` there are two temperatures and no third."""
    assert await house.call(
        "climate.set_hvac_mode", *LIVING, hvac_mode="heat_cool"
    ) == [("setThermostatMode", ("auto",))]
    state = house.state("climate", *LIVING)
    assert state.state == "heat_cool"
    assert state.attributes["temperature"] is None
    assert state.attributes["target_temp_low"] == pytest.approx(20)
    assert state.attributes["target_temp_high"] == pytest.approx(25)
    told = await house.call(
        "climate.set_temperature", *LIVING, target_temp_low=19, target_temp_high=26
    )
    assert told == [
        ("setHeatingSetpoint", ("66.2",)),
        ("setCoolingSetpoint", ("78.8",)),
    ]
    attributes = house.state("climate", *LIVING).attributes
    assert attributes["target_temp_low"] == pytest.approx(19, abs=0.1)
    assert attributes["target_temp_high"] == pytest.approx(26, abs=0.1)


async def test_action_follows_the_device(house: HubHouse) -> None:
    """Heating begins when the thermostat says so."""
    assert house.state("climate", *LIVING).attributes["hvac_action"] == "idle"
    await house.call("climate.set_temperature", *LIVING, temperature=24, settle=False)
    await house.advance(1)
    assert house.state("climate", *LIVING).attributes["hvac_action"] == "idle"
    await house.settle()
    assert house.state("climate", *LIVING).attributes["hvac_action"] == "heating"


async def test_off_and_on(house: HubHouse) -> None:
    """Off is off; on is auto, where there is one."""
    assert await house.call("climate.turn_off", *LIVING) == [
        ("setThermostatMode", ("off",))
    ]
    state = house.state("climate", *LIVING)
    assert (state.state, state.attributes["hvac_action"]) == ("off", "off")
    assert await house.call("climate.turn_on", *LIVING) == [
        ("setThermostatMode", ("auto",))
    ]
    assert house.state("climate", *LIVING).state == "heat_cool"


async def test_emergency_heat(house: HubHouse) -> None:
    """A preset that ends in heating."""
    assert await house.call(
        "climate.set_preset_mode", *LIVING, preset_mode="emergency_heat"
    ) == [("setThermostatMode", ("emergency heat",))]
    state = house.state("climate", *LIVING)
    assert (state.state, state.attributes["preset_mode"]) == ("heat", "emergency_heat")
    await house.call("climate.set_preset_mode", *LIVING, preset_mode="none")
    assert house.state("climate", *LIVING).attributes["preset_mode"] == "none"


async def test_fan_mode(house: HubHouse) -> None:
    """The thermostat's fan has its own mode."""
    assert await house.call("climate.set_fan_mode", *LIVING, fan_mode="circulate") == [
        ("setThermostatFanMode", ("circulate",))
    ]
    assert house.state("climate", *LIVING).attributes["fan_mode"] == "circulate"


async def test_sleepy_valve_is_not_believed_before_it_wakes(house: HubHouse) -> None:
    """A radiator's valve hears minutes later, and until then it is set to what it was."""
    before = house.state("climate", *BATH).attributes["temperature"]
    await house.call(
        "climate.set_temperature", *BATH, temperature=before + 2, settle=False
    )
    await house.advance(30)
    assert house.state("climate", *BATH).attributes["temperature"] == before
    await house.hub.settle(600)
    await house.hass.async_block_till_done()
    assert house.state("climate", *BATH).attributes["temperature"] == before + 2


async def test_mode_the_device_lacks(house: HubHouse) -> None:
    """Home Assistant is told; the hub is not asked."""
    before = len(house.hub.journal.commands)
    with pytest.raises(HomeAssistantError):
        await house.call("climate.set_hvac_mode", *LIVING, hvac_mode="dry")
    assert len(house.hub.journal.commands) == before
