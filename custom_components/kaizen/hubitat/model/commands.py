"""What Home Assistant wants, as commands of Maker API with their arguments.

Each function returns the commands in the order they must be sent; none is a wish the device
already fulfils by itself. Nothing here decides whether a command is allowed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
import re
from typing import ClassVar, Final

from ..api import Argument
from .climate import (
    EMERGENCY,
    EMERGENCY_PRESET,
    has_range,
    hub_mode,
    hub_modes,
    hvac_mode,
)
from .devices import HubDevice
from .lights import KELVIN, fan_speeds

_CODE: Final = re.compile(r"\d{3,10}")
_THOUSANDS: Final = re.compile(r"(?<![\d,])(\d{1,3})((?:,\d{3})+)(?![\d,])")
_LONGEST_TEXT: Final = 1000
"""Characters; everything is sent in the request's address."""


class ImpossibleError(ValueError):
    """The device cannot do what was asked."""

    translation_key: ClassVar[str] = "hubitat_impossible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command to a device; its arguments may be a lock's code and are not represented."""

    name: str
    arguments: tuple[Argument, ...] = field(default=(), repr=False)


type Commands = tuple[Command, ...]


def _do(name: str, *arguments: Argument) -> Command:
    return Command(name=name, arguments=arguments)


def simple(device: HubDevice, name: str) -> Commands:
    """Return a command without arguments: on, lock, open, push, armAway, nextTrack, ...

    Raises:
        ImpossibleError: The device does not have it.
    """
    if not device.can(name):
        raise ImpossibleError(name)
    return (_do(name),)


def _percent(value: float) -> int:
    return max(0, min(100, round(value)))


# Lights


def level_of(brightness: int) -> int:
    """Return the level, 1 to 100, of a brightness from 1 to 255; the dimmest light is not dark."""
    return 0 if brightness <= 0 else max(1, _percent(brightness * 100 / 255))


def light_on(
    device: HubDevice,
    *,
    brightness: int | None = None,
    hs: tuple[float, float] | None = None,
    kelvin: int | None = None,
    effect: str | None = None,
    transition: float | None = None,
) -> Commands:
    """Switch a light on: `brightness` 0 to 255, `hs` in degrees and percent, `transition` in seconds."""
    level = None if brightness is None else level_of(brightness)
    if level == 0:
        return light_off(device)
    seconds = None if transition is None else max(0, round(transition))
    if hs is not None:
        return (_do("setColor", _colour(hs, level)),)
    if kelvin is not None:
        return (_white(device, kelvin, level, seconds),)
    if effect is not None:
        shown = _do("setEffect", _effect_number(device, effect))
        return (shown,) if level is None else (shown, _do("setLevel", level))
    if seconds is not None and level is None and device.can("setLevel"):
        level = device.integer("level") or 100
    if level is not None and device.can("setLevel"):
        return (
            _do("setLevel", level)
            if seconds is None
            else _do("setLevel", level, seconds),
        )
    return (_do("on"),) if device.can("on") else (_do("setLevel", 100),)


def light_off(device: HubDevice, *, transition: float | None = None) -> Commands:
    """Switch a light off, slowly if wanted and possible."""
    if transition and device.can("setLevel"):
        return (_do("setLevel", 0, max(1, round(transition))),)
    return (_do("off"),) if device.can("off") else (_do("setLevel", 0),)


def _colour(hs: tuple[float, float], level: int | None) -> Mapping[str, int]:
    colour = {"hue": _percent(hs[0] / 3.6), "saturation": _percent(hs[1])}
    return colour if level is None else {**colour, "level": level}


def _white(
    device: HubDevice, kelvin: int, level: int | None, seconds: int | None
) -> Command:
    warmth = max(KELVIN[0], min(KELVIN[1], kelvin))
    if seconds is not None and level is None:
        level = device.integer("level")
    if level is None:
        return _do("setColorTemperature", warmth)
    if seconds is None:
        return _do("setColorTemperature", warmth, level)
    return _do("setColorTemperature", warmth, level, seconds)


def _effect_number(device: HubDevice, effect: str) -> int:
    return _numbered(device, "lightEffects", effect)


def _numbered(device: HubDevice, attribute: str, wanted: str) -> int:
    for number, name in device.numbered(attribute).items():
        if name == wanted:
            return number
    raise ImpossibleError(wanted)


# Fans


def speed_of(device: HubDevice, percentage: int) -> str:
    """Return the slowest speed that is not less than a percentage."""
    speeds = fan_speeds(device)
    if not speeds:
        raise ImpossibleError("percentage")
    index = -(-max(1, min(100, percentage)) * len(speeds) // 100) - 1
    return speeds[index]


def fan_on(
    device: HubDevice, *, percentage: int | None = None, preset: str | None = None
) -> Commands:
    """Run a fan; 0 percent is off."""
    if preset is not None:
        return (_do("setSpeed", preset),)
    if percentage is None:
        return (_do("on"),) if device.can("on") else (_do("setSpeed", "on"),)
    return (
        (_do("setSpeed", speed_of(device, percentage)),)
        if percentage > 0
        else fan_off(device)
    )


def fan_off(device: HubDevice) -> Commands:
    """Stop a fan."""
    return (_do("off"),) if device.can("off") else (_do("setSpeed", "off"),)


# Locks and keypads


def set_code(slot: int, code: str, name: str) -> Commands:
    """Give a lock or keypad a code.

    Raises:
        ImpossibleError: The slot, the code or the name is none; does not tell the code.
    """
    spoken = " ".join(name.replace(",", " ").split())
    if (
        slot < 1
        or not _CODE.fullmatch(code)
        or not code.isascii()
        or not spoken
        or code in spoken
    ):
        raise ImpossibleError("code")
    return (_do("setCode", slot, code, spoken),)


def clear_code(slot: int) -> Commands:
    """Take a code away from a lock or keypad."""
    if slot < 1:
        raise ImpossibleError("slot")
    return (_do("deleteCode", slot),)


# Thermostats


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
        return _do("setThermostatMode", _as_reported(device, mode))
    shorthand = "emergencyHeat" if mode == EMERGENCY else mode
    if not device.can(shorthand):
        raise ImpossibleError(mode)
    return _do(shorthand)


def _as_reported(device: HubDevice, mode: str) -> str:
    said = device.names("supportedThermostatModes")
    return next((name for name in said if hub_mode(name) == mode), mode)


def climate_fan_mode(device: HubDevice, mode: str) -> Commands:
    """Change what a thermostat's fan does."""
    if device.can("setThermostatFanMode"):
        return (_do("setThermostatFanMode", mode),)
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
    return _do(name, int(rounded) if rounded == int(rounded) else rounded)


# Covers


def cover_position(position: int) -> Commands:
    """Move a cover; 100 is open, as in Home Assistant."""
    return (_do("setPosition", _percent(position)),)


def cover_tilt(position: int) -> Commands:
    """Turn a blind's slats; 100 is open."""
    return (_do("setTiltLevel", _percent(position)),)


def cover_stop(device: HubDevice) -> Commands:
    """Stop a cover by whichever of its two commands it has."""
    return simple(
        device, "stopPositionChange" if device.can("stopPositionChange") else "stop"
    )


# Sirens, players, voices


def siren_on(device: HubDevice, tone: str | None = None) -> Commands:
    """Sound a siren; without a tone with light and sound, if it has both."""
    tones = (tone,) if tone else ("both", "siren", "strobe")
    found = next(
        (t for t in tones if t in ("both", "siren", "strobe") and device.can(t)), None
    )
    if found is None:
        raise ImpossibleError(tone or "on")
    return (_do(found),)


def chime_on(device: HubDevice, tone: str | None = None) -> Commands:
    """Play a sound; without a name the one it last played, else the first."""
    sounds = device.numbered("soundEffects")
    if tone is None:
        last = device.text("soundName")
        tone = last if last in sounds.values() else next(iter(sounds.values()), None)
    return (
        _do(
            "playSound", 1 if tone is None else _numbered(device, "soundEffects", tone)
        ),
    )


def volume(device: HubDevice, level: float) -> Commands:
    """Set a player's volume, 0 to 1."""
    return (
        _do(
            "setVolume" if device.can("setVolume") else "setLevel",
            _percent(level * 100),
        ),
    )


def source(name: str) -> Commands:
    """Let a player listen to another input."""
    return (_do("setInputSource", name),)


def play(device: HubDevice, address: str, *, announce: bool = False) -> Commands:
    """Play what is at an address; as an announcement, go on afterwards with what was playing."""
    restoring = announce and device.can("playTrackAndRestore")
    return (_do("playTrackAndRestore" if restoring else "playTrack", address),)


def say(device: HubDevice, text: str) -> Commands:
    """Speak a text."""
    for name in ("speak", "playTextAndRestore", "playText"):
        if device.can(name):
            return (_do(name, speakable(text)),)
    raise ImpossibleError("speak")


def notify(text: str) -> Commands:
    """Show a text."""
    return (_do("deviceNotification", " ".join(text.split())[:_LONGEST_TEXT]),)


def speakable(text: str) -> str:
    """Return a text on one line and without the commas of thousands.

    The client makes other signs of all commas, for the hub splits at them; "1,500" would be one and a half.
    """
    plain = _THOUSANDS.sub(
        lambda found: found[0].replace(",", ""), " ".join(text.split())
    )
    return plain[:_LONGEST_TEXT]


# Values


def connector(value: float | str) -> Commands:
    """Set the variable behind a connector device."""
    return (_do("setVariable", value),)


def time_remaining(seconds: float) -> Commands:
    """Say how long a session goes on."""
    return (_do("setTimeRemaining", max(0, round(seconds))),)


def variable_value(kind: str, value: float | str | bool) -> float | str | bool:
    """Return a hub variable's value as its type takes it.

    Raises:
        ImpossibleError: It is none of that type.
    """
    if kind in ("boolean", "bool"):
        if not isinstance(value, bool):
            raise ImpossibleError(kind)
        return value
    if kind in ("number", "bignumber"):
        if isinstance(value, bool | str) or value != int(value):
            raise ImpossibleError(kind)
        return int(value)
    if kind in ("decimal", "bigdecimal"):
        if isinstance(value, bool | str):
            raise ImpossibleError(kind)
        return value
    return str(value)
