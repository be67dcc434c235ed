"""A service from its start to its end."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
import logging
import signal
import sys
from typing import Final

_STOP: Final = (signal.SIGINT, signal.SIGTERM)

type Start = Callable[[AsyncExitStack], Awaitable[str]]
"""Starts everything, hands the stack what has to be stopped, and returns the line that says it is ready."""


def run_service(start: Start, *, debug: bool) -> int:
    """Run a service until it is told to stop; return its exit code."""
    logging.basicConfig(
        level=logging.DEBUG if debug else logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    for noisy in ("faster_whisper", "asyncio", "aiohttp"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        asyncio.run(_run(start))
    except (OSError, RuntimeError, ValueError) as err:
        print(f"✗ {err}", file=sys.stderr)
        return 1
    return 0


async def _run(start: Start) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _STOP:
        loop.add_signal_handler(number, stopped.set)
    async with AsyncExitStack() as stack:
        starting = asyncio.ensure_future(start(stack))
        waiting = asyncio.ensure_future(stopped.wait())
        await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            print(starting.result(), file=sys.stderr, flush=True)
            await waiting
        else:
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
