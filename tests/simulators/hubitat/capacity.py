"""How much the hub bears: a few workers, answers that slow down under load, failure under a flood, and then a silent radio."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Final

from .clock import Clock
from .faults import Fault, Faults, Planned
from .journal import Journal

MINIATURE: Final = 0.02
"""Real seconds for each second of work while the clock stands still: enough for requests to meet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The strength of the hub."""

    workers: int = 4
    """Requests served at once."""
    pending: int = 32
    """Requests that may wait; more are refused."""
    service: tuple[float, float] = (0.03, 0.12)
    """Seconds of work for a request on an idle hub."""
    all_devices: float = 4.0
    """How much more work a list of all devices is."""
    refusals: int = 8
    """So many refusals within `window` seconds make the radio reboot."""
    window: float = 10.0
    radio_pause: float = 60.0
    """Seconds without radio."""


class Overloaded(Exception):
    """Too many requests are pending."""


class Capacity:
    """The hub's workers."""

    def __init__(
        self,
        clock: Clock,
        limits: Limits,
        faults: Faults,
        journal: Journal,
        rng: Random,
    ) -> None:
        """Start idle."""
        self.limits = limits
        self._clock = clock
        self._faults = faults
        self._journal = journal
        self._rng = rng
        self._workers = asyncio.Semaphore(limits.workers)
        self._pending = 0
        self._refused: deque[float] = deque(maxlen=limits.refusals)

    @asynccontextmanager
    async def serving(self, *, all_devices: bool) -> AsyncGenerator[None]:
        """Wait for a worker and for its work to be done.

        Raises:
            Overloaded: Too many wait already.
        """
        if self._pending >= self.limits.pending:
            self._refuse()
            raise Overloaded
        self._pending += 1
        try:
            async with self._workers:
                await self._work(self.limits.all_devices if all_devices else 1.0)
                yield
        finally:
            self._pending -= 1

    async def _work(self, amount: float) -> None:
        strained = 1 + self._pending / 8
        seconds = self._rng.uniform(*self.limits.service) * amount * strained
        scale = 1 / self._clock.speed if self._clock.realtime else MINIATURE
        await asyncio.sleep(seconds * scale)

    def _refuse(self) -> None:
        now = self._clock.now()
        self._journal.rejected += 1
        self._refused.append(now)
        full = len(self._refused) == self.limits.refusals
        if full and now - self._refused[0] <= self.limits.window:
            self._refused.clear()
            self._faults.plan(Fault.RADIO_OFF, Planned())
            self._clock.call_later(
                self.limits.radio_pause, lambda: self._faults.heal(Fault.RADIO_OFF)
            )
