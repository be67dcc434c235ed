"""How a device of a simulated house is described."""

from dataclasses import dataclass, field
from typing import Any

from .capabilities import Command, Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """A device before it has an id."""

    label: str
    room: str | None
    driver: str
    capabilities: tuple[str, ...]
    values: dict[str, Any] = field(default_factory=dict)
    """Initial values that differ from the capability's."""
    units: dict[str, str | None] = field(default_factory=dict)
    attributes: tuple[Spec, ...] = ()
    """Attributes of the driver beyond its capabilities."""
    commands: tuple[Command, ...] = ()
    sleepy: bool = False
    traits: frozenset[str] = frozenset()


def device(
    label: str, room: str | None, driver: str, capabilities: str, **more: Any
) -> Blueprint:
    """Describe a device; capabilities are separated by blanks."""
    traits = frozenset(more.pop("traits", ()))
    return Blueprint(
        label=label,
        room=room,
        driver=driver,
        capabilities=tuple(capabilities.split()),
        traits=traits,
        **more,
    )
