"""The live model of a hub: what it is made of, what it last said, and what changes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ..api import DeviceRecord, EventKind, HubEvent, Mode, Room, Variable
from .changes import Changes, Press
from .coerce import Value, coerce, coerce_variable
from .devices import PRESSES, SHAPING, HubDevice
from .hsm import SafetyMonitor

_NONE: Final[frozenset[str]] = frozenset()
_SHAPING: Final = SHAPING.union(PRESSES)
"""Attributes whose reports can change what a device is; a press, that it has more buttons than it said."""
_MODE: Final = "mode"
_HSM: Final = "hsm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The hub's answers; None is a question that was not asked, or not answered."""

    devices: Sequence[DeviceRecord] | None = None
    rooms: Sequence[Room] | None = None
    """For firmware that does not name the rooms of devices itself."""
    modes: Sequence[Mode] | None = None
    hsm_asked: bool = False
    hsm: str | None = None
    """Where asked, None says that there is none."""
    variables: Sequence[Variable] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HubVariable:
    """A hub variable."""

    name: str
    type: str
    value: Value | None


class HubState:
    """Devices, modes, HSM and variables; as large as the hub, however many events come."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.hsm = SafetyMonitor()
        self.modes: tuple[Mode, ...] = ()
        self._devices: dict[str, HubDevice] = {}
        self._variables: dict[str, HubVariable] = {}
        self._revision = 0
        self._reported: dict[tuple[str, str], int] = {}
        self._aliases: dict[str, str] = {}

    @property
    def devices(self) -> Mapping[str, HubDevice]:
        """Return the devices by id."""
        return MappingProxyType(self._devices)

    @property
    def variables(self) -> Mapping[str, HubVariable]:
        """Return the hub variables by name."""
        return MappingProxyType(self._variables)

    @property
    def mode(self) -> Mode | None:
        """Return the active mode."""
        return next((mode for mode in self.modes if mode.active), None)

    def mark(self) -> int:
        """Return a mark to take before asking the hub; `reconcile` lets later events win over the answer."""
        return self._revision

    def apply(self, event: HubEvent) -> Changes:
        """Take over what the hub reports; false if it was known, or is about nothing that was chosen in the app.

        Nothing on the wire says when an event happened, so one that comes late is believed until
        the next `reconcile`.
        """
        self._revision += 1
        match event.kind:
            case EventKind.DEVICE:
                return self._report(event)
            case EventKind.MODE:
                self._reported["", _MODE] = self._revision
                return self._enter_mode(event.value)
            case EventKind.HSM:
                self._reported["", _HSM] = self._revision
                return self.hsm.take_status(event.value, event.data)
            case EventKind.HSM_ALERT:
                return self.hsm.take_alert(event.value, event.description)
            case EventKind.HSM_RULES:
                return self.hsm.take_rules(event.value)
            case EventKind.VARIABLE:
                return self._set_variable(event.name, event.value)
            case EventKind.SYSTEM_START:
                return Changes(restarted=True, reconcile=True)
            case _:
                return Changes()

    def reconcile(self, snapshot: Snapshot, since: int | None = None) -> Changes:
        """Become what the hub says it is; what was reported after the mark `since` stays."""
        since = self._revision if since is None else since
        changes = Changes()
        if snapshot.devices is not None:
            changes |= self._replace_devices(snapshot, since)
        if snapshot.modes is not None:
            changes |= self._reconcile_modes(tuple(snapshot.modes), since)
        if snapshot.hsm_asked and snapshot.hsm != self.hsm.status:
            changes |= self._reconcile_hsm(snapshot.hsm, since)
        if snapshot.variables is not None:
            changes |= self._replace_variables(snapshot.variables)
        return changes

    def refresh(self, record: DeviceRecord, since: int | None = None) -> Changes:
        """Become what the hub says about one device that is known."""
        if (device := self._devices.get(record.id)) is None:
            return Changes()
        since = self._revision if since is None else since
        return self._update(device, record, record.room or device.room, since)

    def _report(self, event: HubEvent) -> Changes:
        device = self._devices.get(event.device_id or "")
        if device is None:
            return Changes()
        renamed = self._notice_label(device, event.display_name)
        if not device.accepts(event.name):
            return Changes(renamed=renamed)
        self._reported[device.id, event.name] = self._revision
        shape = device.shape() if event.name in _SHAPING else None
        changed = device.put(event.name, event.value, event.unit)
        reshaped = shape is not None and shape != device.shape()
        return Changes(
            attributes={device.id: frozenset({event.name})} if changed else {},
            presses=_press(device.id, event),
            renamed=renamed,
            reshaped=frozenset({device.id}) if reshaped else _NONE,
        )

    def _notice_label(self, device: HubDevice, label: str | None) -> frozenset[str]:
        # Some events carry another name than the label; the hub's own list settles it.
        if not label or label in (
            device.label,
            device.name,
            self._aliases.get(device.id),
        ):
            return _NONE
        device.rename(label)
        return frozenset({device.id})

    def _replace_devices(self, snapshot: Snapshot, since: int) -> Changes:
        records = {record.id: record for record in snapshot.devices or ()}
        if self._devices and not records:
            return Changes(implausible=True)
        rooms = {
            id_: room.name for room in snapshot.rooms or () for id_ in room.device_ids
        }
        changes = Changes(removed=frozenset(self._devices.keys() - records.keys()))
        for gone in changes.removed:
            self._forget(gone)
        for record in records.values():
            room = record.room or rooms.get(record.id)
            if (device := self._devices.get(record.id)) is not None:
                changes |= self._update(device, record, room, since)
                continue
            device = self._devices[record.id] = HubDevice(record)
            device.room = room
            changes |= Changes(added=frozenset({record.id}))
        return changes

    def _update(
        self, device: HubDevice, record: DeviceRecord, room: str | None, since: int
    ) -> Changes:
        shape, label, old_room = device.shape(), device.label, device.room
        device.describe(record)
        device.room = room
        if device.label != label:
            self._aliases[device.id] = label
        repaired, contested = self._repair(device, record, since)
        this = frozenset({device.id})
        return Changes(
            attributes={device.id: repaired} if repaired else {},
            repaired={device.id: repaired} if repaired else {},
            renamed=this if device.label != label else _NONE,
            moved=this if device.room != old_room else _NONE,
            reshaped=this if device.shape() != shape else _NONE,
            contested=this if contested else _NONE,
        )

    def _repair(
        self, device: HubDevice, record: DeviceRecord, since: int
    ) -> tuple[frozenset[str], bool]:
        repaired, contested = set(), False
        for attribute in record.attributes.values():
            if self._reported.get((device.id, attribute.name), 0) > since:
                answer = coerce(attribute.name, attribute.value, attribute.data_type)
                contested |= answer != device.value(attribute.name)
            elif device.take(attribute):
                repaired.add(attribute.name)
        return frozenset(repaired), contested

    def _forget(self, device_id: str) -> None:
        del self._devices[device_id]
        self._aliases.pop(device_id, None)
        for key in [key for key in self._reported if key[0] == device_id]:
            del self._reported[key]

    def _reconcile_modes(self, modes: tuple[Mode, ...], since: int) -> Changes:
        if self._reported.get(("", _MODE), 0) > since:
            return Changes(reconcile=modes != self.modes)
        return self._replace_modes(modes)

    def _reconcile_hsm(self, status: str | None, since: int) -> Changes:
        if self._reported.get(("", _HSM), 0) > since:
            return Changes(reconcile=True)
        return self.hsm.take_status(status)

    def _enter_mode(self, name: str | None) -> Changes:
        if all(mode.name != name for mode in self.modes):
            return Changes(reconcile=True)
        modes = (
            Mode(id=mode.id, name=mode.name, active=mode.name == name)
            for mode in self.modes
        )
        return self._replace_modes(tuple(modes))

    def _replace_modes(self, modes: tuple[Mode, ...]) -> Changes:
        before, active = self.modes, self.mode
        self.modes = modes
        return Changes(
            mode=active != self.mode,
            modes=[(m.id, m.name) for m in before] != [(m.id, m.name) for m in modes],
        )

    def _set_variable(self, name: str, raw: str | None) -> Changes:
        known = self._variables.get(name)
        if known is None:
            return Changes()
        value = coerce_variable(known.type, raw)
        if value == known.value:
            return Changes()
        self._variables[name] = HubVariable(name=name, type=known.type, value=value)
        return Changes(variables=frozenset({name}))

    def _replace_variables(self, found: Sequence[Variable]) -> Changes:
        before = self._variables
        self._variables = {
            v.name: HubVariable(
                name=v.name, type=v.type, value=coerce_variable(v.type, v.value)
            )
            for v in found
        }
        same = before.keys() & self._variables.keys()
        return Changes(
            variables=frozenset(n for n in same if before[n] != self._variables[n]),
            variables_reshaped={n: v.type for n, v in before.items()}
            != {n: v.type for n, v in self._variables.items()},
        )


def _press(device_id: str, event: HubEvent) -> tuple[Press, ...]:
    if event.name not in PRESSES:
        return ()
    value = coerce(event.name, event.value)
    if isinstance(value, int) and value > 0:
        return (Press(device_id=device_id, attribute=event.name, button=value),)
    if event.name == "touch" and value is not None:
        return (Press(device_id=device_id, attribute=event.name, button=0),)
    return ()
