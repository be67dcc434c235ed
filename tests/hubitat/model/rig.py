"""Devices and events in as few words as possible."""

from typing import Any

from custom_components.kaizen.hubitat.api import (
    Attribute,
    DeviceRecord,
    EventKind,
    HubEvent,
)
from custom_components.kaizen.hubitat.model import (
    EntityBlueprint,
    HubDevice,
    HubState,
    Overrides,
    Snapshot,
    device_blueprints,
)


def record(
    capabilities: str = "",
    commands: str = "",
    *,
    id: str = "1",
    label: str = "Thing",
    room: str | None = None,
    driver: str = "Driver",
    units: dict[str, str] | None = None,
    choices: dict[str, tuple[str, ...]] | None = None,
    types: dict[str, str] | None = None,
    **values: Any,
) -> DeviceRecord:
    """Return a device; capabilities and commands are separated by blanks, attributes are keywords."""
    return DeviceRecord(
        id=id,
        name=driver,
        label=label,
        type=driver,
        room=room,
        capabilities=frozenset(capabilities.split()),
        commands=frozenset(commands.split()),
        attributes={
            name: Attribute(
                name=name,
                value=value,
                unit=(units or {}).get(name),
                data_type=(types or {}).get(name),
                values=(choices or {}).get(name, ()),
            )
            for name, value in values.items()
        },
    )


def nothing(attributes: str) -> dict[str, Any]:
    """Return attributes, separated by blanks, that have never been reported."""
    return dict.fromkeys(attributes.split())


def device(capabilities: str = "", commands: str = "", **more: Any) -> HubDevice:
    """Return a device as the model has it."""
    return HubDevice(record(capabilities, commands, **more))


def entities(
    found: HubDevice, overrides: Overrides | None = None
) -> dict[str, EntityBlueprint]:
    """Return a device's entities by key."""
    return {b.key: b for b in device_blueprints(found, overrides)}


def state(*records: DeviceRecord, **more: Any) -> HubState:
    """Return a hub that has answered."""
    known = HubState()
    known.reconcile(Snapshot(devices=records, **more))
    return known


def said(name: str, value: str | None, id: str = "1", **more: Any) -> HubEvent:
    """Return what a device reports."""
    return HubEvent(kind=EventKind.DEVICE, device_id=id, name=name, value=value, **more)


def told(kind: EventKind, value: str | None, name: str = "", **more: Any) -> HubEvent:
    """Return what the hub reports about itself."""
    return HubEvent(kind=kind, name=name or kind.value, value=value, **more)
