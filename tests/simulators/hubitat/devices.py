"""What a device is to the hub."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any, Final

from .capabilities import CAPABILITIES, Command, Spec
from .events import Event

HISTORY: Final = 100


@dataclass(slots=True, kw_only=True)
class Attribute:
    """A value a device reports."""

    name: str
    data_type: str
    """STRING, NUMBER, ENUM, JSON_OBJECT, VECTOR3 or DATE."""
    value: Any = None
    """As REST gives it: typed, None until the first report; JSON_OBJECT is JSON inside a string."""
    unit: str | None = None
    values: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Device:
    """A device, its driver and its state."""

    id: str
    name: str
    label: str
    type: str
    """The driver's name."""
    room: str | None
    capabilities: list[str]
    attributes: dict[str, Attribute]
    extra_commands: tuple[Command, ...] = ()
    """Commands of the driver beyond its capabilities; a name listed twice cannot be called through Maker API."""
    authorised: bool = True
    """Whether it was chosen in the Maker API app."""
    sleepy: bool = False
    """Whether it listens only when it wakes up."""
    traits: frozenset[str] = frozenset()
    """What sets it apart for the physics: "encrypted" lock codes, ..."""
    date: float | None = None
    """When it reported last."""
    history: deque[Event] = field(default_factory=lambda: deque(maxlen=HISTORY))
    movement: int = 0
    """Counts what it was told to do, so that a new movement ends the one before."""

    @property
    def commands(self) -> list[Command]:
        """Return its commands, one for every capability that has it: with duplicates."""
        own = [c for name in self.capabilities for c in _commands(name)]
        return [*own, *self.extra_commands]

    @property
    def listed_attributes(self) -> list[Attribute]:
        """Return its attributes as Maker API lists them: once for every capability that has it, then the driver's own."""
        names = [s.name for name in self.capabilities for s in _specs(name)]
        own = [name for name in self.attributes if name not in names]
        return [self.attributes[n] for n in (*names, *own) if n in self.attributes]

    def has(self, *attributes: str) -> bool:
        """Return whether it has all these attributes."""
        return all(name in self.attributes for name in attributes)

    def value(self, attribute: str) -> Any:
        """Return an attribute's value; None if there is none."""
        found = self.attributes.get(attribute)
        return found.value if found else None


def _specs(capability: str) -> tuple[Spec, ...]:
    known = CAPABILITIES.get(capability)
    return known.attributes if known else ()


def _commands(capability: str) -> tuple[Command, ...]:
    known = CAPABILITIES.get(capability)
    return known.commands if known else ()


def make_device(
    *,
    id: str,
    label: str,
    driver: str,
    room: str | None,
    capabilities: list[str],
    values: dict[str, Any],
    units: dict[str, str | None] | None = None,
    extra_attributes: tuple[Spec, ...] = (),
    **more: Any,
) -> Device:
    """Make a device whose attributes follow from its capabilities; `values` and `units` override theirs."""
    specs = [s for name in capabilities for s in _specs(name)]
    attributes = {
        spec.name: Attribute(
            name=spec.name,
            data_type=spec.data_type,
            value=values.get(spec.name, spec.initial),
            unit=(units or {}).get(spec.name, spec.unit),
            values=spec.values,
        )
        for spec in (*specs, *extra_attributes)
    }
    return Device(
        id=id,
        name=driver,
        label=label,
        type=driver,
        room=room,
        capabilities=capabilities,
        attributes=attributes,
        **more,
    )
