"""Locks, keypads and covers."""

import re
from typing import Final

from ..devices import HubDevice
from .basis import Commands, ImpossibleError, do, percent, simple

_CODE: Final = re.compile(r"\d{3,10}")


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
    return (do("setCode", slot, code, spoken),)


def clear_code(slot: int) -> Commands:
    """Take a code away from a lock or keypad."""
    if slot < 1:
        raise ImpossibleError("slot")
    return (do("deleteCode", slot),)


def cover_position(position: int) -> Commands:
    """Move a cover; 100 is open, as in Home Assistant."""
    return (do("setPosition", percent(position)),)


def cover_tilt(position: int) -> Commands:
    """Turn a blind's slats; 100 is open."""
    return (do("setTiltLevel", percent(position)),)


def cover_stop(device: HubDevice) -> Commands:
    """Stop a cover by whichever of its two commands it has."""
    return simple(
        device, "stopPositionChange" if device.can("stopPositionChange") else "stop"
    )
