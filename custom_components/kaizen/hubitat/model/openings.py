"""Rows of the table for what opens and closes: locks, doors, shades, blinds, valves."""

from typing import Final

from .blueprint import EntityBlueprint, Feature, Guard, Overrides, Unknown
from .devices import HubDevice
from .labels import door_class

CODE_COMMANDS: Final = frozenset({"setCode", "deleteCode", "setCodeLength"})
_MOVES: Final = {
    "open": Feature.OPEN,
    "close": Feature.CLOSE,
    "setPosition": Feature.POSITION,
    "stopPositionChange": Feature.STOP,
    "stop": Feature.STOP,
    "setTiltLevel": Feature.TILT,
}


def lock(device: HubDevice, _: Overrides) -> EntityBlueprint | None:
    """Return a lock: whoever unlocks it, or changes its codes, passes the guard."""
    codes = device.commands & CODE_COMMANDS if device.is_a("LockCodes") else frozenset()
    return EntityBlueprint(
        platform="lock",
        key="lock",
        capability="Lock",
        main=True,
        attributes=("lock",),
        commands=frozenset({"lock", "unlock"}) | codes,
        features=frozenset({Feature.LOCK_CODES}) if "setCode" in codes else frozenset(),
        when_unknown=Unknown.UNAVAILABLE,
        guard=Guard(unsecuring=frozenset({"unlock"}) | codes),
    )


def door(device: HubDevice, overrides: Overrides) -> EntityBlueprint | None:
    """Return a garage door or a gate: opening it passes the guard."""
    return EntityBlueprint(
        platform="cover",
        key="door",
        capability="GarageDoorControl"
        if device.is_a("GarageDoorControl")
        else "DoorControl",
        main=True,
        device_class=overrides.cover or door_class(device),
        attributes=("door",),
        commands=device.commands & {"open", "close", "stop"},
        features=_moves(device, {"open", "close", "stop"}),
        when_unknown=Unknown.UNAVAILABLE,
        guard=Guard(unsecuring=frozenset({"open"})),
    )


def shade(device: HubDevice, overrides: Overrides) -> EntityBlueprint | None:
    """Return a shade or a blind."""
    blind = device.is_a("WindowBlind")
    state = next(
        (a for a in ("windowShade", "windowBlind") if device.has(a)), "position"
    )
    moves = {
        command
        for command in _MOVES
        if not (command == "setPosition" and not device.has("position"))
        and not (command == "setTiltLevel" and not device.has("tilt"))
    }
    return EntityBlueprint(
        platform="cover",
        key="blind" if blind else "shade",
        capability="WindowBlind" if blind else "WindowShade",
        main=True,
        device_class=overrides.cover or ("blind" if blind else "shade"),
        attributes=(
            state,
            *(a for a in ("position", "tilt") if device.has(a) and a != state),
        ),
        commands=device.commands & moves,
        features=_moves(device, moves),
        when_unknown=Unknown.UNAVAILABLE,
    )


def valve(device: HubDevice, _: Overrides) -> EntityBlueprint | None:
    """Return a valve: opening it passes the guard."""
    return EntityBlueprint(
        platform="valve",
        key="valve",
        capability="Valve",
        main=True,
        device_class="water",
        attributes=("valve",),
        commands=device.commands & {"open", "close"},
        features=_moves(device, {"open", "close"}),
        when_unknown=Unknown.UNAVAILABLE,
        guard=Guard(unsecuring=frozenset({"open"})),
    )


def _moves(device: HubDevice, commands: set[str]) -> frozenset[Feature]:
    return frozenset(_MOVES[command] for command in commands & device.commands)
