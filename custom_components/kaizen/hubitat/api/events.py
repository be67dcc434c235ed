"""What the hub reports by itself: POSTs to a webhook, lines on its event socket."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
import json
import re
from typing import Any, Final

from .wire import read_json


class EventKind(StrEnum):
    """What an event is about."""

    DEVICE = "device"
    MODE = "mode"
    HSM = "hsm"
    HSM_ALERT = "hsm_alert"
    HSM_RULES = "hsm_rules"
    VARIABLE = "variable"
    SYSTEM_START = "system_start"
    """The hub has finished booting."""
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class HubEvent:
    """One event; what it carries may be a lock code, so its representation does not tell it."""

    kind: EventKind
    device_id: str | None = None
    name: str
    """The attribute; of a variable, its own name."""
    value: str | None = field(default=None, repr=False)
    """Always text, whatever the attribute's type."""
    unit: str | None = None
    data: Any = field(default=None, repr=False)
    """JSON, also where the hub packs it into a string."""
    description: str | None = field(default=None, repr=False)
    display_name: str | None = None
    """The label of the device when it happened."""


_LOCATION_KINDS: Final[Mapping[str, EventKind]] = {
    "mode": EventKind.MODE,
    "hsmStatus": EventKind.HSM,
    "hsmAlert": EventKind.HSM_ALERT,
    "hsmRules": EventKind.HSM_RULES,
    "systemStart": EventKind.SYSTEM_START,
}
_VARIABLE: Final = "variable:"
_NOTHING: Final = frozenset({None, "", "null", "0", 0})
_FIELD: Final = re.compile(
    r'(?:^\s*\{|,)\s*"(source|name|displayName|value|type|unit|deviceId|hubId|locationId'
    r'|installedAppId|descriptionText|data|isStateChange)"\s*:\s*'
)


def parse_webhook(body: bytes | str | Mapping[str, Any]) -> HubEvent | None:
    """Read what the hub POSTs; None if it is no event."""
    if not isinstance(body, Mapping):
        try:
            body = read_json(body)
        except ValueError:
            return None
    content = body.get("content") if isinstance(body, Mapping) else None
    return _event(content) if isinstance(content, Mapping) else None


def parse_socket(line: str) -> HubEvent | None:
    """Read a line of the event socket; None if it is no event, or could mean several.

    The hub does not escape quotes in what it writes, which breaks the JSON and lets a value pass
    for other fields.
    """
    try:
        content = _DECODER.decode(line)
    except _AmbiguousError:
        return None
    except ValueError, RecursionError:
        content = _glued(line)
    return _event(content) if isinstance(content, dict) else None


def _event(content: Mapping[str, Any]) -> HubEvent | None:
    name = content.get("name")
    if not isinstance(name, str) or not name:
        return None
    device_id = _device_id(content)
    kind = EventKind.DEVICE if device_id else _location_kind(content, name)
    return HubEvent(
        kind=kind,
        device_id=device_id,
        name=name.removeprefix(_VARIABLE) if kind is EventKind.VARIABLE else name,
        value=_text(content.get("value")),
        unit=_text(content.get("unit")) or None,
        data=_unpacked(content.get("data")),
        description=_text(content.get("descriptionText")) or None,
        display_name=_text(content.get("displayName")) or None,
    )


def _device_id(content: Mapping[str, Any]) -> str | None:
    device_id = content.get("deviceId")
    if content.get("source", "DEVICE") != "DEVICE" or isinstance(device_id, bool):
        return None
    if not isinstance(device_id, str | int) or device_id in _NOTHING:
        return None
    return str(device_id)


def _location_kind(content: Mapping[str, Any], name: str) -> EventKind:
    # Apps report under names of their own choice.
    if content.get("source") in {"APP", "DEVICE"}:
        return EventKind.OTHER
    if name.startswith(_VARIABLE):
        return EventKind.VARIABLE
    return _LOCATION_KINDS.get(name, EventKind.OTHER)


def _text(value: Any) -> str | None:
    if value is None or value == "null":
        return None
    text = value if isinstance(value, str) else json.dumps(value)
    # Half of an emoji, cut off by the hub, would break whoever encodes the state.
    return text if text.isascii() else text.encode(errors="replace").decode()


def _unpacked(data: Any) -> Any:
    if not isinstance(data, str):
        return data
    if data.startswith(("{", "[")):
        try:
            return read_json(data)
        except ValueError:
            return data
    return _text(data)


class _AmbiguousError(ValueError):
    """A field occurs twice."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) != len(pairs):
        raise _AmbiguousError
    return found


# Not strict: the hub does not escape line breaks in values either.
_DECODER: Final = json.JSONDecoder(object_pairs_hook=_unique, strict=False)


def _glued(line: str) -> dict[str, Any] | None:
    """Read a line in which quotes stand unescaped, by the names of its fields."""
    line = line.strip()
    fields = list(_FIELD.finditer(line))
    if not fields or fields[0].start() != 0 or not line.endswith("}"):
        return None
    ends = [found.start() for found in fields[1:]] + [len(line) - 1]
    content = {
        found[1]: _loose(line[found.end() : end].strip())
        for found, end in zip(fields, ends, strict=True)
    }
    return content if len(content) == len(fields) else None


def _loose(raw: str) -> Any:
    try:
        return json.loads(raw, strict=False)
    except ValueError, RecursionError:
        return raw[1:-1] if len(raw) > 1 and raw[0] == raw[-1] == '"' else raw
