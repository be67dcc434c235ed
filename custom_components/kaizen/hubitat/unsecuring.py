"""Which commands give up safety."""

from collections.abc import Mapping
from typing import Final

from .model import HubDevice

_QUERIES: Final = frozenset(
    {"configure", "getCodes", "identify", "ping", "poll", "refresh"}
)
_CLOSING: Final = frozenset({"close", "stop"})
_ARMING: Final = frozenset({"armAway", "armHome", "armNight"})

HARMLESS: Final[Mapping[str, frozenset[str]]] = {
    "Lock": _QUERIES | {"lock"},
    "LockCodes": _QUERIES | {"lock"},
    "GarageDoorControl": _QUERIES | _CLOSING,
    "DoorControl": _QUERIES | _CLOSING,
    "Valve": _QUERIES | {"close"},
    "SecurityKeypad": _QUERIES | _ARMING | {"beep", "entry"},
    "Alarm": _QUERIES | {"beep", "both", "on", "playSound", "siren", "strobe"},
}
"""By capability, what never gives up safety; whatever else a driver knows might."""

HSM_UNSECURING: Final = frozenset(
    {"disarm", "disarmAll", "disarmRules", "cancelAlerts"}
)


def unsecures(device: HubDevice, command: str) -> bool:
    """Return whether a command may make a house less safe.

    A command that is harmless for one of a device's guarded capabilities is not asked about for
    the sake of another: a keypad's siren may sound.
    """
    guarded = [HARMLESS[name] for name in device.capabilities if name in HARMLESS]
    return bool(guarded) and not any(command in harmless for harmless in guarded)
