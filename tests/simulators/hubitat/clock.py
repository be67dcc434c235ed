"""The hub's time: stands still until a test moves it, or runs with the wall clock."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
import heapq
from itertools import count
from typing import Final

START: Final = datetime(2026, 11, 20, 8, 0, tzinfo=UTC).timestamp()

type Callback = Callable[[], None]


@dataclass(order=True, slots=True)
class Timer:
    """Something that will happen."""

    due: float
    order: int
    callback: Callback = field(compare=False)
    background: bool = field(compare=False)
    """Whether it goes on for ever, like a ping: `settle` does not wait for it."""
    cancelled: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        """Let it not happen."""
        self.cancelled = True


class Clock:
    """Seconds since the epoch, with timers that fire when their moment has come."""

    def __init__(self, *, realtime: bool = False, speed: float = 1.0) -> None:
        """Stand still, or run `speed` times as fast as the wall clock."""
        self.realtime = realtime
        self.speed = speed
        self.quiesce: Callable[[], Awaitable[None]] = _breathe
        """Awaited after every moment in which something happened."""
        self._now = START
        self._started: float | None = None
        self._timers: list[Timer] = []
        self._order = count()
        self._alarm: asyncio.TimerHandle | None = None

    def now(self) -> float:
        """Return seconds since the epoch."""
        if not self.realtime:
            return self._now
        loop = asyncio.get_running_loop()
        if self._started is None:
            self._started = loop.time()
        return self._now + (loop.time() - self._started) * self.speed

    def timestamp(self, at: float | None = None) -> str:
        """Return a time as the hub writes it: to the second, offset without a colon."""
        moment = datetime.fromtimestamp(self.now() if at is None else at, UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S+0000")

    def call_later(
        self, seconds: float, callback: Callback, *, background: bool = False
    ) -> Timer:
        """Let something happen in a while."""
        timer = Timer(self.now() + seconds, next(self._order), callback, background)
        heapq.heappush(self._timers, timer)
        self._wake_up()
        return timer

    async def sleep(self, seconds: float) -> None:
        """Wait until the hub's clock has moved on."""
        done = asyncio.Event()
        timer = self.call_later(seconds, done.set, background=True)
        try:
            await done.wait()
        finally:
            timer.cancel()

    async def advance(self, seconds: float) -> None:
        """Let time pass, each timer at its own moment."""
        target = self.now() + seconds
        while (due := self._next_due()) is not None and due <= target:
            self._move_to(due)
            self._fire_due()
            await self.quiesce()
        self._move_to(target)
        await self.quiesce()

    async def settle(self, limit: float) -> None:
        """Let time pass until nothing is under way any more, at most `limit` seconds."""
        await self.quiesce()
        end = self.now() + limit
        while (due := self._next_due(foreground=True)) is not None and due <= end:
            await self.advance(max(0.0, due - self.now()))

    def clear(self) -> None:
        """Forget everything that would have happened."""
        self._timers.clear()
        self._wake_up()

    def _wake_up(self) -> None:
        """Let the event loop call when the next timer is due, if the clock runs by itself."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if self.realtime and (due := self._next_due()) is not None:
            wait = max(0.0, due - self.now()) / self.speed
            self._alarm = asyncio.get_running_loop().call_later(wait, self._fire_due)

    def _move_to(self, moment: float) -> None:
        self._now += max(0.0, moment - self.now())

    def _next_due(self, *, foreground: bool = False) -> float | None:
        while self._timers and self._timers[0].cancelled:
            heapq.heappop(self._timers)
        if not foreground:
            return self._timers[0].due if self._timers else None
        waiting = [t.due for t in self._timers if not (t.background or t.cancelled)]
        return min(waiting, default=None)

    def _fire_due(self) -> None:
        now = self.now() + 1e-6
        while self._timers and self._timers[0].due <= now:
            timer = heapq.heappop(self._timers)
            if not timer.cancelled:
                timer.callback()
        self._wake_up()


async def _breathe() -> None:
    await asyncio.sleep(0)
