"""Lights and fans."""

from collections.abc import Mapping

from ..devices import HubDevice
from ..lights import KELVIN, fan_speeds
from .basis import Command, Commands, ImpossibleError, do, numbered, percent


def level_of(brightness: int) -> int:
    """Return the level, 1 to 100, of a brightness from 1 to 255; the dimmest light is not dark."""
    return 0 if brightness <= 0 else max(1, percent(brightness * 100 / 255))


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
        return (do("setColor", _colour(hs, level)),)
    if kelvin is not None:
        return (_white(device, kelvin, level, seconds),)
    if effect is not None:
        shown = do("setEffect", _effect_number(device, effect))
        return (shown,) if level is None else (shown, do("setLevel", level))
    if seconds is not None and level is None and device.can("setLevel"):
        level = device.integer("level") or 100
    if level is not None and device.can("setLevel"):
        return (
            do("setLevel", level)
            if seconds is None
            else do("setLevel", level, seconds),
        )
    return (do("on"),) if device.can("on") else (do("setLevel", 100),)


def light_off(device: HubDevice, *, transition: float | None = None) -> Commands:
    """Switch a light off, slowly if wanted and possible."""
    if transition and device.can("setLevel"):
        return (do("setLevel", 0, max(1, round(transition))),)
    return (do("off"),) if device.can("off") else (do("setLevel", 0),)


def _colour(hs: tuple[float, float], level: int | None) -> Mapping[str, int]:
    colour = {"hue": percent(hs[0] / 3.6), "saturation": percent(hs[1])}
    return colour if level is None else {**colour, "level": level}


def _white(
    device: HubDevice, kelvin: int, level: int | None, seconds: int | None
) -> Command:
    warmth = max(KELVIN[0], min(KELVIN[1], kelvin))
    if seconds is not None and level is None:
        level = device.integer("level")
    if level is None:
        return do("setColorTemperature", warmth)
    if seconds is None:
        return do("setColorTemperature", warmth, level)
    return do("setColorTemperature", warmth, level, seconds)


def _effect_number(device: HubDevice, effect: str) -> int:
    return numbered(device, "lightEffects", effect)


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
        return (do("setSpeed", preset),)
    if percentage is None:
        return (do("on"),) if device.can("on") else (do("setSpeed", "on"),)
    return (
        (do("setSpeed", speed_of(device, percentage)),)
        if percentage > 0
        else fan_off(device)
    )


def fan_off(device: HubDevice) -> Commands:
    """Stop a fan."""
    return (do("off"),) if device.can("off") else (do("setSpeed", "off"),)
