"""Maker API's JSON: what its shapes mean to Kaizen.

Every list of devices has another shape; all become a `DeviceRecord`. A single item that cannot be
read is left out; on an answer that is not shaped as expected at all the parsers raise `ValueError`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
import json
import math
from typing import Any, Final
from urllib.parse import quote

import orjson

from .errors import ArgumentError

type Argument = str | int | float | bool | Mapping[str, Any]
"""What a command takes; a mapping is sent as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """An attribute as the hub tells it; the value may be a lock code and is not represented."""

    name: str
    value: Any = field(default=None, repr=False)
    """JSON of any type, also where `data_type` says otherwise."""
    unit: str | None = None
    data_type: str | None = None
    """STRING, NUMBER, ENUM, JSON_OBJECT, VECTOR3, DATE, DYNAMIC_ENUM, COLOR_MAP; None when not told."""
    values: tuple[str, ...] = ()
    """Those an ENUM can have, as far as told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRecord:
    """A device, its capabilities and its present attributes."""

    id: str
    name: str = ""
    label: str = ""
    """What people call it; the name where there is no label. Not unique."""
    type: str = ""
    """The name of its driver."""
    room: str | None = None
    attributes: dict[str, Attribute] = field(default_factory=dict)
    capabilities: frozenset[str] = frozenset()
    commands: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEvent:
    """An entry of a device's history."""

    name: str
    value: Any = field(default=None, repr=False)
    unit: str | None = None
    at: datetime | None = None
    """Aware of its time zone; None where the hub's date cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """A mode of the house."""

    id: str | None
    """None on old firmware, where modes cannot be set."""
    name: str
    active: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A hub variable chosen in the app."""

    name: str
    value: Any = field(default=None, repr=False)
    type: str = "string"
    """string, number, decimal, boolean or datetime."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room and its devices, also those not chosen in the app."""

    id: str
    name: str
    device_ids: frozenset[str] = frozenset()


# /devices/all has them between its attributes, left over from how the hub makes the list.
_NOT_ATTRIBUTES: Final = frozenset({"dataType", "values"})


def read_json(text: str | bytes) -> Any:
    """Read JSON as tolerantly as the hub writes it: with bare line breaks, with half of an emoji.

    Raises:
        ValueError: It is none.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        plain = json.dumps(json.loads(text, strict=False), ensure_ascii=False)
    except RecursionError:
        raise ValueError("JSON too deep") from None
    return orjson.loads(plain.encode(errors="replace"))


def parse_devices(answer: Any) -> list[DeviceRecord]:
    """Read a list of devices: /devices, /devices/all or /devices/*; of an id that is there twice, the first."""
    devices: dict[str, DeviceRecord] = {}
    for item in _items(answer):
        if _id(item.get("id")) is not None:
            device = parse_device(item)
            devices.setdefault(device.id, device)
    if answer and not devices:
        raise ValueError("A list of something else")
    return list(devices.values())


def parse_device(answer: Any) -> DeviceRecord:
    """Read one device, in any shape."""
    if not isinstance(answer, Mapping) or (device_id := _id(answer.get("id"))) is None:
        raise ValueError("Not a device")
    name = _string(answer.get("name"))
    return DeviceRecord(
        id=device_id,
        name=name,
        label=_string(answer.get("label")) or name,
        type=_string(answer.get("type")),
        room=_string(answer.get("room")) or None,
        attributes=_merged(_attributes(answer.get("attributes"))),
        capabilities=frozenset(_names(answer.get("capabilities"), "name")),
        commands=frozenset(_names(answer.get("commands"), "command")),
    )


def _attributes(found: Any) -> Iterator[Attribute]:
    if isinstance(found, Mapping):
        for name, value in found.items():
            if name not in _NOT_ATTRIBUTES:
                yield Attribute(name=name, value=value)
        return
    for item in _items(found) if isinstance(found, list) else ():
        if name := _string(item.get("name")):
            values = item.get("values")
            yield Attribute(
                name=name,
                value=item.get("currentValue", item.get("value")),
                unit=_string(item.get("unit")) or None,
                data_type=_string(item.get("dataType")) or None,
                values=tuple(map(str, values)) if isinstance(values, list) else (),
            )


def _merged(attributes: Iterable[Attribute]) -> dict[str, Attribute]:
    """Make one of those told once per capability: of every field, the first that says something."""
    merged: dict[str, Attribute] = {}
    for new in attributes:
        old = merged.get(new.name)
        merged[new.name] = new if old is None else _completed(old, new)
    return merged


def _completed(old: Attribute, new: Attribute) -> Attribute:
    return replace(
        old,
        value=new.value if old.value is None else old.value,
        unit=old.unit or new.unit,
        data_type=old.data_type or new.data_type,
        values=old.values or new.values,
    )


def _names(found: Any, key: str) -> Iterator[str]:
    """Yield the names in a list of strings and objects."""
    for item in found if isinstance(found, list) else ():
        name = item.get(key) if isinstance(item, Mapping) else item
        if isinstance(name, str) and name:
            yield name


def parse_attribute(answer: Any) -> Any:
    """Read the value in /devices/<id>/attribute/<name>."""
    if not isinstance(answer, Mapping) or "value" not in answer:
        raise ValueError("Not an attribute")
    return answer["value"]


def parse_events(answer: Any) -> list[PastEvent]:
    """Read /devices/<id>/events, newest first."""
    return [
        PastEvent(
            name=name,
            value=item.get("value"),
            unit=_string(item.get("unit")) or None,
            at=_moment(item.get("date")),
        )
        for item in _items(answer)
        if (name := _string(item.get("name")))
    ]


def parse_modes(answer: Any) -> list[Mode]:
    """Read /modes."""
    return [
        Mode(id=_id(item.get("id")), name=name, active=item.get("active") is True)
        for item in _items(answer)
        if (name := _string(item.get("name")))
    ]


def parse_hsm(answer: Any) -> str | None:
    """Read /hsm; None where Hubitat Safety Monitor is not installed."""
    if answer is None:
        return None
    if not isinstance(answer, Mapping) or "hsm" not in answer:
        raise ValueError("Not a state of HSM")
    return _string(answer["hsm"]) or None


def parse_variables(answer: Any) -> list[Variable]:
    """Read /hubvariables."""
    return [
        Variable(
            name=name,
            value=item.get("value"),
            type=_string(item.get("type")).lower() or "string",
        )
        for item in _items(answer)
        if (name := _string(item.get("name")))
    ]


def parse_rooms(answer: Any) -> list[Room]:
    """Read /rooms."""
    return [
        Room(
            id=room_id,
            name=_string(item.get("name")),
            device_ids=frozenset(filter(None, map(_id, item.get("deviceIds") or ()))),
        )
        for item in _items(answer)
        if (room_id := _id(item.get("id")))
    ]


def _items(answer: Any) -> list[Mapping[str, Any]]:
    if not isinstance(answer, list):
        raise ValueError("Not a list")  # noqa: TRY004  (one kind of error for all shapes)
    return [item for item in answer if isinstance(item, Mapping)]


def _id(value: Any) -> str | None:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value) or None
    return None


def _string(value: Any) -> str:
    return value.strip() if isinstance(value, str) and value != "null" else ""


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except TypeError, ValueError:
        return None
    return moment if moment.tzinfo else None


def segment(text: str) -> str:
    """Write one part of a path, in which nothing has a meaning of its own any more.

    Raises:
        ArgumentError: It would lead to another path, however it is written.
    """
    if text in {".", ".."}:
        raise ArgumentError("A dot alone cannot stand in a request")
    # The star of /devices/* stays as it is known to work.
    return quote(text, safe="*")


def arguments(given: Iterable[Argument]) -> str:
    """Write a command's arguments: one segment, separated by commas.

    The hub splits text at every comma, encoded or not, so a text's own commas become other signs.

    Raises:
        ArgumentError: A number that is none.
    """
    return ",".join(map(_argument, given))


def _argument(value: Argument) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            if not math.isfinite(value):
                raise ArgumentError("Not a number")
            return str(value)
        case str():
            return segment(_without_commas(value))
        case _:
            return quote(orjson.dumps(dict(value)), safe="")


def _without_commas(text: str) -> str:
    parts = text.split(",")
    written = parts[0]
    for part in parts[1:]:
        decimal = written[-1:].isdecimal() and part[:1].isdecimal()
        written += f"{'.' if decimal else ';'}{part}"
    return written
