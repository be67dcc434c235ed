"""Everything that goes wrong with a model server, by name."""

import asyncio
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final


class Fault(StrEnum):
    """What a client may meet."""

    REFUSED = "refused"
    """Nobody listens; open connections are cut."""
    UNAUTHORIZED = "unauthorized"
    MODEL_NOT_FOUND = "model_not_found"
    ERROR_500 = "error_500"
    ERROR_503 = "error_503"
    RESET = "reset"
    """The connection is reset before an answer."""
    HALF_STREAM = "half_stream"
    """The connection ends in the middle of a line."""
    BROKEN_JSON = "broken_json"
    """A line is cut short, the stream goes on."""
    ERROR_LINE = "error_line"
    """The stream ends with an error instead of a done line."""
    STALL_FIRST = "stall_first"
    """Nothing is sent until the fault is released."""
    STALL_MIDDLE = "stall_middle"
    """Some lines are sent, then nothing until the fault is released."""
    SLOW = "slow"
    """Each line waits for a tick, or for a delay in seconds."""
    EMPTY = "empty"
    """The model says nothing and ends."""
    NOT_OLLAMA = "not_ollama"
    """Something else answers: a web page."""


AFTER_SOME_LINES: Final = frozenset(
    {Fault.HALF_STREAM, Fault.BROKEN_JSON, Fault.ERROR_LINE, Fault.STALL_MIDDLE}
)


@dataclass(slots=True, kw_only=True)
class Planned:
    """A fault that waits for its requests."""

    fault: Fault
    path: str | None = None
    """The only path it strikes; None for all."""
    times: int | None = None
    """How many requests more; None for every one."""
    after: int = 1
    """How many lines of a stream pass before it strikes."""
    delay: float | None = None
    """Seconds between slow lines; None to wait for ticks."""
    released: asyncio.Event = field(default_factory=asyncio.Event)
    ticks: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def pace(self) -> None:
        """Wait before a slow line."""
        if self.delay is not None:
            await asyncio.sleep(self.delay)
        elif not self.released.is_set():
            await self.ticks.acquire()


class Faults:
    """The faults planned, in order; a request meets at most one."""

    def __init__(self) -> None:
        """Start in good health."""
        self._planned: list[Planned] = []
        self._met: list[Planned] = []

    def plan(self, planned: Planned) -> None:
        """Let a fault strike from now on."""
        self._planned.append(planned)

    def meet(self, path: str) -> Planned | None:
        """Return the fault that strikes a request."""
        for planned in self._planned:
            if planned.path in (None, path):
                if planned.times is not None:
                    planned.times -= 1
                    if planned.times <= 0:
                        self._planned.remove(planned)
                struck = replace(
                    planned, released=asyncio.Event(), ticks=asyncio.Semaphore(0)
                )
                self._met.append(struck)
                return struck
        return None

    def tick(self, lines: int = 1) -> None:
        """Let slow streams send some lines."""
        for planned in self._met:
            for _ in range(lines):
                planned.ticks.release()

    def release(self) -> None:
        """Let everything that stalls go on."""
        for planned in self._met:
            planned.released.set()
            planned.ticks.release()
        self._met.clear()

    def heal(self) -> None:
        """Plan no faults any more and let everything go on."""
        self._planned.clear()
        self.release()
