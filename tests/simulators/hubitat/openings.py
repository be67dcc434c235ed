"""Locks, doors, shades and valves."""

from functools import partial
import json
from typing import Any, Final

from .devices import Device
from .faults import Fault
from .physics import QUICK, Bench, clamp, effect

LOCK_TIME: Final = (2.0, 6.0)
GARAGE_TIME: Final = (12.0, 18.0)
GATE_TIME: Final = (4.0, 7.0)
VALVE_TIME: Final = (1.0, 3.0)
SHADE_STEP: Final = 1.0
"""Seconds between two positions of a moving shade."""
SHADE_RATE: Final = 10
"""Percent a step."""


def _turn_lock(bench: Bench, device: Device, _: list[Any], *, to: str) -> None:
    jams = bench.faults.strikes(Fault.LOCK_JAMS, device=device.id)
    bench.later(LOCK_TIME, device, {"lock": "unknown" if jams else to})


effect("lock", needs=["lock"])(partial(_turn_lock, to="locked"))
effect("unlock", needs=["lock"])(partial(_turn_lock, to="unlocked"))


@effect("setCode", needs=["lockCodes"])
def set_code(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Store a code at a position."""
    position = str(clamp(arguments[0]))
    name = str(arguments[2]) if len(arguments) > 2 else f"code #{position}"
    codes = _codes(device)
    changed = "changed" if position in codes else "added"
    codes[position] = {"name": name, "code": str(arguments[1])}
    _store(bench, device, codes, f"{position} {changed}")


@effect("deleteCode", needs=["lockCodes"])
def delete_code(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Forget the code at a position."""
    position = str(clamp(arguments[0]))
    codes = _codes(device)
    if codes.pop(position, None):
        _store(bench, device, codes, f"{position} deleted")


@effect("setCodeLength", needs=["codeLength"])
def set_code_length(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Change how long codes are."""
    bench.later(QUICK, device, {"codeLength": clamp(arguments[0])})


def _codes(device: Device) -> dict[str, dict[str, str]]:
    stored = device.value("lockCodes")
    if not stored or "encrypted" in device.traits:
        return {}
    return dict(json.loads(stored))


def _store(
    bench: Bench, device: Device, codes: dict[str, dict[str, str]], change: str
) -> None:
    stored = json.dumps(codes)
    if "encrypted" in device.traits:
        stored = f"AES:{bench.rng.randbytes(18).hex()}=="
    bench.later(QUICK, device, {"lockCodes": stored, "codeChanged": change})


def _move_door(bench: Bench, device: Device, _: list[Any], *, to: str) -> None:
    garage = "GarageDoorControl" in device.capabilities
    duration = bench.seconds(GARAGE_TIME if garage else GATE_TIME)
    moving = {"open": "opening", "closed": "closing"}[to]
    first = {"door": moving, **({"contact": "open"} if to == "open" else {})}
    start = bench.seconds(QUICK)
    if to == "closed" and bench.faults.strikes(Fault.GARAGE_BLOCKED, device=device.id):
        # The beam is broken: it starts, turns round and stands open.
        bench.move(device, [(start, first), (start + 2, {"door": "open"})])
        return
    bench.move(
        device, [(start, first), (start + duration, {"door": to, "contact": to})]
    )


effect("open", needs=["door"])(partial(_move_door, to="open"))
effect("close", needs=["door"])(partial(_move_door, to="closed"))


def _turn_valve(bench: Bench, device: Device, _: list[Any], *, to: str) -> None:
    flow = 8.5 if to == "open" else 0.0
    switch = "on" if to == "open" else "off"
    bench.later(VALVE_TIME, device, {"valve": to, "switch": switch, "rate": flow})


for _name, _to in (
    ("open", "open"),
    ("on", "open"),
    ("close", "closed"),
    ("off", "closed"),
):
    effect(_name, needs=["valve"], first=True)(partial(_turn_valve, to=_to))


@effect("setPosition", "setLevel", needs=["windowShade"], first=True)
def set_position(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Go to a position, 100 being open; reports on its way."""
    target = clamp(arguments[0])
    current = int(device.value("position") or 0)
    if target == current:
        bench.later(QUICK, device, _standing(target))
        return
    sign = 1 if target > current else -1
    positions = [*range(current + sign * SHADE_RATE, target, sign * SHADE_RATE), target]
    start = bench.seconds(QUICK)
    moving = {"windowShade": "opening" if sign > 0 else "closing"}
    steps: list[tuple[float, dict[str, Any]]] = [(start, moving)]
    steps += [
        (start + SHADE_STEP * n, {"position": p}) for n, p in enumerate(positions, 1)
    ]
    steps.append((start + SHADE_STEP * len(positions) + 0.1, _standing(target)))
    bench.move(device, steps)


def _standing(position: int) -> dict[str, Any]:
    named = {0: "closed", 100: "open"}.get(position, "partially open")
    switch = "off" if position == 0 else "on"
    return {
        "position": position,
        "level": position,
        "windowShade": named,
        "switch": switch,
    }


@effect("open", "on", needs=["windowShade"], first=True)
def open_shade(bench: Bench, device: Device, _: list[Any]) -> None:
    """Open all the way."""
    _all_the_way(bench, device, 100)


@effect("close", "off", needs=["windowShade"], first=True)
def close_shade(bench: Bench, device: Device, _: list[Any]) -> None:
    """Close all the way."""
    _all_the_way(bench, device, 0)


def _all_the_way(bench: Bench, device: Device, target: int) -> None:
    if device.value("position") is not None:
        set_position(bench, device, [target])
        return
    moving, end = ("opening", "open") if target else ("closing", "closed")
    start = bench.seconds(QUICK)
    bench.move(
        device, [(start, {"windowShade": moving}), (start + 10, {"windowShade": end})]
    )


@effect("startPositionChange", needs=["windowShade"])
def start_position_change(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Go on opening or closing until stopped."""
    _all_the_way(bench, device, 100 if arguments[0] == "open" else 0)


@effect("stopPositionChange", "stop", needs=["windowShade"])
def stop_shade(bench: Bench, device: Device, _: list[Any]) -> None:
    """Stay where it is."""
    bench.stop(device)
    position = device.value("position")
    standing = (
        {"windowShade": "partially open"} if position is None else _standing(position)
    )
    bench.later(QUICK, device, standing)


@effect("setTiltLevel", needs=["tilt"])
def set_tilt(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Turn the slats."""
    bench.later((0.5, 1.5), device, {"tilt": clamp(arguments[0])})
