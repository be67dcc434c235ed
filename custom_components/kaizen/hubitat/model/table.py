"""The capability table: from what a device is to the entities it has in Home Assistant."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from .blueprint import EntityBlueprint, Guard, Overrides
from .climate import climate
from .devices import HubDevice
from .lights import fan, light
from .noises import PLAYERS, alarm, chime, notification, player, speech
from .openings import door, lock, shade, valve
from .sensors import binary_sensors, sensors
from .things import buttons, keypad, presses, switch, values

_SWITCH: Final = frozenset({"switch"})
_DIMMER: Final = frozenset({"switch", "level"})
_SWITCHES: Final = ("Switch", "RelaySwitch", "Outlet")
_LIGHTS: Final = (
    "Light",
    "Bulb",
    "SwitchLevel",
    "ColorControl",
    "ColorTemperature",
    "LightEffects",
)
_OPENERS: Final = ("Lock", "GarageDoorControl", "DoorControl", "Valve")
"""What gives up safety when it is told to, also by a command that sounds harmless."""
_LEVERS: Final = frozenset({"switch", "light", "fan", "button"})
_HARMLESS: Final = frozenset({"refresh", "beep", "take"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ActuatorRow:
    """What a device does, and which attributes are then part of it and nobody else's."""

    capabilities: tuple[str, ...]
    build: Callable[[HubDevice, Overrides], EntityBlueprint | None]
    claims: frozenset[str] = frozenset()
    yields: bool = False
    """Gives way where a row before it has claimed the attribute it would show."""


ACTUATORS: Final = (
    ActuatorRow(capabilities=("Lock",), build=lock),
    ActuatorRow(
        capabilities=("GarageDoorControl", "DoorControl"), build=door, claims=_DIMMER
    ),
    ActuatorRow(
        capabilities=("WindowShade", "WindowBlind"), build=shade, claims=_DIMMER
    ),
    ActuatorRow(capabilities=("Valve",), build=valve, claims=_DIMMER),
    ActuatorRow(
        capabilities=(
            "Thermostat",
            "ThermostatMode",
            "ThermostatHeatingSetpoint",
            "ThermostatCoolingSetpoint",
        ),
        build=climate,
    ),
    ActuatorRow(capabilities=("FanControl",), build=fan, claims=_DIMMER),
    ActuatorRow(capabilities=("SecurityKeypad",), build=keypad),
    ActuatorRow(capabilities=("Alarm",), build=alarm, claims=_SWITCH),
    ActuatorRow(capabilities=("Chime",), build=chime, claims=_SWITCH),
    ActuatorRow(capabilities=PLAYERS, build=player, claims=_DIMMER),
    ActuatorRow(capabilities=_LIGHTS, build=light, claims=_DIMMER, yields=True),
    ActuatorRow(capabilities=_SWITCHES, build=switch, claims=_SWITCH, yields=True),
    ActuatorRow(capabilities=("SpeechSynthesis", "AudioNotification"), build=speech),
    ActuatorRow(capabilities=("Notification",), build=notification),
)
"""In this order: the first one that is `main` is what the device is."""


def device_blueprints(
    device: HubDevice,
    overrides: Overrides | None = None,
    *,
    temperature_unit: str = "°C",
) -> tuple[EntityBlueprint, ...]:
    """Return the entities of a device; `temperature_unit` is the hub's, for devices that do not say theirs."""
    told = overrides or Overrides()
    made = (
        *_actuators(device, told),
        *binary_sensors(device, told),
        *sensors(device, temperature_unit),
        *presses(device),
        *buttons(device),
        *values(device),
    )
    return tuple(_guarded(device, _one_main(made)))


def _actuators(device: HubDevice, overrides: Overrides) -> Iterator[EntityBlueprint]:
    claimed: frozenset[str] = frozenset()
    for row in ACTUATORS:
        if not device.is_a(*_capabilities(row, overrides)):
            continue
        shown = "level" if row.build is light and device.has("level") else "switch"
        if row.yields and shown in claimed:
            continue
        if (blueprint := row.build(device, overrides)) is not None:
            claimed |= row.claims
            yield blueprint


def _capabilities(row: ActuatorRow, overrides: Overrides) -> tuple[str, ...]:
    if row.build is light and overrides.kind is not None:
        return (*_LIGHTS, *_SWITCHES) if overrides.kind == "light" else ()
    return row.capabilities


def _one_main(blueprints: Iterable[EntityBlueprint]) -> Iterator[EntityBlueprint]:
    """Let only the first entity take the device's name."""
    taken = False
    for blueprint in blueprints:
        if blueprint.main and taken:
            named = blueprint.translation_key or blueprint.key
            yield replace(blueprint, main=False, translation_key=named)
        else:
            yield blueprint
        taken |= blueprint.main


def _guarded(
    device: HubDevice, blueprints: Iterable[EntityBlueprint]
) -> Iterator[EntityBlueprint]:
    """Put the guard before every switch and button of a device that opens something: a relay that is pushed opens the garage."""
    opener = device.is_a(*_OPENERS)
    for blueprint in blueprints:
        if opener and blueprint.platform in _LEVERS:
            yield replace(
                blueprint, guard=Guard(unsecuring=blueprint.commands - _HARMLESS)
            )
        else:
            yield blueprint
