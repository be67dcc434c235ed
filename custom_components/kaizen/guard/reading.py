"""Reading what was stored: a value that is not what it should be counts as the safer one."""

from collections.abc import Mapping
from datetime import time
from typing import Final

from .model import Factor, Risk
from .window import NEVER, WEEKDAYS, Window

_OVERRIDES: Final = {
    risk.name.lower(): risk for risk in (Risk.COMFORT, Risk.SENSITIVE, Risk.UNSECURING)
}
_CEILINGS: Final = {risk.name.lower(): risk for risk in Risk}


def read_flag(value: object, *, missing: bool) -> bool:
    """Return what a flag says; only a true True allows."""
    return missing if value is None else value is True


def read_names(value: object) -> frozenset[str] | None:
    """Return a list of ids; None if it is no such list."""
    if value is None:
        return frozenset()
    if not isinstance(value, list | tuple | set | frozenset):
        return None
    if not all(isinstance(name, str) and name for name in value):
        return None
    return frozenset(value)


def read_number(
    value: object, *, missing: int, unreadable: int, lowest: int, highest: int
) -> int:
    """Return a whole number within its limits."""
    if value is None:
        return missing
    if isinstance(value, bool) or not isinstance(value, int | float):
        return unreadable
    if not lowest <= value <= highest:
        return unreadable
    return int(value)


def read_factors(value: object) -> frozenset[Factor]:
    """Return factors; all of them if one is none."""
    names = read_names(value)
    if names is None or not names <= {*Factor}:
        return frozenset(Factor)
    return frozenset(map(Factor, names))


def read_override(value: object) -> Risk | None:
    """Return an owner's word on the risk of an entity; nothing can be declared to secure."""
    if value is None:
        return None
    return _named(_OVERRIDES, value, Risk.UNSECURING)


def read_ceilings(value: object) -> dict[str, Risk]:
    """Return by satellite the gravest that may be wished there."""
    if not isinstance(value, Mapping):
        return {}
    return {
        satellite: _named(_CEILINGS, ceiling, Risk.READ)
        for satellite, ceiling in value.items()
        if isinstance(satellite, str)
    }


def read_window(after: object, before: object, weekdays: object) -> Window:
    """Return a window; never if it cannot be understood."""
    days = read_names(WEEKDAYS if weekdays is None else weekdays)
    if days is None or not days <= {*WEEKDAYS}:
        return NEVER
    try:
        return Window(after=_clock(after), before=_clock(before), weekdays=days)
    except ValueError:
        return NEVER


def _clock(value: object) -> time | None:
    if value is None:
        return None
    clock = time.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(clock, time) or clock.tzinfo is not None:
        raise ValueError("Not a time of day")
    return clock


def _named(risks: Mapping[str, Risk], value: object, unreadable: Risk) -> Risk:
    return risks.get(value, unreadable) if isinstance(value, str) else unreadable
