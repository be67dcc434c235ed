"""Lines of JSON from a response that may stall, break off or never end."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, Final

import aiohttp
import orjson

from .errors import BrokenStreamError, StalledError

MAX_LINE: Final = 16 * 1024 * 1024
"""Bytes after which a line cannot be meant seriously."""


class _Watchdog:
    """Closes a response when reading takes too long.

    One timer serves a whole stream: each read only moves the deadline, and the timer re-arms
    itself when it fires early. Time the consumer takes between two reads does not count.
    """

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.expired = False
        self._response = response
        self._loop = asyncio.get_running_loop()
        self._deadline: float | None = None
        self._timer: asyncio.TimerHandle | None = None

    def expect_within(self, seconds: float) -> None:
        self._deadline = self._loop.time() + seconds
        if self._timer is None or self._timer.when() > self._deadline:
            self.stop()
            self._timer = self._loop.call_at(self._deadline, self._fire)

    def pause(self) -> None:
        self._deadline = None

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _fire(self) -> None:
        self._timer = None
        if self._deadline is None:
            return
        if self._loop.time() < self._deadline:
            self._timer = self._loop.call_at(self._deadline, self._fire)
            return
        self.expired = True
        self._response.close()


async def read_lines(
    response: aiohttp.ClientResponse, *, first: float, idle: float
) -> AsyncGenerator[dict[str, Any]]:
    """Yield each line of newline-delimited JSON as soon as it is complete.

    The first bytes must arrive within `first` seconds, later ones within `idle`.

    Raises:
        StalledError: Nothing came in time.
        BrokenStreamError: The connection broke, or a line is not a JSON object.
    """
    watchdog = _Watchdog(response)
    read = response.content.readany
    rest = b""
    seconds = first
    try:
        while True:
            watchdog.expect_within(seconds)
            data = await read()
            watchdog.pause()
            if watchdog.expired:
                raise StalledError("The model server stopped sending")
            if not data:
                break
            *lines, rest = (rest + data).split(b"\n")
            if len(rest) > MAX_LINE:
                raise BrokenStreamError("A line of the answer does not end")
            for line in lines:
                if line:
                    yield _parse(line)
            seconds = idle
        if rest.strip():
            yield _parse(rest)
    except (aiohttp.ClientError, ConnectionError) as err:
        if watchdog.expired:
            raise StalledError("The model server stopped sending") from err
        raise BrokenStreamError("The connection broke during the answer") from err
    finally:
        watchdog.stop()


def _parse(line: bytes) -> dict[str, Any]:
    try:
        parsed = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise BrokenStreamError("A line of the answer is not JSON") from None
    if not isinstance(parsed, dict):
        raise BrokenStreamError("A line of the answer is not an object")
    return parsed
