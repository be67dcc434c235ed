"""What a thing is told in order to be safe, and how its answer is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .arming import Mode
from .model import UNAVAILABLE, UNKNOWN, Item, Kind
from .outcome import Result

type Verb = tuple[str, str]
"""An action: its domain and its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """An action, and the states that answer it."""

    verb: Verb
    reached: Mapping[str, Result]
    under_way: str
    turned_back: Result
    """What it means to have been under way and to stand as before."""
    patience: float
    """Seconds in which the thing has to arrive."""


def _driven(domain: str) -> Goal:
    return Goal(
        verb=(domain, f"close_{domain}"),
        reached={"closed": Result.DONE},
        under_way="closing",
        turned_back=Result.OBSTRUCTED,
        patience=30.0,
    )


_LOCK: Final = Goal(
    verb=("lock", "lock"),
    reached={"locked": Result.DONE},
    under_way="locking",
    turned_back=Result.NO_ANSWER,
    patience=20.0,
)
GOALS: Final[Mapping[Kind, Goal]] = {
    Kind.LOCK: _LOCK,
    Kind.DOOR: _driven("cover"),
    Kind.WINDOW: _driven("cover"),
    Kind.VALVE: _driven("valve"),
}
_CLOSE: Final = 2
"""The feature of covers and valves, as Home Assistant numbers it."""


def arming(mode: Mode) -> Goal:
    """Return what arms a panel; an exit delay is an answer, too."""
    return Goal(
        verb=("alarm_control_panel", f"alarm_arm_{mode}"),
        reached={mode.state: Result.DONE, "arming": Result.ARMING},
        under_way="arming",
        turned_back=Result.NO_ANSWER,
        patience=15.0,
    )


def before_securing(item: Item) -> Result | None:
    """Return what comes of a thing that must not be commanded; None if it must, or if it is under way."""
    if item.state == UNAVAILABLE:
        return Result.UNAVAILABLE
    if item.state in GOALS[item.kind].reached and not item.assumed:
        return Result.ALREADY
    if item.kind is not Kind.LOCK and not item.features & _CLOSE:
        return Result.CANNOT
    return None


class Watch:
    """Follows the states of a thing that has been told something."""

    def __init__(self, goal: Goal, state: str, *, assumed: bool) -> None:
        """Start with the state it has while nothing has been answered."""
        self._goal = goal
        self._assumed = assumed
        self._first = self._last = state
        self._moved = state == goal.under_way

    def see(self, state: str) -> Result | None:
        """Take in a state; return how it ended, if it has."""
        changed = state != self._last
        self._last = state
        if result := self._goal.reached.get(state):
            if not self._assumed:
                return result
            return Result.ASSUMED if changed else None
        if state == "jammed" and changed:
            return Result.JAMMED
        if state == self._goal.under_way:
            self._moved = True
        elif self._moved and state not in (UNAVAILABLE, UNKNOWN):
            return self._goal.turned_back
        return None

    @property
    def final(self) -> Result:
        """Return what it has come to when nobody waits any longer."""
        if self._last == UNAVAILABLE:
            return Result.UNAVAILABLE
        if self._assumed:
            return Result.ASSUMED
        if self._last == "jammed":
            return Result.JAMMED
        return Result.MOVING if self._last == self._goal.under_way else Result.NO_ANSWER
