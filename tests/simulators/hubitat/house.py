"""The state of the hub: devices, rooms, modes, variables; every change of it is an event."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from .clock import Clock
from .devices import Device
from .events import Event, text

HUB_NAME: Final = "Home"


@dataclass(slots=True, kw_only=True)
class Mode:
    """A mode of the house."""

    id: int
    name: str


@dataclass(slots=True, kw_only=True)
class Variable:
    """A hub variable."""

    name: str
    value: Any
    type: str
    """string, number, decimal, boolean or datetime."""
    authorised: bool = True


def _default_modes() -> list[Mode]:
    names = ("Day", "Evening", "Night", "Away")
    return [Mode(id=n, name=name) for n, name in enumerate(names, 1)]


def _default_variables() -> list[Variable]:
    return [
        Variable(name="guestName", value="", type="string"),
        Variable(name="sprinklerMinutes", value=12, type="number"),
        Variable(name="targetHumidity", value=47.5, type="decimal"),
        Variable(name="vacation", value=False, type="boolean"),
        Variable(
            name="lastFeeding", value="2026-11-20T07:10:00.000+0000", type="datetime"
        ),
        Variable(name="private", value="x", type="string", authorised=False),
    ]


class House:
    """What the hub knows; listeners hear every event."""

    def __init__(self, clock: Clock, devices: Iterable[Device]) -> None:
        """Move the devices in."""
        self.clock = clock
        self.devices = {device.id: device for device in devices}
        self.modes = _default_modes()
        self.mode = self.modes[0]
        self.variables = {v.name: v for v in _default_variables()}
        self.listeners: list[Callable[[Event], None]] = []

    @property
    def authorised(self) -> list[Device]:
        """Return the devices chosen in the app."""
        return [device for device in self.devices.values() if device.authorised]

    @property
    def rooms(self) -> dict[str, int]:
        """Return the ids of the rooms that have devices, by name."""
        names = sorted({d.room for d in self.devices.values() if d.room})
        return {name: number for number, name in enumerate(names, 1)}

    def next_id(self) -> str:
        """Return an id no device has."""
        return str(max(map(int, self.devices), default=0) + 1)

    def change(
        self,
        device: Device,
        attribute: str,
        value: Any,
        *,
        always: bool = False,
        silent: bool = False,
        type: str = "digital",
    ) -> None:
        """Let a device report: an event if the value is new, or `always`, unless `silent`."""
        known = device.attributes[attribute]
        changed = known.value != value
        known.value = value
        device.date = self.clock.now()
        if silent or not (changed or always):
            return
        unit = known.unit
        event = Event(
            name=attribute,
            value=text(value),
            display_name=device.label,
            device_id=device.id,
            description=_described(device.label, attribute, value, unit),
            unit=unit,
            type=type,
            at=self.clock.now(),
            authorised=device.authorised,
        )
        device.history.appendleft(event)
        self.tell(event)

    def tell(self, event: Event) -> None:
        """Let everyone hear an event."""
        for listener in self.listeners:
            listener(event)

    def announce(
        self,
        name: str,
        value: str,
        description: str | None = None,
        *,
        type: str | None = None,
        data: str | None = None,
        authorised: bool = True,
    ) -> None:
        """Tell something about the location."""
        self.tell(
            Event(
                name=name,
                value=value,
                display_name=HUB_NAME,
                description=description,
                type=type,
                data=data,
                at=self.clock.now(),
                authorised=authorised,
            )
        )

    def set_mode(self, id: int) -> bool:
        """Change the mode; False if there is none with this id."""
        found = next((mode for mode in self.modes if mode.id == id), None)
        if found is None:
            return False
        if found is not self.mode:
            self.mode = found
            described = f"{HUB_NAME} is now in {found.name} mode"
            self.announce("mode", found.name, described, type="LOCATION_MODE_CHANGE")
        return True

    def set_variable(self, name: str, value: Any) -> None:
        """Change a hub variable."""
        variable = self.variables[name]
        if variable.value != value:
            variable.value = value
            self.announce(
                f"variable:{name}", text(value), authorised=variable.authorised
            )


def _described(label: str, attribute: str, value: Any, unit: str | None) -> str:
    said = "" if '"' in str(value) else f" {text(value)}"
    if attribute in ("pushed", "held", "doubleTapped", "released"):
        return f"{label} button{said} was {attribute}"
    return f"{label} {attribute} is{said}{unit or ''}"
