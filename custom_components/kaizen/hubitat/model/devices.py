"""A device of the hub as Kaizen sees it: what it is, and what it last said."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from ..api import Attribute, DeviceRecord
from .coerce import KNOWN_ATTRIBUTES, Named, Number, Value, coerce
from .vocabulary import unit_name

PRESSES: Final = ("pushed", "held", "doubleTapped", "released", "touch")
"""Attributes whose every report is an event, also with the value they already have."""
MOST_BUTTONS: Final = 64
SHAPING: Final = frozenset(
    {
        "numberOfButtons",
        "supportedFanSpeeds",
        "supportedThermostatModes",
        "supportedThermostatFanModes",
        "supportedInputs",
        "lightEffects",
        "soundEffects",
    }
)
"""Attributes that decide what a device can do."""


class HubDevice:
    """One device; only its `HubState` changes it."""

    __slots__ = (
        "_choices",
        "_highest_button",
        "_types",
        "_units",
        "_values",
        "capabilities",
        "commands",
        "id",
        "label",
        "name",
        "room",
        "type",
    )

    def __init__(self, record: DeviceRecord) -> None:
        """Take over what the hub tells about it."""
        self.id = record.id
        self.type = record.type
        self._highest_button = 0
        self._values: dict[str, Value | None] = {}
        self._units: dict[str, str] = {}
        self.describe(record)
        for attribute in record.attributes.values():
            self.take(attribute)

    def describe(self, record: DeviceRecord) -> None:
        """Take over everything but the values; attributes that are gone go with their values."""
        # Some lists leave out what was never reported, so an attribute is only gone with its driver.
        spared = KNOWN_ATTRIBUTES if record.type == self.type else frozenset()
        self.name = record.name
        self.label = record.label or record.name
        self.type = record.type
        self.room = record.room
        self.capabilities = record.capabilities
        self.commands = record.commands
        self._types = {a.name: a.data_type for a in record.attributes.values()}
        self._choices = {
            a.name: a.values for a in record.attributes.values() if a.values
        }
        for name in self._values.keys() - record.attributes.keys() - spared:
            del self._values[name]
            self._units.pop(name, None)

    def take(self, attribute: Attribute) -> bool:
        """Take over a value that the hub was asked for; tell whether it was new."""
        return self.put(attribute.name, attribute.value, attribute.unit)

    def put(self, name: str, raw: object, unit: str | None = None) -> bool:
        """Take over a value; tell whether it, or its unit, was new."""
        value = coerce(name, raw, self._types.get(name))
        known_unit = unit_name(unit)
        if name in PRESSES and isinstance(value, int):
            self._highest_button = max(self._highest_button, min(value, MOST_BUTTONS))
        before = self._values.get(name), self._units.get(name)
        self._values[name] = value
        if known_unit is not None:
            self._units[name] = known_unit
        return before != (value, self._units.get(name))

    def rename(self, label: str) -> None:
        """Call it by another label."""
        self.label = label

    def accepts(self, name: str) -> bool:
        """Tell whether events about an attribute mean something here."""
        return name in self._types or name in KNOWN_ATTRIBUTES

    @property
    def values(self) -> Mapping[str, Value | None]:
        """Return all values, without any code or secret."""
        return MappingProxyType(self._values)

    @property
    def attributes(self) -> frozenset[str]:
        """Return the names of its attributes, reported or not."""
        return frozenset(self._types)

    @property
    def buttons(self) -> int:
        """Return how many buttons it has: as many as it says, or more when one of a higher number was pressed."""
        said = self.integer("numberOfButtons")
        return min(max(self._highest_button, 1 if said is None else said), MOST_BUTTONS)

    @property
    def offline(self) -> bool:
        """Return whether the hub itself says that it cannot reach it."""
        return self.text("healthStatus") == "offline"

    def has(self, *attributes: str) -> bool:
        """Return whether it has all these attributes."""
        return all(name in self._types for name in attributes)

    def can(self, *commands: str) -> bool:
        """Return whether it has all these commands."""
        return self.commands.issuperset(commands)

    def is_a(self, *capabilities: str) -> bool:
        """Return whether it has one of these capabilities."""
        return any(name in self.capabilities for name in capabilities)

    def value(self, name: str) -> Value | None:
        """Return an attribute's value; None if it is unknown."""
        return self._values.get(name)

    def number(self, name: str) -> Number | None:
        """Return a number."""
        value = self._values.get(name)
        return (
            value
            if isinstance(value, int | float) and not isinstance(value, bool)
            else None
        )

    def integer(self, name: str) -> int | None:
        """Return a whole number, rounded."""
        value = self.number(name)
        return None if value is None else round(value)

    def text(self, name: str) -> str | None:
        """Return a word or a text."""
        value = self._values.get(name)
        return value if isinstance(value, str) else None

    def names(self, name: str) -> tuple[str, ...]:
        """Return a list of names."""
        value = self._values.get(name)
        return tuple(_strings(value)) if isinstance(value, tuple) else ()

    def numbered(self, name: str) -> dict[int, str]:
        """Return numbered names: effects, sounds, the holders of a lock's codes."""
        value = self._values.get(name)
        return dict(_pairs(value)) if isinstance(value, tuple) else {}

    def choices(self, name: str) -> tuple[str, ...]:
        """Return the words the hub says an attribute can have, in lower case."""
        return tuple(
            " ".join(choice.lower().split()) for choice in self._choices.get(name, ())
        )

    def data_type(self, name: str) -> str | None:
        """Return the type the hub says an attribute has."""
        return self._types.get(name)

    def unit(self, name: str) -> str | None:
        """Return the unit an attribute was last reported in, as Home Assistant writes it."""
        return self._units.get(name)

    def temperature_unit(self, name: str, default: str) -> str:
        """Return °C or °F: the attribute's own, the device's, or the hub's."""
        own = self.unit(name) or unit_name(self._values.get("temperatureUnit"))
        return own if own in ("°C", "°F") else default

    def shape(self) -> tuple[object, ...]:
        """Return all that decides which entities it has and what they can do, comparable."""
        return (
            self.type,
            self.capabilities,
            self.commands,
            self.attributes,
            self.buttons,
            *(self._values.get(name) for name in sorted(SHAPING)),
        )


def _strings(value: Iterable[object]) -> Iterator[str]:
    return (item for item in value if isinstance(item, str))


def _pairs(value: Iterable[object]) -> Named:
    return tuple(item for item in value if isinstance(item, tuple))
