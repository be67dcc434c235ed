"""Wyoming events off a socket, with limits: `wyoming.event.async_read_event` has none, and believes any length."""

import asyncio
import json
from typing import Any, Final

from wyoming.event import Event

LINE_LIMIT: Final = 1 << 16
"""Bytes of an event's first line."""
_PART_LIMIT: Final = 1 << 20
"""Bytes of an event's data, and of its payload: a second of 48 kHz stereo is a fifth of that."""


class BrokenClient(Exception):
    """What came is not the Wyoming protocol, or the client is gone in the middle of it."""


class Silent(Exception):
    """Nothing came for too long."""


async def read_event(reader: asyncio.StreamReader) -> Event | None:
    """Return the next event; None when the client has closed between two events.

    Raises:
        BrokenClient: it is no event, is too long, or breaks off.
    """
    try:
        line = await reader.readline()
        if not line:
            return None
        head = _mapping(line)
        data = _inline(head)
        if length := _length(head, "data_length"):
            data |= _mapping(await reader.readexactly(length))
        payload = None
        if length := _length(head, "payload_length"):
            payload = await reader.readexactly(length)
    except (ValueError, RecursionError, asyncio.IncompleteReadError, OSError) as err:
        raise BrokenClient(str(err) or type(err).__name__) from err
    if not isinstance(kind := head.get("type"), str):
        raise BrokenClient("an event without a type")
    return Event(type=kind, data=data, payload=payload)


def _mapping(text: bytes) -> dict[str, Any]:
    value = json.loads(text)
    if not isinstance(value, dict):
        raise BrokenClient("an event that is no object")
    return value


def _inline(head: dict[str, Any]) -> dict[str, Any]:
    data = head.get("data") or {}
    if not isinstance(data, dict):
        raise BrokenClient("data that is no object")
    return data


def _length(head: dict[str, Any], key: str) -> int:
    length = head.get(key) or 0
    if not isinstance(length, int) or not 0 <= length <= _PART_LIMIT:
        raise BrokenClient(f"{key} of {length!r}")
    return length
