"""What a label tells about a thing, where the hub has no other word for it: what a contact is on, what a door is."""

from collections.abc import Mapping
import re
from typing import Final

from .devices import HubDevice

_WORDS: Final[Mapping[str, re.Pattern[str]]] = {
    "window": re.compile(r"(?i)\b\w*(?:window|fenster|skylight)s?\b"),
    "garage_door": re.compile(r"(?i)\b(?:garage|\w*garagentor|garagen\w*)\b"),
    "door": re.compile(
        r"(?i)\b(?!indoors?\b|outdoors?\b)\w*(?:doors?|tür|tuer|türen)\b"
    ),
}
"""Looked for in this order: a garage's window is a window."""


def contact_class(device: HubDevice) -> str:
    """Return the device class of a contact sensor."""
    if device.is_a("GarageDoorControl"):
        return "garage_door"
    if device.is_a("DoorControl"):
        return "door"
    return next(
        (kind for kind, pattern in _WORDS.items() if pattern.search(device.label)),
        "opening",
    )


def door_class(device: HubDevice) -> str:
    """Return the device class of a motorised door.

    HomeKit shows a `door` without a position as a window covering, a `gate` as what it is.
    """
    garage = device.is_a("GarageDoorControl") or _WORDS["garage_door"].search(
        device.label
    )
    return "garage" if garage else "gate"
