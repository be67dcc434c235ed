"""What the package for HomeKit shows of a house."""

from pathlib import Path
from typing import Any, Final

from aiohttp.test_utils import TestServer
from homeassistant.components.homekit import BRIDGE_SCHEMA, HomeKit
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers.entityfilter import FILTER_SCHEMA
from homeassistant.util.yaml import load_yaml_dict
import pytest

from .rig import async_move_in

from tests.simulators.hubitat import HubSimulator

PACKAGE: Final = Path(__file__).parents[3] / "packages" / "kaizen_homekit.yaml"
MOST_ACCESSORIES: Final = 150
"""A bridge's limit, itself included."""
MISREAD: Final = {"gas", "moving", "vibration", "sound", "safety", "tamper", None}
"""Classes that HomeKit has none for and shows as something else."""


def bridge() -> dict[str, Any]:
    """Return the bridge that the package configures."""
    (configured,) = load_yaml_dict(PACKAGE)["homekit"]
    checked: dict[str, Any] = BRIDGE_SCHEMA(configured)
    return checked


async def shown(hass: HomeAssistant) -> list[State]:
    """Return what Home Assistant would make accessories of."""
    config = bridge()
    homekit = HomeKit(
        hass,
        config["name"],
        config["port"],
        None,
        FILTER_SCHEMA(config["filter"]),
        False,
        config["entity_config"],
        config["mode"],
        [],
        "entry",
        config["name"],
    )
    return await homekit.async_configure_accessories()


@pytest.mark.parametrize("language", ["en", "de"])
async def test_package_fits_the_house(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer, language: str
) -> None:
    """74 devices stay below the limit, and nothing is shown as what it is not."""
    hass.config.language = language
    house = await async_move_in(hass, hub, receiver)
    states = await shown(hass)
    assert 60 < len(states) < MOST_ACCESSORIES
    detectors = [s for s in states if s.domain == "binary_sensor"]
    assert len(detectors) > 10
    assert not MISREAD & {s.attributes.get("device_class") for s in detectors}
    assert not {"select", "button", "event", "text", "number"} & {
        s.domain for s in states
    }
    ids = {s.entity_id for s in states}
    for platform, label, key in (
        ("lock", "Front Door", "lock"),
        ("cover", "Garage Door", "door"),
        ("light", "Living Lamp", "light"),
        ("climate", "Living Thermostat", "thermostat"),
        ("alarm_control_panel", None, "hsm"),
        ("binary_sensor", "Hall Smoke", "smoke"),
        ("sensor", "Bath Climate", "temperature"),
    ):
        assert house.entity_id(platform, label, key) in ids


def test_package_holds_no_code() -> None:
    """A code in it would open doors for whoever holds a telephone."""
    config = bridge()
    assert config["entity_config"] == {}
    assert not any(char.isdigit() for char in str(config["filter"]))
