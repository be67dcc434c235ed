"""What an attribute's value means, whatever JSON it came as.

REST gives typed values, events give the same ones as text, and drivers write what they like. The
attribute decides how a value is read, never its JSON type; what cannot be read is None, never a guess.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
import json
import math
import re
from typing import Any, Final

from .vocabulary import ALIASES, ENUMS

type Number = int | float
type Named = tuple[tuple[int, str], ...]
"""Numbers and what they stand for: effects, sounds, the slots of a lock's codes."""
type Value = (
    bool | Number | str | datetime | tuple[str, ...] | tuple[Number, ...] | Named
)
type Reader = Callable[[Any], Value | None]

_NOTHING: Final = frozenset({"", "null"})
_NUMBER: Final = re.compile(
    r"(?:[^\W\d_]+[ :=]+)?([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?)\s*[^\d\s,.][^\d,]{0,11}|"
    r"(?:[^\W\d_]+[ :=]+)?([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?)"
)
"""One number, maybe a word before it and a unit behind it: "20.5", "66%", "Battery 66%"."""
_LONGEST: Final = 4096
"""Characters of a text Kaizen keeps."""
_MOST: Final = 1024
"""Entries of a list Kaizen keeps."""
_GROOVY_PAIR: Final = re.compile(r"\s*\"?([-+\w.]+)\"?\s*:\s*(.+?)\s*")
_SECRET: Final = re.compile(r"(?i)code|pin$|passw|token|secret|credential")


def is_nothing(raw: Any) -> bool:
    """Tell whether a value says that there is none."""
    return raw is None or (isinstance(raw, str) and raw.strip().lower() in _NOTHING)


def number(raw: Any) -> Number | None:
    """Read one number; a whole one is an int, so that 20, 20.0 and "20.0" are the same."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    if isinstance(raw, str):
        found = _NUMBER.fullmatch(raw.strip())
        if found is None:
            return None
        raw = float(found[1] or found[2])
    try:
        value = float(raw)
    except OverflowError:
        return None
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() else value


@dataclass(frozen=True, slots=True)
class between:
    """Read a number that means something only within limits, and a unit's factor to it."""

    low: float
    high: float
    factor: float = 1

    def __call__(self, raw: Any) -> Number | None:
        """Read it; None outside the limits."""
        value = number(raw)
        if value is None or not self.low <= value <= self.high:
            return None
        return value if self.factor == 1 else number(round(value * self.factor, 1))


def count(raw: Any) -> int | None:
    """Read a whole number that is not negative: a button, a length, a slot."""
    value = number(raw)
    return value if isinstance(value, int) and value >= 0 else None


def text(raw: Any) -> str | None:
    """Read text as it stands."""
    if is_nothing(raw):
        return None
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, int | float):
        canonical = number(raw)
        return None if canonical is None else str(canonical)
    return raw.strip()[:_LONGEST] if isinstance(raw, str) else None


def word(raw: Any) -> str | None:
    """Read a word of a driver's own choice."""
    found = text(raw)
    return None if found is None else " ".join(found.lower().split())


@dataclass(frozen=True, slots=True)
class one_of:
    """Read one of the words an attribute can have, in any case and under its other names."""

    words: frozenset[str]

    def __call__(self, raw: Any) -> str | None:
        """Read it; None if it is no such word."""
        found = word(raw)
        if found is None:
            return None
        for known in (found, ALIASES.get(found), found.replace("_", " ")):
            if known in self.words:
                return known
        return None


def truth(raw: Any) -> bool | None:
    """Read true or false."""
    if isinstance(raw, bool):
        return raw
    return (
        {"true": True, "false": False}.get(raw.strip().lower())
        if isinstance(raw, str)
        else None
    )


def moment(raw: Any) -> datetime | None:
    """Read a point in time; a date without a time and a time without a date are none."""
    if not isinstance(raw, str):
        return None
    try:
        found = datetime.fromisoformat(raw.strip())
        return found.astimezone(UTC) if found.tzinfo else None
    except ValueError, OverflowError:
        return None


def words(raw: Any) -> tuple[str, ...] | None:
    """Read a list of names: JSON, JSON in a string, Groovy's way to write a list, or commas."""
    found = _unpacked(raw)
    if isinstance(found, str):
        inner = found.strip().removeprefix("[").removesuffix("]")
        found = [part.strip().strip("\"'") for part in inner.split(",")]
    if not isinstance(found, list):
        return None
    names = [name for item in found[:_MOST] if (name := text(item)) is not None]
    return tuple(dict.fromkeys(names)) or None


def named(raw: Any) -> Named | None:
    """Read numbered names: JSON, JSON in a string, or Groovy's way to write a map."""
    found = _pairs(raw)
    if found is None:
        return None
    numbered = {
        slot: name
        for key, value in list(found.items())[:_MOST]
        if (slot := count(key)) is not None and (name := text(value)) is not None
    }
    return tuple(sorted(numbered.items())) or None


def code_names(raw: Any) -> Named | None:
    """Read whose codes a lock knows; the codes themselves are dropped, and what is encrypted is unknown."""
    found = _unpacked(raw)
    if not isinstance(found, Mapping):
        return None
    return tuple(
        sorted(
            (slot, _holder(slot, entry))
            for key, entry in list(found.items())[:_MOST]
            if (slot := count(key)) is not None and isinstance(entry, Mapping)
        )
    )


def _holder(slot: int, entry: Mapping[str, Any]) -> str:
    name, code = text(entry.get("name")), text(entry.get("code"))
    # Some people call a code by its digits.
    return f"#{slot}" if name is None or (code and code in name) else name


def change_of_codes(raw: Any) -> str | None:
    """Read what happened to a lock's codes, and nothing about the code itself."""
    found = (
        re.findall(r"\b(added|changed|deleted|failed)\b", raw)
        if isinstance(raw, str)
        else []
    )
    return found[0] if len(found) == 1 else None


def vector(raw: Any) -> tuple[Number, ...] | None:
    """Read three numbers: x, y and z."""
    found = _pairs(raw)
    if found is None or set(found) != {"x", "y", "z"}:
        return None
    axes = [number(found[axis]) for axis in "xyz"]
    return None if None in axes else tuple(axis for axis in axes if axis is not None)


def _unpacked(raw: Any) -> Any:
    if not isinstance(raw, str) or not raw.strip().startswith(("{", "[")):
        return raw if not is_nothing(raw) else None
    try:
        return json.loads(raw, strict=False)
    except ValueError, RecursionError:
        return raw


def _pairs(raw: Any) -> Mapping[str, Any] | None:
    found = _unpacked(raw)
    if isinstance(found, Mapping):
        return {str(key): value for key, value in found.items()}
    if not isinstance(found, str):
        return None
    inner = (
        found.strip()
        .removeprefix("[")
        .removesuffix("]")
        .removeprefix("{")
        .removesuffix("}")
    )
    parts = [_GROOVY_PAIR.fullmatch(part) for part in inner.split(",")]
    pairs = {part[1]: part[2].strip("\"'") for part in parts if part is not None}
    return pairs if len(pairs) == len(parts) else None


_PERCENT: Final = between(0, 100)
_POSITIVE: Final = between(0, math.inf)
_READERS: Final[Mapping[str, Reader]] = {
    **{name: one_of(frozenset(known)) for name, known in ENUMS.items()},
    **dict.fromkeys(
        ("battery", "level", "position", "tilt", "volume", "saturation"), _PERCENT
    ),
    **dict.fromkeys(
        ("humidity", "illuminance", "carbonDioxide", "airQualityIndex"), _POSITIVE
    ),
    **dict.fromkeys(
        ("temperature", "heatingSetpoint", "coolingSetpoint", "thermostatSetpoint"),
        number,
    ),
    **dict.fromkeys(
        ("power", "energy", "voltage", "amperage", "frequency", "pressure"), number
    ),
    **dict.fromkeys(
        ("soundPressureLevel", "rate", "lqi", "rssi", "steps", "goal"), number
    ),
    **dict.fromkeys(
        ("numberOfButtons", "pushed", "held", "doubleTapped", "released"), count
    ),
    **dict.fromkeys(
        ("codeLength", "maxCodes", "checkInterval", "timeRemaining"), count
    ),
    **dict.fromkeys(("supportedFanSpeeds", "supportedThermostatModes"), words),
    **dict.fromkeys(("supportedThermostatFanModes", "supportedInputs"), words),
    **dict.fromkeys(("lightEffects", "soundEffects"), named),
    **dict.fromkeys(("thermostatMode", "thermostatFanMode", "speed"), word),
    **dict.fromkeys(("thermostatOperatingState", "status", "transportStatus"), word),
    "hue": between(0, 100, factor=3.6),
    "colorTemperature": between(1000, 12000),
    "ultravioletIndex": _POSITIVE,
    "pH": between(0, 14),
    "lockCodes": code_names,
    "codeChanged": change_of_codes,
    "threeAxis": vector,
}
_BY_DATA_TYPE: Final[Mapping[str, Reader]] = {
    "NUMBER": number,
    "VECTOR3": vector,
    "ENUM": word,
}
_BY_VARIABLE_TYPE: Final[Mapping[str, Reader]] = {
    "number": number,
    "bignumber": number,
    "decimal": number,
    "bigdecimal": number,
    "boolean": truth,
    "bool": truth,
    "datetime": moment,
}
KNOWN_ATTRIBUTES: Final = frozenset(_READERS)
"""Those whose meaning Hubitat's capability list defines."""


def coerce(attribute: str, raw: Any, data_type: str | None = None) -> Value | None:
    """Return what a value of an attribute means; None is unknown.

    Hues come back in degrees, lists and numbered names as tuples. Attributes with a name that
    promises a secret are always unknown, those of a lock's codes excepted, which lose the codes.
    """
    reader = _READERS.get(attribute)
    if reader is None:
        if _SECRET.search(attribute):
            return None
        reader = _BY_DATA_TYPE.get(data_type or "", text)
    return None if is_nothing(raw) else reader(raw)


def coerce_variable(kind: str, raw: Any) -> Value | None:
    """Return what a hub variable of a type holds; an empty string is a string."""
    reader = _BY_VARIABLE_TYPE.get(kind)
    if reader is not None:
        return None if is_nothing(raw) else reader(raw)
    return "" if raw == "" else text(raw)
