"""Row of the table for thermostats."""

from collections.abc import Mapping
from typing import Final

from .blueprint import EntityBlueprint, Feature, Overrides
from .devices import HubDevice

MODES: Final[Mapping[str, str]] = {
    "off": "off",
    "heat": "heat",
    "emergency heat": "heat",
    "cool": "cool",
    "auto": "heat_cool",
    "dry": "dry",
    "fan only": "fan_only",
}
"""Modes of the hub and of Home Assistant; `auto` is a range where there are two set points."""
EMERGENCY: Final = "emergency heat"
EMERGENCY_PRESET: Final = "emergency_heat"
ACTIONS: Final[Mapping[str, str]] = {
    "heating": "heating",
    "cooling": "cooling",
    "fan only": "fan",
    "vent economizer": "fan",
    "idle": "idle",
    "pending heat": "idle",
    "pending cool": "idle",
}
_SHORTHANDS: Final = {
    "emergencyHeat": EMERGENCY,
    "fanAuto": "auto",
    "fanOn": "on",
    "fanCirculate": "circulate",
}
_SPELLINGS: Final = {
    "emergencyheat": EMERGENCY,
    "emergency_heat": EMERGENCY,
    "fan_only": "fan only",
}
_COMMANDS: Final = frozenset(
    {
        "setHeatingSetpoint",
        "setCoolingSetpoint",
        "setThermostatSetpoint",
        "setThermostatMode",
        "setThermostatFanMode",
        *(
            "auto",
            "off",
            "heat",
            "cool",
            "emergencyHeat",
            "fanAuto",
            "fanOn",
            "fanCirculate",
        ),
    }
)
_ATTRIBUTES: Final = (
    "thermostatMode",
    "temperature",
    "heatingSetpoint",
    "coolingSetpoint",
    "thermostatSetpoint",
    "thermostatOperatingState",
    "thermostatFanMode",
    "humidity",
)


def hub_modes(device: HubDevice) -> tuple[str, ...]:
    """Return a thermostat's modes as the hub calls them: as it says, as its type says, or as its commands do."""
    said = device.names("supportedThermostatModes") or device.choices("thermostatMode")
    if not said and device.has("thermostatMode"):
        shorthands = ("off", "heat", "cool", "auto", "emergencyHeat")
        said = tuple(_SHORTHANDS.get(s, s) for s in shorthands if device.can(s))
    modes = tuple(mode for raw in said if (mode := hub_mode(raw)) in MODES)
    return modes or _mode_of_setpoints(device)


def hub_mode(raw: str) -> str:
    """Return a mode as the capability list spells it."""
    mode = raw.lower()
    return _SPELLINGS.get(mode, mode)


def _mode_of_setpoints(device: HubDevice) -> tuple[str, ...]:
    heats, cools = device.has("heatingSetpoint"), device.has("coolingSetpoint")
    if heats and cools:
        return ("auto",)
    return ("heat",) if heats else ("cool",) if cools else ()


def fan_modes(device: HubDevice) -> tuple[str, ...]:
    """Return what a thermostat's fan can do."""
    if not device.has("thermostatFanMode"):
        return ()
    said = device.names("supportedThermostatFanModes") or device.choices(
        "thermostatFanMode"
    )
    shorthands = ("fanAuto", "fanOn", "fanCirculate")
    return tuple(mode.lower() for mode in said) or tuple(
        _SHORTHANDS[s] for s in shorthands if device.can(s)
    )


def has_range(device: HubDevice) -> bool:
    """Tell whether a thermostat in auto mode keeps between two set points."""
    return device.has("heatingSetpoint", "coolingSetpoint") and device.can(
        "setHeatingSetpoint", "setCoolingSetpoint"
    )


def hvac_mode(mode: str, device: HubDevice) -> str | None:
    """Return Home Assistant's name of a mode of the hub."""
    if mode == "auto" and not has_range(device):
        return "auto"
    return MODES.get(mode)


def climate(device: HubDevice, _: Overrides) -> EntityBlueprint | None:
    """Return a thermostat."""
    modes = hub_modes(device)
    if not modes:
        return None
    features = set()
    if device.can("setHeatingSetpoint") or device.can("setCoolingSetpoint"):
        features.add(Feature.TARGET)
    if "auto" in modes and has_range(device):
        features.add(Feature.TARGET_RANGE)
    fans = fan_modes(device)
    features |= {Feature.FAN_MODE} if fans else set()
    features |= {Feature.PRESET} if EMERGENCY in modes else set()
    hvac = dict.fromkeys(mode for raw in modes if (mode := hvac_mode(raw, device)))
    if "off" in hvac:
        features |= {Feature.TURN_OFF} | ({Feature.TURN_ON} if len(hvac) > 1 else set())
    return EntityBlueprint(
        platform="climate",
        key="thermostat",
        capability=next(
            (c for c in device.capabilities if c == "Thermostat"), "ThermostatMode"
        ),
        main=True,
        translation_key="thermostat",
        attributes=tuple(a for a in _ATTRIBUTES if device.has(a)),
        commands=_COMMANDS & device.commands,
        features=frozenset(features),
        options=tuple(hvac),
        presets=("none", EMERGENCY_PRESET) if Feature.PRESET in features else (),
        fan_modes=fans,
    )
