"""The life of a house nobody commands: warmth drifts, people walk about, meters count; for demonstrations."""

from random import Random
from typing import Final

from .clock import Clock
from .devices import Device
from .house import House

PAUSE: Final = (2.0, 8.0)
"""Seconds between two things that happen."""
MOTION_ENDS: Final = 20.0
_DRIFT: Final = {
    "temperature": 0.2,
    "humidity": 1,
    "illuminance": 15,
    "power": 4.5,
    "carbonDioxide": 20,
    "soundPressureLevel": 2,
}


class Ambient:
    """Lets something small happen every few seconds."""

    def __init__(self, clock: Clock, house: House, rng: Random) -> None:
        """Prepare; nothing happens before `start`."""
        self._clock = clock
        self._house = house
        self._rng = rng

    def start(self) -> None:
        """Begin."""
        wait = self._rng.uniform(*PAUSE)
        self._clock.call_later(wait, self._happen, background=True)

    def _happen(self) -> None:
        device = self._rng.choice(self._house.authorised)
        if device.has("motion"):
            self._walk_by(device)
        else:
            self._drift(device)
        self.start()

    def _walk_by(self, device: Device) -> None:
        self._house.change(device, "motion", "active")
        self._clock.call_later(
            MOTION_ENDS,
            lambda: self._house.change(device, "motion", "inactive"),
            background=True,
        )

    def _drift(self, device: Device) -> None:
        for name, step in _DRIFT.items():
            value = device.value(name)
            if isinstance(value, int | float):
                new = round(value + self._rng.choice((-step, step)), 1)
                self._house.change(device, name, max(0, new))
