"""A Wyoming server over TCP: bounded clients, bounded events, deadlines; a broken client harms itself alone."""

import asyncio
from collections.abc import Awaitable, Callable
import contextlib
import logging
import socket
from typing import Final

from wyoming.error import Error
from wyoming.event import Event, Eventable, async_write_event

from .protocol import LINE_LIMIT, BrokenClient, Silent, read_event

_LOGGER = logging.getLogger(__name__)

_SEND_TIMEOUT: Final = 60.0
"""Seconds a client may leave its answer unread: a slow player reads at the speed of speech."""
_GOODBYE: Final = 1.0
"""Seconds for the last bytes of a connection to leave."""

type Serve = Callable[[Connection], Awaitable[None]]


class Connection:
    """One client."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Take a socket's two ends."""
        self._reader = reader
        self._writer = writer
        self._sending = asyncio.Lock()

    @property
    def peer(self) -> str:
        """Return the address the client comes from."""
        return str((self._writer.get_extra_info("peername") or ["?"])[0])

    async def receive(self, patience: float) -> Event | None:
        """Return the next event; None when the client has closed.

        Raises:
            BrokenClient: it speaks something else.
            Silent: nothing came within `patience` seconds.
        """
        try:
            async with asyncio.timeout(patience):
                return await read_event(self._reader)
        except TimeoutError:
            raise Silent(f"nothing came for {patience:g} s") from None

    async def send(self, *events: Eventable) -> None:
        """Send events, one after the other.

        Raises:
            BrokenClient: the client is gone, or does not read.
        """
        try:
            async with self._sending, asyncio.timeout(_SEND_TIMEOUT):
                for event in events:
                    await async_write_event(event.event(), self._writer)
        except (OSError, TimeoutError) as err:
            raise BrokenClient("the client does not read its answer") from err

    def abort(self) -> None:
        """Hang up, in the middle of anything: whoever waits to receive is told that the client has closed."""
        self._writer.transport.abort()

    async def close(self) -> None:
        """Let what was sent arrive, then close: with words of the client still unread, the system would cut it off."""
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(_GOODBYE):
                if self._writer.can_write_eof():
                    self._writer.write_eof()
                while await self._reader.read(LINE_LIMIT):
                    pass
        with contextlib.suppress(OSError, TimeoutError):
            self._writer.close()
            async with asyncio.timeout(_GOODBYE):
                await self._writer.wait_closed()


class WyomingServer:
    """Listens, and serves each client in a task of its own."""

    def __init__(self, serve: Serve, *, most_clients: int) -> None:
        """Take what serves a client; more than `most_clients` at once are told to come back later."""
        self._serve = serve
        self._most = most_clients
        self._clients: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @property
    def clients(self) -> int:
        """Return how many are connected."""
        return len(self._clients)

    @property
    def port(self) -> int:
        """Return the port that is listened on."""
        assert self._server
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def start(self, host: str, port: int) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_server(
            self._accept, host, port, limit=LINE_LIMIT
        )

    async def stop(self) -> None:
        """Stop listening and let go of every client."""
        if self._server:
            self._server.close()
        for client in self._clients:
            client.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)

    async def _accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task
        # A client whose power was cut sends no goodbye: the system has to find out.
        writer.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1
        )
        connection = Connection(reader, writer)
        full = len(self._clients) >= self._most
        self._clients.add(task)
        try:
            if full:
                await connection.send(
                    Error(text="too many clients, try again", code="busy")
                )
            else:
                await self._guarded(connection)
        except BrokenClient as err:
            _LOGGER.info("A client was dropped: %s", err)
        except asyncio.CancelledError:
            # By `stop`; the stream's own callback would report it as an error.
            pass
        finally:
            await connection.close()
            self._clients.discard(task)

    async def _guarded(self, connection: Connection) -> None:
        try:
            await self._serve(connection)
        except Silent as err:
            await connection.send(Error(text=str(err), code="timeout"))
        except BrokenClient as err:
            await connection.send(Error(text=str(err), code="protocol"))
            raise
        except Exception:
            _LOGGER.exception("A client could not be served")
            await connection.send(Error(text="internal error", code="internal"))
