"""The event socket: every event of the hub, to anyone who connects."""

import asyncio
from typing import Final

from aiohttp import WSCloseCode, web

from .clock import Clock
from .events import Event, socket_line
from .faults import Fault, Faults

PING: Final = 120.0
"""Seconds between the hub's pings."""


class EventSockets:
    """The open event sockets."""

    def __init__(self, clock: Clock, faults: Faults) -> None:
        """Start with none."""
        self._clock = clock
        self._faults = faults
        self._open: dict[web.WebSocketResponse, asyncio.Queue[str | None]] = {}
        self.pings = 0

    @property
    def count(self) -> int:
        """Return how many are connected."""
        return len(self._open)

    def start(self) -> None:
        """Begin to ping."""
        self._clock.call_later(PING, self._ping, background=True)

    def publish(self, event: Event) -> None:
        """Tell everyone, chosen device or not."""
        if self._faults.strikes(Fault.SOCKET_HALF_OPEN):
            return
        line = socket_line(event)
        for queue in self._open.values():
            queue.put_nowait(line)

    async def delivered(self) -> None:
        """Wait until every line has been written."""
        for queue in list(self._open.values()):
            await queue.join()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Stream events; no token is asked for, what the client says is ignored."""
        if self._faults.strikes(Fault.SOCKET_REFUSED):
            return web.Response(status=404, text="Not Found", content_type="text/html")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._open[socket] = queue
        writer = asyncio.create_task(_write(socket, queue))
        try:
            async for _ in socket:
                pass
        finally:
            del self._open[socket]
            writer.cancel()
            _drain(queue)
        return socket

    async def close(self) -> None:
        """Say goodbye to everyone."""
        for socket in list(self._open):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    def _ping(self) -> None:
        self._clock.call_later(PING, self._ping, background=True)
        if self._faults.strikes(Fault.SOCKET_HALF_OPEN):
            return
        self.pings += 1
        for queue in self._open.values():
            queue.put_nowait(None)


async def _write(
    socket: web.WebSocketResponse, queue: asyncio.Queue[str | None]
) -> None:
    while True:
        line = await queue.get()
        try:
            await (socket.ping() if line is None else socket.send_str(line))
        except ConnectionError, RuntimeError:
            pass
        finally:
            queue.task_done()


def _drain(queue: asyncio.Queue[str | None]) -> None:
    while not queue.empty():
        queue.get_nowait()
        queue.task_done()
