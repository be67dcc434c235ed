"""What devices measure."""

from aiohttp.test_utils import TestServer
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest

from .rig import HubHouse, async_move_in

from tests.simulators.hubitat import Fault, HubSimulator

ROWS = [
    ("Bath Climate", "temperature", "21.4", "temperature", "°C", "measurement"),
    ("Bath Climate", "humidity", "48", "humidity", "%", "measurement"),
    ("Hall Motion", "illuminance", "120", "illuminance", "lx", "measurement"),
    ("TV Outlet", "power", "34.2", "power", "W", "measurement"),
    ("TV Outlet", "energy", "112.84", "energy", "kWh", "total_increasing"),
    ("TV Outlet", "voltage", "231.2", "voltage", "V", "measurement"),
    ("TV Outlet", "frequency", "50", "frequency", "Hz", "measurement"),
    ("TV Outlet", "current", "0.15", "current", "A", "measurement"),
    ("Office Air", "carbon_dioxide", "640", "carbon_dioxide", "ppm", "measurement"),
    ("Office Air", "aqi", "41", "aqi", None, "measurement"),
    ("Office Air", "pressure", "101.2", "pressure", "kPa", "measurement"),
    ("Weather Station", "uv_index", "2", None, "UV index", "measurement"),
    ("Weather Station", "sound_pressure", "38", "sound_pressure", "dB", "measurement"),
    ("Pool Probe", "ph", "7.2", "ph", None, "measurement"),
    ("Garden Tap", "volume_flow_rate", "0", "volume_flow_rate", "L/min", "measurement"),
    ("Front Door", "battery", "87", "battery", "%", "measurement"),
    ("Anna's Steps", "steps", "4211", None, "steps", "total_increasing"),
    ("Anna's Steps", "step_goal", "8000", None, "steps", None),
    ("Kitchen Gas", "power_source", "mains", "enum", None, None),
    ("Air Purifier", "consumable", "good", "enum", None, None),
    ("Laundry Timer", "session", "stopped", "enum", None, None),
]
DIAGNOSTIC = {"battery", "power_source", "consumable"}


@pytest.mark.parametrize(
    ("label", "key", "value", "device_class", "unit", "state_class"), ROWS
)
async def test_every_kind_of_sensor(
    house: HubHouse,
    label: str,
    key: str,
    value: str,
    device_class: str | None,
    unit: str | None,
    state_class: str | None,
) -> None:
    """A value with its unit and class, where Home Assistant expects it."""
    state = house.state("sensor", label, key)
    assert state.state == value
    told = (
        state.attributes.get("device_class"),
        state.attributes.get("unit_of_measurement"),
        state.attributes.get("state_class"),
    )
    assert told == (device_class, unit, state_class)
    entry = er.async_get(house.hass).async_get(house.entity_id("sensor", label, key))
    assert entry is not None
    assert (entry.entity_category == "diagnostic") is (key in DIAGNOSTIC)


@pytest.mark.parametrize("key", ["signal_strength", "link_quality"])
async def test_radio_is_there_for_those_who_enable_it(
    house: HubHouse, key: str
) -> None:
    """What only an expert reads is off at first."""
    entity_id = house.entity_id("sensor", "Hall Repeater", key)
    entry = er.async_get(house.hass).async_get(entity_id)
    assert entry is not None
    assert entry.disabled_by is er.RegistryEntryDisabler.INTEGRATION


async def test_temperatures_come_in_the_unit_of_the_house(house: HubHouse) -> None:
    """Fahrenheit said, Celsius said by the device, and nothing said."""
    outside = house.state("sensor", "Garden Motion", "temperature")
    assert float(outside.state) == pytest.approx(12.39, abs=0.01)
    assert house.state("sensor", "Garden Climate", "temperature").state == "8.6"
    assert house.state("sensor", "Bath Leak", "temperature").state == "21.4"


async def test_unit_follows_what_is_reported(house: HubHouse) -> None:
    """A device that is switched to another unit does not boil the garden."""
    device = house.device("Garden Motion")
    device.attributes["temperature"].unit = "°C"
    await house.report(device, "temperature", 12.5)
    assert house.state("sensor", device, "temperature").state == "12.5"


async def test_temperature_follows_the_unit_a_device_says_it_uses(
    house: HubHouse,
) -> None:
    """The values themselves come without one."""
    await house.report("Garden Climate", "temperatureUnit", "F")
    await house.report("Garden Climate", "temperature", 50)
    assert house.state("sensor", "Garden Climate", "temperature").state == "10.0"


async def test_power_in_kilowatts(house: HubHouse) -> None:
    """A driver that is set to kW does not make a kettle a night light."""
    house.device("TV Outlet").attributes["power"].unit = "kW"
    await house.report("TV Outlet", "power", 1.2)
    state = house.state("sensor", "TV Outlet", "power")
    assert (state.state, state.attributes["unit_of_measurement"]) == ("1.2", "kW")


async def test_sensor_follows_events(house: HubHouse) -> None:
    """A number that comes as text is a number."""
    await house.report("TV Outlet", "power", 1200.5)
    assert house.state("sensor", "TV Outlet", "power").state == "1200.5"
    await house.report("Laundry Timer", "sessionStatus", "running")
    assert house.state("sensor", "Laundry Timer", "session").state == "running"


async def test_what_means_nothing_is_unknown(house: HubHouse) -> None:
    """Never reported, or a word no capability knows."""
    assert house.state("sensor", "Garden Climate", "battery").state == STATE_UNKNOWN
    assert house.state("sensor", "Washer Vibration", "battery").state == "66"
    await house.report("Bath Climate", "humidity", "wet")
    assert house.state("sensor", "Bath Climate", "humidity").state == STATE_UNKNOWN
    await house.report("Laundry Timer", "sessionStatus", "thinking")
    assert house.state("sensor", "Laundry Timer", "session").state == STATE_UNKNOWN


async def test_lost_device_is_unavailable(house: HubHouse) -> None:
    """A device its driver cannot reach shows no old value, but that it is lost."""
    await house.report("Hall Repeater", "healthStatus", "offline")
    state = house.state("sensor", "Hall Repeater", "power_source")
    assert state.state == STATE_UNAVAILABLE
    health = house.state("binary_sensor", "Hall Repeater", "connectivity")
    assert health.state == "off"
    await house.report("Hall Repeater", "healthStatus", "online")
    assert house.state("sensor", "Hall Repeater", "power_source").state == "mains"


async def test_sensors_are_unavailable_without_the_hub(house: HubHouse) -> None:
    """The last value is not shown as if it were the present one."""
    await house.hub.fault(Fault.TOKEN_ROTATED)
    with pytest.raises(HomeAssistantError):
        await house.runtime.refresh()
    await house.hass.async_block_till_done()
    state = house.state("sensor", "Bath Climate", "temperature")
    assert state.state == STATE_UNAVAILABLE


async def test_variable_that_is_a_moment(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """Only for an owner who wants hub variables."""
    house = await async_move_in(hass, hub, receiver, variables=True)
    state = house.state("sensor", None, "variable_lastFeeding")
    assert state.state == "2026-11-20T07:10:00+00:00"
    assert state.attributes["device_class"] == "timestamp"
    hub.house.set_variable("lastFeeding", "2026-11-21T18:00:00.000+0000")
    await house.settle()
    state = house.state("sensor", None, "variable_lastFeeding")
    assert state.state == "2026-11-21T18:00:00+00:00"
