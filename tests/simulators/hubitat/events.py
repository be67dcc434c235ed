"""An event and the two forms in which the hub tells it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something the hub reports; the value is always a string."""

    name: str
    value: str
    display_name: str
    device_id: str | None = None
    """None for the location: modes, HSM, variables, the hub itself."""
    description: str | None = None
    unit: str | None = None
    type: str | None = None
    data: str | None = None
    at: float
    """Seconds since the epoch; no wire form carries it."""
    authorised: bool = True
    """Whether it is about something chosen in the Maker API app."""


def webhook_body(event: Event) -> dict[str, Any]:
    """Return what is POSTed: no time, no sequence number."""
    content = {
        "name": event.name,
        "value": event.value,
        "displayName": event.display_name,
        "deviceId": event.device_id,
        "descriptionText": event.description,
        "unit": event.unit,
        "type": event.type,
        "data": event.data,
    }
    return {"content": content}


def socket_line(event: Event) -> str:
    """Return the line on the event socket: glued together by the hub, quotes in values not escaped."""
    source = "LOCATION" if event.device_id is None else "DEVICE"
    return (
        f'{{ "source":"{source}","name":"{event.name}",'
        f'"displayName" : "{event.display_name}", "value" : "{event.value}", '
        f'"type" : "{event.type or "null"}", "unit":"{event.unit or "null"}",'
        f'"deviceId":{event.device_id or 0},"hubId":0,"installedAppId":0,'
        f'"descriptionText" : "{event.description or "null"}"}}'
    )


def text(value: Any) -> str:
    """Return a value as events carry it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
