"""The 74 devices of the simulated house, through the whole model."""

from collections import Counter
import json
from typing import Final

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.cover import CoverDeviceClass
from homeassistant.components.sensor import (
    DEVICE_CLASS_UNITS,
    SensorDeviceClass,
    SensorStateClass,
)
from homeassistant.const import Platform
import pytest

from custom_components.kaizen.hubitat.api import parse_device
from custom_components.kaizen.hubitat.model import (
    EntityBlueprint,
    HubDevice,
    device_blueprints,
)
from custom_components.kaizen.hubitat.model.coerce import KNOWN_ATTRIBUTES
from custom_components.kaizen.hubitat.unsecuring import unsecures

from tests.simulators.hubitat import Clock, fleet
from tests.simulators.hubitat.shapes import detailed, flat

DEVICES: Final = [HubDevice(parse_device(detailed(d, Clock()))) for d in fleet()]
ENTITIES: Final[list[tuple[HubDevice, EntityBlueprint]]] = [
    (device, blueprint) for device in DEVICES for blueprint in device_blueprints(device)
]


def test_every_platform_is_in_the_house() -> None:
    """No row of the table is left without a device."""
    assert {b.platform for _, b in ENTITIES} >= {
        *(
            "alarm_control_panel",
            "binary_sensor",
            "button",
            "climate",
            "cover",
            "event",
            "fan",
        ),
        *(
            "image",
            "light",
            "lock",
            "media_player",
            "notify",
            "number",
            "sensor",
            "siren",
        ),
        *("switch", "text", "valve"),
    }


def test_every_device_but_those_nobody_knows_has_an_entity() -> None:
    """The mower has a battery; nothing is lost without a trace."""
    assert {d.id for d in DEVICES} == {d.id for d, _ in ENTITIES}


def test_keys_are_unique_within_a_device() -> None:
    """They are part of the unique id."""
    assert max(Counter((d.id, b.key) for d, b in ENTITIES).values()) == 1


def test_one_entity_at_most_is_the_device() -> None:
    """Only one can take its name; every other has one of its own."""
    assert max(Counter(d.id for d, b in ENTITIES if b.main).values()) == 1
    for _, blueprint in ENTITIES:
        named = blueprint.translation_key or blueprint.device_class or blueprint.name
        assert blueprint.main or named, blueprint


def test_entities_use_what_their_device_has() -> None:
    """No attribute that is never reported, no command that ends in an error."""
    for device, blueprint in ENTITIES:
        assert device.has(*blueprint.attributes), blueprint
        assert device.can(*blueprint.commands), blueprint
        assert blueprint.guard.unsecuring <= device.commands


def test_what_an_entity_calls_unsecuring_the_gate_asks_about() -> None:
    """The gate knows commands, the table knows entities; they must not disagree."""
    for device, blueprint in ENTITIES:
        for command in blueprint.guard.unsecuring | blueprint.guard.unsecuring_in_alarm:
            assert unsecures(device, command), (blueprint.key, command)


def test_classes_and_units_are_home_assistants() -> None:
    """Each sensor passes Home Assistant's own check."""
    for _, blueprint in ENTITIES:
        assert blueprint.platform in set(Platform)
        match blueprint.platform:
            case "sensor" if blueprint.device_class:
                kind = SensorDeviceClass(blueprint.device_class)
                assert blueprint.unit in DEVICE_CLASS_UNITS.get(kind, {None}), blueprint
                assert blueprint.state_class in {None, *SensorStateClass}
            case "binary_sensor" if blueprint.device_class:
                BinarySensorDeviceClass(blueprint.device_class)
            case "cover":
                assert blueprint.device_class is not None
                CoverDeviceClass(blueprint.device_class)


def test_both_lists_make_the_same_entities() -> None:
    """/devices/all, without types and with text only, tells the same house."""
    for simulated, device in zip(fleet(), DEVICES, strict=True):
        other = HubDevice(parse_device(flat(simulated, Clock())))
        shape = [(b.platform, b.key, b.features) for b in device_blueprints(other)]
        assert shape == [
            (b.platform, b.key, b.features) for b in device_blueprints(device)
        ]
        named = {n: v for n, v in device.values.items() if n in KNOWN_ATTRIBUTES}
        assert {n: other.value(n) for n in named} == named, device.label


def test_no_code_gets_in() -> None:
    """Neither of the two locks' codes is anywhere in the model."""
    kept = json.dumps([dict(d.values) for d in DEVICES], default=str) + repr(ENTITIES)
    for code in ("4711", "0815", "AES:"):
        assert code not in kept.replace('"steps": 4211', "")


@pytest.mark.parametrize(
    ("label", "attribute", "value"),
    [
        ("Washer Vibration", "battery", 66),
        ("Washer Vibration", "threeAxis", (4, -12, 1020)),
        ("Hall Strip", "hue", None),
        ("Doorbell", "switch", None),
        ("Living Lamp", "hue", 43.2),
    ],
)
def test_oddities_are_understood(label: str, attribute: str, value: object) -> None:
    """What real hubs write."""
    device = next(d for d in DEVICES if d.label == label)
    assert device.value(attribute) == value
