"""Timers that run in Home Assistant, and ring here."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
import time
from typing import Any, Final

from wyoming.timer import TimerCancelled, TimerFinished, TimerStarted, TimerUpdated

_MOST: Final = 100
"""Timers that are remembered."""
RINGING: Final = 60.0
"""Seconds after which a timer that nobody stops is silent."""


@dataclass(slots=True)
class Timer:
    """One that runs, or is paused."""

    name: str | None
    ends: float
    """On the clock that only goes forward."""
    left: float | None = None
    """Seconds, while it is paused."""


class Timers:
    """Knows which run, and rings for those that end."""

    def __init__(self, ring: Callable[[], Awaitable[None]]) -> None:
        """Take what rings once, when nobody speaks."""
        self._ring = ring
        self._known: dict[str, Timer] = {}
        self._ringing: dict[str, asyncio.Task[None]] = {}

    @property
    def are_ringing(self) -> bool:
        """Tell whether one does."""
        return bool(self._ringing)

    def take(
        self, event: TimerStarted | TimerUpdated | TimerCancelled | TimerFinished
    ) -> None:
        """Take what Home Assistant says of a timer."""
        now = time.monotonic()
        match event:
            case TimerStarted():
                if len(self._known) < _MOST:
                    self._known[event.id] = Timer(event.name, now + event.total_seconds)
            case TimerUpdated():
                if timer := self._known.get(event.id):
                    timer.ends = now + event.total_seconds
                    timer.left = None if event.is_active else event.total_seconds
            case TimerCancelled():
                self._known.pop(event.id, None)
                self._stop(event.id)
            case TimerFinished():
                self._known.pop(event.id, None)
                if event.id not in self._ringing and len(self._ringing) < _MOST:
                    self._ringing[event.id] = asyncio.create_task(
                        self._ring_for_a_while(event.id)
                    )

    def silence(self) -> bool:
        """Stop ringing; tell whether anything rang."""
        rang = self.are_ringing
        for id_ in tuple(self._ringing):
            self._stop(id_)
        return rang

    def forget(self) -> None:
        """Forget those that run: who kept them is gone. What rings goes on ringing."""
        self._known.clear()

    def told(self) -> list[dict[str, Any]]:
        """Return what can be said of them, the next to end first."""
        now = time.monotonic()
        timers = [
            {
                "name": timer.name,
                "seconds": round(
                    timer.left if timer.left is not None else timer.ends - now
                ),
                "paused": timer.left is not None,
            }
            for timer in self._known.values()
        ]
        return sorted(timers, key=lambda timer: timer["seconds"] or 0)

    def _stop(self, id_: str) -> None:
        if task := self._ringing.pop(id_, None):
            task.cancel()

    async def _ring_for_a_while(self, id_: str) -> None:
        try:
            async with asyncio.timeout(RINGING):
                while True:
                    await self._ring()
        except TimeoutError:
            self._ringing.pop(id_, None)
