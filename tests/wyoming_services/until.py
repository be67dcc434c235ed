"""Waiting for something to become so."""

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], bool]) -> None:
    """Return when it is; the test's own time-out is the limit."""
    while not condition():
        await asyncio.sleep(0.002)
