"""Switches, lights and fans."""

import colorsys
import json
from typing import Any, Final

from .devices import Device
from .physics import QUICK, Bench, clamp, effect

_COLOUR_NAMES: Final = (
    (4, "Red"),
    (12, "Orange"),
    (25, "Yellow"),
    (42, "Green"),
    (58, "Cyan"),
    (72, "Blue"),
    (86, "Violet"),
    (95, "Magenta"),
    (100, "Red"),
)
"""The largest hue of each name, in percent."""
_RAMP_STEP: Final = 0.5
_RAMP_RATE: Final = 10
"""Percent a step while the level is changing."""
_WHITES: Final = ((3000, "Soft White"), (4500, "White"), (9999, "Daylight"))
_FAN_STEPS: Final = ("low", "medium-low", "medium", "medium-high", "high")


@effect("on", needs=["switch"])
def on(bench: Bench, device: Device, _: list[Any]) -> None:
    """Switch on; a fan goes back to some speed."""
    changes = {"switch": "on"}
    if device.value("speed") == "off":
        changes["speed"] = "low"
    bench.later(QUICK, device, changes)


@effect("off", needs=["switch"])
def off(bench: Bench, device: Device, _: list[Any]) -> None:
    """Switch off, and whatever hangs on the switch."""
    changes = {"switch": "off", "speed": "off", "alarm": "off"}
    bench.later(QUICK, device, changes)


@effect("setLevel", needs=["switch", "level"])
def set_level(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Dim, in one step or over a duration in seconds; 0 switches off and keeps the level."""
    level = clamp(arguments[0])
    duration = float(arguments[1]) if len(arguments) > 1 else 0.0
    if level == 0:
        bench.later(QUICK, device, {"switch": "off"})
        return
    start = bench.seconds(QUICK)
    bench.move(
        device, [(start, {"switch": "on"}), (start + duration, {"level": level})]
    )


@effect("startLevelChange", needs=["level"])
def start_level_change(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Go on brighter or darker until stopped."""
    level = int(device.value("level") or 0)
    sign = 1 if arguments[0] == "up" else -1
    levels = range(
        level + sign * _RAMP_RATE, 101 if sign > 0 else -1, sign * _RAMP_RATE
    )
    bench.move(
        device,
        [(_RAMP_STEP * n, {"level": clamp(v)}) for n, v in enumerate(levels, 1)],
    )


@effect("stopLevelChange")
def stop_level_change(bench: Bench, device: Device, _: list[Any]) -> None:
    """Stay where it is."""
    bench.stop(device)


@effect("setColor", needs=["hue"])
def set_color(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Show a colour given by hue and saturation in percent, or by hex."""
    wanted = arguments[0]
    if hex_ := wanted.get("hex"):
        red, green, blue = (int(hex_[-6:][n : n + 2], 16) / 255 for n in (0, 2, 4))
        h, s, v = colorsys.rgb_to_hsv(red, green, blue)
        wanted = {"hue": h * 100, "saturation": s * 100, "level": v * 100}
    _colour(bench, device, wanted)


@effect("setHue", needs=["hue"])
def set_hue(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Change the hue alone."""
    _colour(bench, device, {"hue": arguments[0]})


@effect("setSaturation", needs=["saturation"])
def set_saturation(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Change the saturation alone."""
    _colour(bench, device, {"saturation": arguments[0]})


def _colour(bench: Bench, device: Device, wanted: dict[str, Any]) -> None:
    named = ("hue", "saturation", "level")
    changes: dict[str, Any] = {
        name: clamp(wanted[name]) for name in named if wanted.get(name) is not None
    }
    if "hue" in changes:
        changes["colorName"] = next(
            n for limit, n in _COLOUR_NAMES if changes["hue"] <= limit
        )
    bench.later(QUICK, device, {"switch": "on", "colorMode": "RGB", **changes})


@effect("setColorTemperature", needs=["colorTemperature"])
def set_color_temperature(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Show a white, in kelvin, and a level if one is given."""
    kelvin = clamp(arguments[0], 2000, 6500)
    changes: dict[str, Any] = {"colorTemperature": kelvin}
    if len(arguments) > 1:
        changes["level"] = clamp(arguments[1])
    changes["colorName"] = next(n for limit, n in _WHITES if kelvin <= limit)
    bench.later(QUICK, device, {"switch": "on", "colorMode": "CT", **changes})


@effect("setEffect", needs=["lightEffects"])
def set_effect(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Show an effect by its number."""
    known = json.loads(device.value("lightEffects"))
    name = known.get(str(clamp(arguments[0])))
    if name is not None:
        bench.later(
            QUICK,
            device,
            {"switch": "on", "effectName": name, "colorMode": "EFFECTS"},
        )


@effect("setNextEffect", needs=["lightEffects"])
def next_effect(bench: Bench, device: Device, _: list[Any]) -> None:
    """Show the effect after this one."""
    _shift_effect(bench, device, 1)


@effect("setPreviousEffect", needs=["lightEffects"])
def previous_effect(bench: Bench, device: Device, _: list[Any]) -> None:
    """Show the effect before this one."""
    _shift_effect(bench, device, -1)


def _shift_effect(bench: Bench, device: Device, by: int) -> None:
    names = list(json.loads(device.value("lightEffects")).values())
    current = device.value("effectName")
    index = names.index(current) if current in names else 0
    set_effect(bench, device, [(index + by) % len(names)])


@effect("setSpeed", needs=["speed"])
def set_speed(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Run a fan at a speed by name; "on" means the speed before."""
    speed = str(arguments[0])
    if speed == "on":
        speed = "medium"
    switch = "off" if speed == "off" else "on"
    bench.later(QUICK, device, {"speed": speed, "switch": switch})


@effect("cycleSpeed", needs=["speed"])
def cycle_speed(bench: Bench, device: Device, _: list[Any]) -> None:
    """Run a fan one step faster, from the fastest to the slowest."""
    current = device.value("speed")
    index = _FAN_STEPS.index(current) if current in _FAN_STEPS else -1
    set_speed(bench, device, [_FAN_STEPS[(index + 1) % len(_FAN_STEPS)]])
