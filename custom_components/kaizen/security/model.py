"""What the safety of a house is made of, and how each thing stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a thing does for the safety of the house."""

    LOCK = "lock"
    DOOR = "door"
    """A garage door, gate or door that is driven."""
    WINDOW = "window"
    """A window that is driven."""
    VALVE = "valve"
    CONTACT = "contact"
    """A sensor on a door, window or gate."""
    ALARM = "alarm"
    HAZARD = "hazard"
    """A sensor for smoke, gas, water or tampering."""


class Condition(StrEnum):
    """How a thing stands."""

    LOCKED = "locked"
    UNLOCKED = "unlocked"
    JAMMED = "jammed"
    CLOSED = "closed"
    OPEN = "open"
    MOVING = "moving"
    """On its way to being locked or closed."""
    ALERT = "alert"
    CLEAR = "clear"
    PANEL = "panel"
    """An alarm panel that tells its state, whichever it is."""
    ASSUMED = "assumed"
    """It only repeats what it was told last: nobody knows."""
    UNKNOWN = "unknown"
    UNAVAILABLE = "unavailable"


NOT_KNOWN: Final = frozenset(
    {Condition.ASSUMED, Condition.UNKNOWN, Condition.UNAVAILABLE}
)
"""Conditions that never count as safe."""
NOT_SAFE: Final = frozenset(
    {
        Condition.UNLOCKED,
        Condition.JAMMED,
        Condition.OPEN,
        Condition.MOVING,
        Condition.ALERT,
    }
)

UNAVAILABLE: Final = "unavailable"
UNKNOWN: Final = "unknown"

_DRIVEN: Final[Mapping[str, Condition]] = {
    "closed": Condition.CLOSED,
    "closing": Condition.MOVING,
    "open": Condition.OPEN,
    "opening": Condition.OPEN,
}
_CONDITIONS: Final[Mapping[Kind, Mapping[str, Condition]]] = {
    Kind.LOCK: {
        "locked": Condition.LOCKED,
        "locking": Condition.MOVING,
        "jammed": Condition.JAMMED,
        "unlocked": Condition.UNLOCKED,
        "unlocking": Condition.UNLOCKED,
        "open": Condition.UNLOCKED,
        "opening": Condition.UNLOCKED,
    },
    Kind.DOOR: _DRIVEN,
    Kind.WINDOW: _DRIVEN,
    Kind.VALVE: _DRIVEN,
    Kind.CONTACT: {"on": Condition.OPEN, "off": Condition.CLOSED},
    Kind.HAZARD: {"on": Condition.ALERT, "off": Condition.CLEAR},
}

_COVERS: Final = {
    "door": Kind.DOOR,
    "garage": Kind.DOOR,
    "gate": Kind.DOOR,
    "window": Kind.WINDOW,
}
_SENSORS: Final = {
    **dict.fromkeys(("door", "garage_door", "opening", "window"), Kind.CONTACT),
    **dict.fromkeys(
        ("carbon_monoxide", "gas", "moisture", "smoke", "tamper"), Kind.HAZARD
    ),
}


def kind_of(domain: str, device_class: str | None) -> Kind | None:
    """Return what an entity does for the safety of the house; None if nothing."""
    match domain:
        case "lock":
            return Kind.LOCK
        case "valve":
            return Kind.VALVE
        case "alarm_control_panel":
            return Kind.ALARM
        case "cover":
            return _COVERS.get(device_class or "")
        case "binary_sensor":
            return _SENSORS.get(device_class or "")
    return None


def condition_of(kind: Kind, state: str, *, assumed: bool = False) -> Condition:
    """Return how a thing stands; what is not known for certain is never safe."""
    if state == UNAVAILABLE:
        return Condition.UNAVAILABLE
    if state == UNKNOWN:
        return Condition.UNKNOWN
    if kind is Kind.ALARM:
        return Condition.ALERT if state == "triggered" else Condition.PANEL
    if assumed:
        return Condition.ASSUMED
    return _CONDITIONS[kind].get(state, Condition.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A thing that keeps the house safe, or tells whether it is."""

    entity_id: str
    name: str
    kind: Kind
    state: str
    """As Home Assistant has it."""
    condition: Condition
    area: str = ""
    device_id: str | None = None
    own: bool = False
    """An entity of Kaizen's: the guard stands in front of it already."""
    assumed: bool = False
    features: int = 0
    heading_for: str | None = None
    """The state an arming panel says it will have."""

    @property
    def place(self) -> str:
        """Return its name, and its area where the name does not tell."""
        if not self.area or self.area.casefold() in self.name.casefold():
            return self.name
        return f"{self.name} ({self.area})"
