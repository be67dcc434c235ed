"""A green light that means something: the service does its work before it says that it can."""

import asyncio
from collections.abc import Awaitable, Callable
import logging
import time
from typing import Final, Literal

_LOGGER = logging.getLogger(__name__)

type Status = Literal["starting", "ok", "failing"]
type Probe = Callable[[], Awaitable[str | None]]
"""Does a small piece of the real work; returns what is wrong, or None."""

_FRESH: Final = 20.0
"""Seconds a proof lasts."""
_DEADLINE: Final = 15.0
"""Seconds a probe may take: it waits behind speech."""


class Health:
    """Knows whether a service works, by having seen it work a moment ago."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin: the service is starting until it is watched."""
        self._probe: Probe | None = None
        self._busy: Callable[[], bool] = lambda: False
        self._clock = clock
        self._known: Status = "starting"
        self._since = float("-inf")
        self._asking = asyncio.Lock()

    def watch(self, probe: Probe, *, busy: Callable[[], bool]) -> None:
        """Take the probe, and what tells that speech is going on, when there is no probing."""
        self._probe, self._busy = probe, busy

    def proved(self) -> None:
        """Note that real work has just succeeded."""
        self._note(None)

    def failed(self, problem: str) -> None:
        """Note that real work has just failed: the next who asks gets a probe."""
        self._note(problem)
        self.doubt()

    def doubt(self) -> None:
        """Note that something has changed: the next who asks gets a probe."""
        self._since = float("-inf")

    async def status(self) -> Status:
        """Return how the service is, probing it unless that is known, or speech would have to wait."""
        async with self._asking:
            if self._probe and not self._is_fresh():
                self._note(await self._problem(self._probe))
        return self._known

    def _is_fresh(self) -> bool:
        if self._known == "ok" and self._busy():
            return True
        return self._clock() - self._since < _FRESH

    async def _problem(self, probe: Probe) -> str | None:
        try:
            async with asyncio.timeout(_DEADLINE):
                return await probe()
        except TimeoutError:
            return f"no result within {_DEADLINE:g} s"
        except Exception as err:
            _LOGGER.debug("The probe failed", exc_info=True)
            return f"{type(err).__name__}: {err}"

    def _note(self, problem: str | None) -> None:
        now: Status = "failing" if problem else "ok"
        if now != self._known:
            _LOGGER.log(
                logging.WARNING if problem else logging.INFO,
                "The service is %s%s",
                now,
                f": {problem}" if problem else "",
            )
        self._known, self._since = now, self._clock()
