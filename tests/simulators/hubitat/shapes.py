"""The JSON of every endpoint, each in its own shape."""

from collections.abc import Iterable
from typing import Any

from .capabilities import CAPABILITIES
from .clock import Clock
from .devices import Attribute, Device
from .events import Event, text
from .house import House, Mode, Variable

type Json = dict[str, Any] | list[Any] | str | float | bool | None


def brief(device: Device, house: House) -> dict[str, Any]:
    """Return an item of /devices."""
    return {
        "id": device.id,
        "name": device.name,
        "label": device.label,
        "type": device.type,
        "room": device.room,
        "roomId": house.rooms.get(device.room, 0) if device.room else 0,
    }


def flat(device: Device, clock: Clock) -> dict[str, Any]:
    """Return an item of /devices/all: attributes as a map of strings with the remains of its making in it."""
    attributes: dict[str, Any] = {}
    for attribute in device.listed_attributes:
        attributes["dataType"] = attribute.data_type
        attributes["values"] = list(attribute.values) or None
        attributes[attribute.name] = _string(attribute.value)
    return {
        "name": device.name,
        "label": device.label,
        "type": device.type,
        "id": device.id,
        "date": _date(device, clock),
        "model": None,
        "manufacturer": None,
        "room": device.room,
        "capabilities": list(device.capabilities),
        "attributes": attributes,
        "commands": [{"command": name} for name in unique_commands(device)],
    }


def detailed(device: Device, clock: Clock) -> dict[str, Any]:
    """Return /devices/<id>, also an item of /devices/*: typed attributes, everything as often as a capability has it."""
    return {
        "id": device.id,
        "name": device.name,
        "label": device.label,
        "type": device.type,
        "room": device.room,
        "date": _date(device, clock),
        "notes": None,
        "attributes": [_attribute(a) for a in device.listed_attributes],
        "capabilities": capabilities(device),
        "commands": [command.name for command in device.commands],
    }


def capabilities(device: Device) -> list[Any]:
    """Return names with objects of attributes between them."""
    mixed: list[Any] = []
    for name in device.capabilities:
        mixed.append(name)
        if specs := _own_attributes(name):
            mixed.append({"attributes": [{"name": n, "dataType": None} for n in specs]})
    return mixed


def commands(device: Device) -> list[dict[str, Any]]:
    """Return /devices/<id>/commands."""
    return [
        {"command": c.name, "type": list(c.parameters) or ["n/a"]}
        for c in device.commands
    ]


def unique_commands(device: Device) -> list[str]:
    """Return the names of its commands."""
    return sorted({command.name for command in device.commands})


def one_attribute(device: Device, attribute: Attribute) -> dict[str, Any]:
    """Return /devices/<id>/attribute/<name>."""
    return {"id": device.id, "attribute": attribute.name, "value": attribute.value}


def history(device: Device, clock: Clock, count: int | None) -> list[dict[str, Any]]:
    """Return /devices/<id>/events, newest first."""
    events = list(device.history)[:count]
    return [_past(device, event, clock) for event in events]


def modes(house: House, *, ids: bool) -> list[dict[str, Any]]:
    """Return /modes; old firmware has no ids."""

    def one(mode: Mode) -> dict[str, Any]:
        active = mode is house.mode
        return {"active": active, "id": mode.id if ids else None, "name": mode.name}

    return [one(mode) for mode in house.modes]


def variable(found: Variable) -> dict[str, Any]:
    """Return /hubvariables/<name>."""
    return {"name": found.name, "value": found.value, "type": found.type}


def rooms(house: House) -> list[dict[str, Any]]:
    """Return /rooms, with devices that were not chosen, too."""

    def inside(name: str) -> Iterable[int]:
        return (int(d.id) for d in house.devices.values() if d.room == name)

    return [
        {"id": number, "name": name, "deviceIds": list(inside(name))}
        for name, number in house.rooms.items()
    ]


def exception(kind: str = "java.lang.Exception") -> dict[str, Any]:
    """Return what the app says when it fails."""
    return {"error": True, "type": kind, "message": "An unexpected error occurred."}


UNAUTHORISED = (
    "<oauth><error_description>null</error_description>"
    "<error>invalid_token</error></oauth>"
)
NOT_FOUND = (
    "<html><head><title>404 Not Found</title></head><body>Not Found</body></html>"
)
STARTING = (
    "<!DOCTYPE html><html><head><title>Hub starting</title></head>"
    "<body>Your hub is starting up, please wait...</body></html>"
)
OTHER_PAGE = (
    "<!DOCTYPE html><html><head><title>Router</title></head>"
    "<body><h1>Welcome</h1></body></html>"
)


def _attribute(attribute: Attribute) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "name": attribute.name,
        "currentValue": attribute.value,
        "dataType": attribute.data_type,
    }
    if attribute.values:
        shape["values"] = list(attribute.values)
    if attribute.unit is not None:
        shape["unit"] = attribute.unit
    return shape


def _own_attributes(capability: str) -> list[str]:
    known = CAPABILITIES.get(capability)
    return [spec.name for spec in known.attributes] if known else []


def _past(device: Device, event: Event, clock: Clock) -> dict[str, Any]:
    return {
        "device_id": device.id,
        "label": device.label,
        "name": event.name,
        "value": event.value,
        "date": clock.timestamp(event.at),
        "unit": event.unit,
        "isStateChange": True,
        "source": "DEVICE",
    }


def _string(value: Any) -> str | None:
    return None if value is None else text(value)


def _date(device: Device, clock: Clock) -> str | None:
    return None if device.date is None else clock.timestamp(device.date)
