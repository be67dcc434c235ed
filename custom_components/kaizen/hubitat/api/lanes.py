"""Commands in the order they were given: one at a time for each device, few at once for all."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from .errors import HubBusyError

SPACING: Final = 0.05
"""Seconds between a command's answer and the next command to the same device."""
AT_ONCE: Final = 4
PATIENCE: Final = 10.0
"""Seconds a command may wait: a door must not open long after someone wanted it to."""


@dataclass(slots=True)
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    free_at: float = 0.0


class Lanes:
    """The lanes of a hub's devices; a lane exists as long as something is in it."""

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        patience: float = PATIENCE,
    ) -> None:
        """Measure with `clock`, in seconds."""
        self._clock = clock
        self._sleep = sleep
        self._patience = patience
        self._lanes: dict[str, _Lane] = {}
        self._at_once = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncGenerator[None]:
        """Wait for the lane `key` to be free, and hold it.

        Raises:
            HubBusyError: It did not become free in time; nothing was sent.
        """
        self._forget_idle()
        lane = self._lanes.setdefault(key, _Lane())
        lane.users += 1
        try:
            await self._enter(lane)
            try:
                yield
            finally:
                lane.free_at = self._clock() + SPACING
                self._at_once.release()
                lane.lock.release()
        finally:
            lane.users -= 1

    async def _enter(self, lane: _Lane) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await lane.lock.acquire()
                try:
                    if (wait := lane.free_at - self._clock()) > 0:
                        await self._sleep(wait)
                    await self._at_once.acquire()
                except BaseException:
                    lane.lock.release()
                    raise
        except TimeoutError:
            raise HubBusyError("Earlier commands are still under way") from None

    def _forget_idle(self) -> None:
        now = self._clock()
        idle = [k for k, v in self._lanes.items() if not v.users and v.free_at <= now]
        for key in idle:
            del self._lanes[key]
