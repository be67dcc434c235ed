"""What a command is, and what all kinds of entities need to make one."""

from dataclasses import dataclass, field
from typing import ClassVar

from ...api import Argument
from ..devices import HubDevice


class ImpossibleError(ValueError):
    """The device cannot do what was asked."""

    translation_key: ClassVar[str] = "hubitat_impossible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command to a device; its arguments may be a lock's code and are not represented."""

    name: str
    arguments: tuple[Argument, ...] = field(default=(), repr=False)


type Commands = tuple[Command, ...]


def do(name: str, *arguments: Argument) -> Command:
    """Return one command."""
    return Command(name=name, arguments=arguments)


def simple(device: HubDevice, name: str) -> Commands:
    """Return a command without arguments: on, lock, open, push, armAway, nextTrack, ...

    Raises:
        ImpossibleError: The device does not have it.
    """
    if not device.can(name):
        raise ImpossibleError(name)
    return (do(name),)


def percent(value: float) -> int:
    """Return a whole number from 0 to 100."""
    return max(0, min(100, round(value)))


def numbered(device: HubDevice, attribute: str, wanted: str) -> int:
    """Return the number of a name that the device lists."""
    for number, name in device.numbered(attribute).items():
        if name == wanted:
            return number
    raise ImpossibleError(wanted)
