"""Shows on a terminal how loud it is: for finding the right place and the right gain."""

import asyncio
from collections.abc import Callable
import sys
from typing import Any, Final

_FLOOR: Final = -60.0
_WIDTH: Final = 40


def bar(level: float) -> str:
    """Return a level, in decibels below full scale, as a bar."""
    length = round(max(0.0, 1 - level / _FLOOR) * _WIDTH)
    return f"{'█' * length}{'·' * (_WIDTH - length)} {level:6.1f} dB"


async def show_level(state: Callable[[], dict[str, Any]]) -> None:
    """Show it ten times a second, until cancelled."""
    while True:
        now = state()
        print(f"\r{bar(now['microphone'])} {now['state']:<10}", end="", file=sys.stderr)
        await asyncio.sleep(0.1)
