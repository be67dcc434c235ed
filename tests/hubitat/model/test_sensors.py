"""Every row of the capability table that measures."""

from typing import Any

import pytest

from custom_components.kaizen.hubitat.model import (
    Category,
    Overrides,
    Unknown,
    device_blueprints,
)
from custom_components.kaizen.hubitat.model.sensors import BINARY_SENSORS, SENSORS

from .rig import device, entities, nothing

D = Category.DIAGNOSTIC


@pytest.mark.parametrize(
    ("capability", "attribute", "key", "device_class", "unit", "state_class"),
    [
        (
            "TemperatureMeasurement",
            "temperature",
            "temperature",
            "temperature",
            "°C",
            "measurement",
        ),
        (
            "RelativeHumidityMeasurement",
            "humidity",
            "humidity",
            "humidity",
            "%",
            "measurement",
        ),
        (
            "IlluminanceMeasurement",
            "illuminance",
            "illuminance",
            "illuminance",
            "lx",
            "measurement",
        ),
        ("PowerMeter", "power", "power", "power", "W", "measurement"),
        ("EnergyMeter", "energy", "energy", "energy", "kWh", "total_increasing"),
        ("VoltageMeasurement", "voltage", "voltage", "voltage", "V", "measurement"),
        (
            "VoltageMeasurement",
            "frequency",
            "frequency",
            "frequency",
            "Hz",
            "measurement",
        ),
        ("CurrentMeter", "amperage", "current", "current", "A", "measurement"),
        (
            "CarbonDioxideMeasurement",
            "carbonDioxide",
            "carbon_dioxide",
            "carbon_dioxide",
            "ppm",
            "measurement",
        ),
        ("AirQuality", "airQualityIndex", "aqi", "aqi", None, "measurement"),
        ("PressureMeasurement", "pressure", "pressure", None, None, "measurement"),
        (
            "UltravioletIndex",
            "ultravioletIndex",
            "uv_index",
            None,
            "UV index",
            "measurement",
        ),
        ("pHMeasurement", "pH", "ph", "ph", None, "measurement"),
        (
            "SoundPressureLevel",
            "soundPressureLevel",
            "sound_pressure",
            "sound_pressure",
            "dB",
            "measurement",
        ),
        ("LiquidFlowRate", "rate", "volume_flow_rate", None, None, "measurement"),
        ("Battery", "battery", "battery", "battery", "%", "measurement"),
        (
            "SignalStrength",
            "rssi",
            "signal_strength",
            "signal_strength",
            "dBm",
            "measurement",
        ),
        ("SignalStrength", "lqi", "link_quality", None, None, "measurement"),
        ("StepSensor", "steps", "steps", None, None, "total_increasing"),
        ("StepSensor", "goal", "step_goal", None, None, None),
        ("PowerSource", "powerSource", "power_source", "enum", None, None),
        ("Consumable", "consumableStatus", "consumable", "enum", None, None),
        ("TimedSession", "sessionStatus", "session", "enum", None, None),
    ],
)
def test_sensors(
    capability: str,
    attribute: str,
    key: str,
    device_class: str | None,
    unit: str | None,
    state_class: str | None,
) -> None:
    """A capability with its attribute is one sensor, of its documented unit where none is reported."""
    found = entities(device(capability, **nothing(attribute)))
    assert set(found) == {key}
    sensor = found[key]
    assert (sensor.platform, sensor.capability, sensor.attributes) == (
        "sensor",
        capability,
        (attribute,),
    )
    assert (sensor.device_class, sensor.unit, sensor.state_class) == (
        device_class,
        unit,
        state_class,
    )
    named_by_class = device_class not in (None, "enum")
    assert sensor.translation_key == (None if named_by_class else key)


def test_every_sensor_row_is_tested() -> None:
    """A new row needs a line above."""
    marks = test_sensors.pytestmark  # type: ignore[attr-defined]
    assert {(r.attribute, r.key) for r in SENSORS} == {
        (line[1], line[2]) for line in marks[0].args[1]
    }
    marks = test_binary_sensors.pytestmark  # type: ignore[attr-defined]
    assert {(r.attribute, r.key) for r in BINARY_SENSORS} == {
        (line[1], line[2]) for line in marks[0].args[1]
    }


@pytest.mark.parametrize(
    ("capability", "attribute", "key", "device_class", "on", "unknown"),
    [
        ("ContactSensor", "contact", "contact", "opening", "open", Unknown.UNAVAILABLE),
        ("MotionSensor", "motion", "motion", "motion", "active", Unknown.UNKNOWN),
        (
            "PresenceSensor",
            "presence",
            "presence",
            "presence",
            "present",
            Unknown.UNKNOWN,
        ),
        ("Beacon", "presence", "presence", "presence", "present", Unknown.UNKNOWN),
        ("WaterSensor", "water", "moisture", "moisture", "wet", Unknown.UNAVAILABLE),
        ("SmokeDetector", "smoke", "smoke", "smoke", "detected", Unknown.UNAVAILABLE),
        (
            "CarbonMonoxideDetector",
            "carbonMonoxide",
            "carbon_monoxide",
            "carbon_monoxide",
            "detected",
            Unknown.UNAVAILABLE,
        ),
        ("GasDetector", "naturalGas", "gas", "gas", "detected", Unknown.UNAVAILABLE),
        (
            "AccelerationSensor",
            "acceleration",
            "moving",
            "moving",
            "active",
            Unknown.UNKNOWN,
        ),
        ("ShockSensor", "shock", "vibration", "vibration", "detected", Unknown.UNKNOWN),
        ("TamperAlert", "tamper", "tamper", "tamper", "detected", Unknown.UNKNOWN),
        ("SoundSensor", "sound", "sound", "sound", "detected", Unknown.UNKNOWN),
        ("SleepSensor", "sleeping", "sleeping", None, "sleeping", Unknown.UNKNOWN),
        (
            "FilterStatus",
            "filterStatus",
            "filter",
            "problem",
            "replace",
            Unknown.UNKNOWN,
        ),
        (
            "HealthCheck",
            "healthStatus",
            "connectivity",
            "connectivity",
            "online",
            Unknown.UNKNOWN,
        ),
    ],
)
def test_binary_sensors(
    capability: str,
    attribute: str,
    key: str,
    device_class: str | None,
    on: str,
    unknown: Unknown,
) -> None:
    """A capability with its attribute is one binary sensor."""
    found = entities(device(capability, **nothing(attribute)))
    assert set(found) == {key}
    sensor = found[key]
    assert (sensor.platform, sensor.capability, sensor.device_class) == (
        "binary_sensor",
        capability,
        device_class,
    )
    assert (sensor.attributes, sensor.on, sensor.when_unknown) == (
        (attribute,),
        frozenset({on}),
        unknown,
    )
    named_by_class = device_class not in (None, "problem")
    assert sensor.translation_key == (None if named_by_class else key)


@pytest.mark.parametrize(
    "values",
    [
        {"capabilities": "Battery", "battery": 1},
        {"capabilities": "TamperAlert", "tamper": "clear"},
        {"capabilities": "FilterStatus", "filterStatus": "normal"},
        {"capabilities": "PowerSource", "powerSource": "mains"},
        {"capabilities": "Consumable", "consumableStatus": "good"},
        {"capabilities": "", "healthStatus": "online"},
        {"capabilities": "SignalStrength", "rssi": -60, "lqi": 1},
    ],
)
def test_noise_is_diagnostic(values: dict[str, Any]) -> None:
    """HomeKit leaves diagnostic entities out by itself."""
    assert {b.category for b in entities(device(**values)).values()} == {D}


def test_units_are_those_reported() -> None:
    """Where a unit is known it makes the class of the sensor."""
    found = entities(
        device(
            "PressureMeasurement LiquidFlowRate PowerMeter",
            pressure=101,
            rate=2,
            power=1,
            units={"pressure": "kPa", "rate": "GPM", "power": "bananas"},
        )
    )
    assert (found["pressure"].device_class, found["pressure"].unit) == (
        "pressure",
        "kPa",
    )
    assert (found["volume_flow_rate"].device_class, found["volume_flow_rate"].unit) == (
        "volume_flow_rate",
        "gal/min",
    )
    assert found["power"].unit == "W"


@pytest.mark.parametrize(
    ("unit", "attribute", "expected"),
    [("°F", None, "°F"), (None, "F", "°F"), ("C", "F", "°C"), (None, None, "°X")],
)
def test_the_unit_of_a_temperature(
    unit: str | None, attribute: str | None, expected: str
) -> None:
    """The event's unit, then the device's own word, then the hub's."""
    found = device(
        "TemperatureMeasurement",
        temperature=1,
        temperatureUnit=attribute,
        units={"temperature": unit} if unit else {},
    )
    assert device_blueprints(found, temperature_unit="°X")[0].unit == expected


def test_what_is_declared_but_never_reported_starts_disabled() -> None:
    """Most meters declare a frequency and have none."""
    assert not entities(device("VoltageMeasurement", voltage=1, frequency=None))[
        "frequency"
    ].enabled
    assert entities(device("VoltageMeasurement", voltage=1, frequency=50))[
        "frequency"
    ].enabled
    assert not entities(device("SignalStrength", rssi=1))["signal_strength"].enabled


def test_an_attribute_without_its_capability_is_nothing() -> None:
    """A driver's own idea of a level or a mode is no sensor."""
    assert not entities(
        device("RobotMower", battery=3, mowerState="docked", pressure=4)
    )


@pytest.mark.parametrize(
    ("label", "device_class"),
    [
        ("Front Door", "door"),
        ("Doors", "door"),
        ("Haustür", "door"),
        ("Kitchen Window", "window"),
        ("Küchenfenster links", "window"),
        ("Garage Window", "window"),
        ("Garage Door", "garage_door"),
        ("Garagentor", "garage_door"),
        ("Outdoor Contact", "opening"),
        ("Indoor", "opening"),
        ("Mailbox", "opening"),
    ],
)
def test_what_a_contact_is_on(label: str, device_class: str) -> None:
    """Its label says it, whole words only."""
    assert (
        entities(device("ContactSensor", label=label, contact=None))[
            "contact"
        ].device_class
        == device_class
    )


def test_a_contact_in_an_opener_is_on_what_it_opens() -> None:
    """Its label does not matter, the owner's word does."""
    garage = device(
        "GarageDoorControl ContactSensor",
        "open close",
        label="Window",
        door=None,
        contact=None,
    )
    assert entities(garage)["contact"].device_class == "garage_door"
    assert (
        entities(garage, Overrides(contact="window"))["contact"].device_class
        == "window"
    )
    gate = device("DoorControl ContactSensor", "open close", door=None, contact=None)
    assert entities(gate)["contact"].device_class == "door"
