"""What is set to a number or a text."""

from .basis import Commands, ImpossibleError, do


def connector(value: float | str) -> Commands:
    """Set the variable behind a connector device."""
    return (do("setVariable", value),)


def time_remaining(seconds: float) -> Commands:
    """Say how long a session goes on."""
    return (do("setTimeRemaining", max(0, round(seconds))),)


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
