"""The houses: 74 devices in 12 rooms for every row of the capability table, or any number of them for benchmarks."""

from random import Random
from typing import Any, Final

from .blueprints import Blueprint
from .devices import Device, make_device
from .fleet_table import BLUEPRINTS, UNAUTHORISED

ROOMS: Final = (
    "Living Room",
    "Kitchen",
    "Dining Room",
    "Hallway",
    "Master Bedroom",
    "Kids Room",
    "Guest Room",
    "Office",
    "Bathroom",
    "Garage",
    "Garden",
    "Utility Room",
)
SIZE: Final = 74
FIRST_ID: Final = 11


def fleet(size: int = SIZE, *, seed: int = 1) -> list[Device]:
    """Return a house; ids have gaps, as in a house that grew."""
    rng = Random(seed)
    devices = []
    number = FIRST_ID
    for index in range(size):
        blueprint = BLUEPRINTS[index % len(BLUEPRINTS)]
        round_ = index // len(BLUEPRINTS)
        suffix = f" {round_ + 1}" if round_ else ""
        devices.append(build(blueprint, str(number), suffix=suffix))
        number += rng.choice((1, 1, 1, 2, 5))
    return devices


def strangers(first_id: int) -> list[Device]:
    """Return devices of the hub that were not chosen in the Maker API app."""
    return [
        build(blueprint, str(first_id + n), authorised=False)
        for n, blueprint in enumerate(UNAUTHORISED)
    ]


def build(blueprint: Blueprint, id: str, *, suffix: str = "", **more: Any) -> Device:
    """Make a device from its blueprint."""
    return make_device(
        id=id,
        label=blueprint.label + suffix,
        driver=blueprint.driver,
        room=blueprint.room,
        capabilities=list(blueprint.capabilities),
        values=blueprint.values,
        units=blueprint.units,
        extra_attributes=blueprint.attributes,
        extra_commands=blueprint.commands,
        sleepy=blueprint.sleepy,
        traits=blueprint.traits,
        **more,
    )
