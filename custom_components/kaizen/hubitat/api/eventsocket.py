"""The hub's event socket: every event of the house, without being asked."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
from yarl import URL

from .errors import (
    AuthError,
    HubError,
    NotFoundError,
    ProtocolError,
    TlsError,
    UnreachableError,
)
from .events import HubEvent, parse_socket

SILENCE: Final = 130.0
"""Seconds without a sign of life after which a socket is dead: the hub pings every 120 s."""
CONNECT_TIMEOUT: Final = 10.0
CLOSE_TIMEOUT: Final = 2.0
MAX_LINE: Final = 1024 * 1024
"""Bytes."""

_ENDED: Final = frozenset(
    {
        aiohttp.WSMsgType.CLOSE,
        aiohttp.WSMsgType.CLOSING,
        aiohttp.WSMsgType.CLOSED,
        aiohttp.WSMsgType.ERROR,
    }
)


async def listen(
    session: aiohttp.ClientSession,
    url: str,
    *,
    ssl: bool | aiohttp.Fingerprint = True,
    silence: float = SILENCE,
    connected: Callable[[], None] | None = None,
) -> AsyncGenerator[HubEvent]:
    """Yield the events of the socket at `url` (`HubAddress.event_socket`) until it fails.

    It tells of devices that are not chosen in the app, too, and asks nobody for a token.
    `connected` is called once the socket is open: what happened before is not told.

    Raises:
        UnreachableError: No connection, it broke off, or was silent for `silence` seconds.
        HubError: The hub does not open a socket.
    """
    async with _opened(session, url, ssl) as socket:
        if connected is not None:
            connected()
        while (message := await _next(socket, silence)).type not in _ENDED:
            if message.type is aiohttp.WSMsgType.PING:
                await _pong(socket, message.data)
            elif message.type is aiohttp.WSMsgType.TEXT:
                if event := parse_socket(message.data):
                    yield event
                # What has arrived is received without waiting: a burst would block everything else.
                await asyncio.sleep(0)
    raise UnreachableError("The event socket was closed")


@asynccontextmanager
async def _opened(
    session: aiohttp.ClientSession, url: str, ssl: bool | aiohttp.Fingerprint
) -> AsyncGenerator[aiohttp.ClientWebSocketResponse]:
    try:
        async with asyncio.timeout(CONNECT_TIMEOUT):
            socket = await session.ws_connect(
                URL(url, encoded=True),
                ssl=ssl,
                # Pings are the only sign of life in a quiet house.
                autoping=False,
                max_msg_size=MAX_LINE,
                timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_TIMEOUT),
            )
    except (aiohttp.ClientError, OSError) as err:
        raise _refusal(err) from None
    async with socket:
        yield socket


async def _next(
    socket: aiohttp.ClientWebSocketResponse, silence: float
) -> aiohttp.WSMessage:
    try:
        return await socket.receive(timeout=silence)
    except TimeoutError:
        raise UnreachableError("The event socket is silent") from None


async def _pong(socket: aiohttp.ClientWebSocketResponse, data: bytes) -> None:
    try:
        await socket.pong(data)
    except aiohttp.ClientError, OSError:
        raise UnreachableError("The event socket broke") from None


def _refusal(err: Exception) -> HubError:
    match err:
        case aiohttp.ClientSSLError() | aiohttp.ServerFingerprintMismatch():
            return TlsError("No trusted TLS connection to the hub")
        case aiohttp.WSServerHandshakeError(status=404):
            return NotFoundError("The hub has no event socket")
        case aiohttp.WSServerHandshakeError(status=401 | 403):
            return AuthError("The hub does not let its event socket be read")
        case aiohttp.ClientResponseError():
            return ProtocolError("The hub does not open its event socket")
        case _:
            return UnreachableError("No connection to the hub")
