"""The words of Hubitat's capability list: what an enumerated attribute can say, and the names of units."""

from collections.abc import Mapping
from typing import Final

_DOOR: Final = ("open", "opening", "closed", "closing", "unknown")
_DETECTOR: Final = ("clear", "tested", "detected")

ENUMS: Final[Mapping[str, tuple[str, ...]]] = {
    "switch": ("on", "off"),
    "lock": ("locked", "unlocked", "unlocked with timeout", "unknown"),
    "door": _DOOR,
    "windowShade": (*_DOOR, "partially open"),
    "windowBlind": (*_DOOR, "partially open"),
    "valve": ("open", "closed"),
    "contact": ("open", "closed"),
    "motion": ("active", "inactive"),
    "presence": ("present", "not present"),
    "water": ("wet", "dry"),
    "smoke": _DETECTOR,
    "carbonMonoxide": _DETECTOR,
    "naturalGas": _DETECTOR,
    "acceleration": ("active", "inactive"),
    "shock": ("detected", "clear"),
    "tamper": ("detected", "clear"),
    "sound": ("detected", "not detected"),
    "sleeping": ("sleeping", "not sleeping"),
    "touch": ("touched",),
    "colorMode": ("ct", "rgb", "effects"),
    "alarm": ("off", "strobe", "siren", "both"),
    "mute": ("muted", "unmuted"),
    "powerSource": ("mains", "battery", "dc", "unknown"),
    "healthStatus": ("online", "offline"),
    "filterStatus": ("normal", "replace"),
    "consumableStatus": ("good", "missing", "order", "replace", "maintenance_required"),
    "sessionStatus": ("running", "paused", "stopped", "canceled"),
    "securityKeypad": (
        "disarmed",
        "armed home",
        "armed away",
        "armed night",
        "unknown",
    ),
    "temperatureUnit": ("c", "f"),
    "camera": ("on", "off", "restarting", "unavailable"),
}

ALIASES: Final[Mapping[str, str]] = {
    "partial": "partially open",
    "partially": "partially open",
    "notpresent": "not present",
    "away": "not present",
    "arrived": "present",
    "departed": "not present",
    "unlocked_with_timeout": "unlocked with timeout",
    "celsius": "c",
    "fahrenheit": "f",
    "color": "rgb",
    "white": "ct",
    "cancelled": "canceled",
    "maintenance required": "maintenance_required",
}
"""Words that drivers use for those of the list."""

HSM_STATUSES: Final = frozenset(
    {
        "armedAway",
        "armingAway",
        "armedHome",
        "armingHome",
        "armedNight",
        "armingNight",
        "disarmed",
        "allDisarmed",
    }
)

UNITS: Final[Mapping[str, str]] = {
    "c": "°C",
    "°c": "°C",
    "celsius": "°C",
    "f": "°F",
    "°f": "°F",
    "fahrenheit": "°F",
    "%rh": "%",
    "% rh": "%",
    "lux": "lx",
    "watt": "W",
    "watts": "W",
    "volt": "V",
    "volts": "V",
    "amp": "A",
    "amps": "A",
    "lpm": "L/min",
    "l/min": "L/min",
    "gpm": "gal/min",
    "db": "dB",
    "dbm": "dBm",
    **{
        unit.lower(): unit
        for unit in (
            "W",
            "kW",
            "Wh",
            "kWh",
            "V",
            "mV",
            "A",
            "mA",
            "Hz",
            "lx",
            "ppm",
            "%",
        )
    },
    **{
        unit.lower(): unit
        for unit in ("Pa", "hPa", "kPa", "psi", "mbar", "inHg", "mmHg")
    },
}
"""Units as drivers write them, in lower case, and as Home Assistant does."""


def unit_name(raw: object) -> str | None:
    """Return a unit as Home Assistant writes it; None for one it does not know."""
    return UNITS.get(raw.strip().lower()) if isinstance(raw, str) else None
