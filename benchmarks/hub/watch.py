"""Notes when states change, how long the event loop was blocked, and how much memory is held."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
import gc
import sys
import time
from typing import Final

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
import psutil  # type: ignore[import-untyped]

PATIENCE: Final = 30.0
"""Seconds after which an event that has made no state is lost."""
_BEAT: Final = 0.001


@dataclass(frozen=True, slots=True)
class Change:
    """A state was written."""

    owner: str
    at: float
    """Seconds since the epoch."""
    cpu: float
    """Processor time of this process until then, in seconds."""


class Watch:
    """The changes of the states of some entities."""

    def __init__(self, owners: Mapping[str, str]) -> None:
        """Watch entities, by id with whose they are."""
        self.changes: list[Change] = []
        self._owners = owners
        self._counts: Counter[str] = Counter()
        self._changed = asyncio.Event()

    @callback
    def note(self, event: Event[EventStateChangedData]) -> None:
        """Note a change."""
        if owner := self._owners.get(event.data["entity_id"]):
            self.changes.append(Change(owner, time.time(), time.process_time()))
            self._counts[owner] += 1
            self._changed.set()

    async def until(self, counts: Mapping[str, int]) -> None:
        """Wait until everyone has so many changes.

        Raises:
            TimeoutError: They do not come.
        """
        async with asyncio.timeout(PATIENCE):
            while self._counts != counts:
                self._changed.clear()
                await self._changed.wait()


@contextmanager
def watching(hass: HomeAssistant, owners: Mapping[str, str]) -> Iterator[Watch]:
    """Watch from here on."""
    watch = Watch(owners)
    stop = hass.bus.async_listen(EVENT_STATE_CHANGED, watch.note)
    try:
        yield watch
    finally:
        stop()


class Heart:
    """Beats on the event loop, and notes when it is kept waiting."""

    def __init__(self) -> None:
        """Be still."""
        self._stalls: list[tuple[float, float]] = []

    async def beat(self) -> None:
        """Beat for ever."""
        while True:
            began = time.time()
            await asyncio.sleep(_BEAT)
            now = time.time()
            if now - began > 2 * _BEAT:
                self._stalls.append((now, now - began - _BEAT))

    def longest(self, since: float, until: float) -> float:
        """Return the longest wait that lay, at least partly, between two moments, in seconds."""
        waits = (
            wait for at, wait in self._stalls if at >= since and at - wait <= until
        )
        return max(waits, default=_BEAT)


@asynccontextmanager
async def beating() -> AsyncGenerator[Heart]:
    """Beat until left."""
    heart = Heart()
    task = asyncio.create_task(heart.beat())
    try:
        yield heart
    finally:
        task.cancel()


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What this process holds."""

    rss: int
    """Bytes."""
    blocks: int
    """Allocations of Python objects."""


def memory() -> Memory:
    """Return what is held after everything that could be freed was."""
    gc.collect()
    return Memory(
        rss=psutil.Process().memory_info().rss, blocks=sys.getallocatedblocks()
    )
