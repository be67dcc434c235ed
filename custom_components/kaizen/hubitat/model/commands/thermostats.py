"""Thermostats."""

from ..climate import (
    EMERGENCY,
    EMERGENCY_PRESET,
    has_range,
    hub_mode,
    hub_modes,
    hvac_mode,
)
from ..devices import HubDevice
from .basis import Command, Commands, ImpossibleError, do, simple


def climate_mode(device: HubDevice, mode: str) -> Commands:
    """Change a thermostat's mode, given by Home Assistant's name."""
    for hub in hub_modes(device):
        if hub != EMERGENCY and hvac_mode(hub, device) == mode:
            return (_thermostat_mode(device, hub),)
    raise ImpossibleError(mode)


def climate_on(device: HubDevice) -> Commands:
    """Let a thermostat work: in auto if it can, else heating, else cooling."""
    for mode in ("auto", "heat", "cool"):
        if mode in hub_modes(device):
            return (_thermostat_mode(device, mode),)
    raise ImpossibleError("on")


def climate_preset(device: HubDevice, preset: str) -> Commands:
    """Begin or end emergency heat; it ends in heating."""
    wanted = EMERGENCY if preset == EMERGENCY_PRESET else "heat"
    return (_thermostat_mode(device, wanted),)


def _thermostat_mode(device: HubDevice, mode: str) -> Command:
    if device.can("setThermostatMode"):
        return do("setThermostatMode", _as_reported(device, mode))
    shorthand = "emergencyHeat" if mode == EMERGENCY else mode
    if not device.can(shorthand):
        raise ImpossibleError(mode)
    return do(shorthand)


def _as_reported(device: HubDevice, mode: str) -> str:
    said = device.names("supportedThermostatModes")
    return next((name for name in said if hub_mode(name) == mode), mode)


def climate_fan_mode(device: HubDevice, mode: str) -> Commands:
    """Change what a thermostat's fan does."""
    if device.can("setThermostatFanMode"):
        return (do("setThermostatFanMode", mode),)
    return simple(device, f"fan{mode.capitalize()}")


def climate_temperature(
    device: HubDevice,
    *,
    target: float | None = None,
    low: float | None = None,
    high: float | None = None,
    mode: str | None = None,
) -> Commands:
    """Change set points, in the device's unit; `mode` is Home Assistant's, if it is to change too.

    One temperature means heating or cooling by the mode the thermostat is in, or is to be in.
    """
    commands = list(climate_mode(device, mode)) if mode is not None else []
    heating = mode in ("heat", "heat_cool", "auto") if mode else not _cools(device)
    if low is not None:
        commands.append(_setpoint(device, "setHeatingSetpoint", low))
    if high is not None:
        commands.append(_setpoint(device, "setCoolingSetpoint", high))
    if target is not None:
        wanted = ("setHeatingSetpoint", "setCoolingSetpoint")
        order = wanted if heating else wanted[::-1]
        name = next((c for c in order if device.can(c)), order[0])
        commands.append(_setpoint(device, name, target))
    return tuple(commands)


def _cools(device: HubDevice) -> bool:
    mode = hub_mode(device.text("thermostatMode") or "")
    cooling = device.text("thermostatOperatingState") == "cooling"
    return mode == "cool" or (mode == "auto" and not has_range(device) and cooling)


def _setpoint(device: HubDevice, name: str, value: float) -> Command:
    if not device.can(name):
        raise ImpossibleError(name)
    rounded = round(value, 1)
    return do(name, int(rounded) if rounded == int(rounded) else rounded)
