"""What an event or a reconcile changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button, or a surface, was used; a second time is a second press."""

    device_id: str
    attribute: str
    """pushed, held, doubleTapped, released or touch."""
    button: int
    """Its number; 0 for a surface."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Hubitat Safety Monitor raised an alert."""

    kind: str
    """intrusion, intrusion-home, intrusion-night, smoke, water or rule."""
    description: str | None = None
    """What caused it, in the words of the hub; of a rule, its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is different now; false if nothing is."""

    attributes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By device, the attributes with a new value or unit."""
    repaired: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Those of them that no event told: lost events."""
    presses: tuple[Press, ...] = ()
    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    renamed: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()
    """Now in another room."""
    reshaped: frozenset[str] = frozenset()
    """Another driver, other capabilities, more buttons, other fan speeds: their entities may be others."""
    mode: bool = False
    """Another mode is active."""
    modes: bool = False
    """There are other modes."""
    hsm: bool = False
    """HSM's status, its alerts, or whether its rules are armed."""
    alert: Alert | None = None
    """An alert that was raised just now."""
    arming_failed: str | None = None
    """HSM refused to arm; the open contacts, in the words of the hub."""
    variables: frozenset[str] = frozenset()
    """Variables with a new value."""
    variables_reshaped: bool = False
    """There are other variables, or one has another type."""
    restarted: bool = False
    """The hub has finished booting."""
    reconcile: bool = False
    """The event shows that something else was missed: ask the hub now."""
    contested: frozenset[str] = frozenset()
    """Devices that reported while the hub was being asked: which of the two values is newer, only the hub knows."""
    implausible: bool = False
    """The hub claims to have no devices any more; nothing was removed."""

    def __bool__(self) -> bool:
        """Return whether anything changed."""
        return self != _NOTHING

    def __or__(self, later: Self) -> Self:
        """Return both, as one."""
        if not later:
            return self
        return type(self)(
            **{
                f.name: _joined(getattr(self, f.name), getattr(later, f.name))
                for f in fields(self)
            }
        )

    @property
    def devices(self) -> frozenset[str]:
        """Return the devices whose entities should look again."""
        return frozenset(self.attributes) | self.renamed | self.moved | self.reshaped


_NOTHING: Final = Changes()


def _joined(earlier: Any, later: Any) -> Any:
    if isinstance(earlier, dict):
        none: frozenset[str] = frozenset()
        keys = earlier.keys() | later.keys()
        return {key: earlier.get(key, none) | later.get(key, none) for key in keys}
    if isinstance(earlier, frozenset):
        return earlier | later
    return earlier + later if isinstance(earlier, tuple) else later or earlier
