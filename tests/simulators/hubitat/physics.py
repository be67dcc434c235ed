"""How devices behave: a command is accepted at once, the device follows in its own time."""

from collections.abc import Callable, Iterable
from random import Random
from typing import Any, Final

from .clock import Clock
from .devices import Device
from .faults import Fault, Faults
from .house import House

type Delay = float | tuple[float, float]
type Effect = Callable[[Bench, Device, list[Any]], None]

AT_ONCE: Final = (0.02, 0.06)
QUICK: Final = (0.08, 0.4)
WAKE_UP: Final = (60.0, 300.0)
"""How long a sleepy device may not listen, in seconds."""

EFFECTS: Final[dict[str, list[tuple[frozenset[str], Effect]]]] = {}
"""What commands do, by name: the first whose attributes the device has."""


def effect(
    *names: str, needs: Iterable[str] = (), first: bool = False
) -> Callable[[Effect], Effect]:
    """Register what commands of these names do to devices with these attributes; `first` comes before what is not."""

    def register(function: Effect) -> Effect:
        for name in names:
            known = EFFECTS.setdefault(name, [])
            known.insert(0 if first else len(known), (frozenset(needs), function))
        return function

    return register


class Bench:
    """What effects work with."""

    def __init__(self, clock: Clock, house: House, faults: Faults, rng: Random) -> None:
        """Prepare."""
        self.clock = clock
        self.house = house
        self.faults = faults
        self.rng = rng

    def perform(self, device: Device, command: str, arguments: list[Any]) -> None:
        """Let a device carry out a command."""
        if self.faults.strikes(Fault.RADIO_OFF):
            return
        if self.faults.strikes(Fault.DEVICE_DEAF, device=device.id):
            return
        for needs, function in EFFECTS.get(command, ()):
            if device.has(*needs):
                self._when_awake(device, function, arguments)
                return

    def _when_awake(
        self, device: Device, function: Effect, arguments: list[Any]
    ) -> None:
        if not device.sleepy:
            function(self, device, arguments)
            return
        wait = self.rng.uniform(*WAKE_UP)
        self.clock.call_later(wait, lambda: function(self, device, arguments))

    def seconds(self, delay: Delay) -> float:
        """Draw a delay."""
        return self.rng.uniform(*delay) if isinstance(delay, tuple) else delay

    def later(
        self,
        delay: Delay,
        device: Device,
        changes: dict[str, Any],
        *,
        always: bool = False,
    ) -> None:
        """Let a device report after a delay; attributes it lacks are left out."""

        def report() -> None:
            if self.faults.strikes(Fault.RADIO_OFF):
                return
            for name, value in changes.items():
                if name in device.attributes:
                    self.house.change(device, name, value, always=always)

        self.clock.call_later(self.seconds(delay), report)

    def move(
        self, device: Device, steps: Iterable[tuple[float, dict[str, Any]]]
    ) -> None:
        """Let a device go through steps, each so many seconds after the start; a new movement ends it."""
        device.movement += 1
        mine = device.movement

        def step(changes: dict[str, Any]) -> None:
            if device.movement != mine or self.faults.strikes(Fault.RADIO_OFF):
                return
            for name, value in changes.items():
                if name in device.attributes:
                    self.house.change(device, name, value)

        for after, changes in steps:
            self.clock.call_later(after, lambda changes=changes: step(changes))  # type: ignore[misc]

    def stop(self, device: Device) -> None:
        """End a movement."""
        device.movement += 1


def clamp(value: Any, low: float = 0, high: float = 100) -> int:
    """Return a whole number within bounds."""
    return round(min(max(float(value), low), high))
