"""The event socket: events until it breaks, falls silent or refuses."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
import pytest

from custom_components.kaizen.hubitat.api import (
    AuthError,
    HubError,
    NotFoundError,
    ProtocolError,
    UnreachableError,
    listen,
)

type Serve = Callable[
    [Callable[[web.Request], Awaitable[web.StreamResponse]]], Awaitable[str]
]

LINE = (
    '{ "source":"DEVICE","name":"switch","displayName" : "Lamp", "value" : "on", '
    '"type" : "digital", "unit":"null","deviceId":34,"descriptionText" : "null"}'
)


@pytest.fixture
async def serve(socket_enabled: None) -> AsyncIterator[Serve]:
    """Return a function that serves an event socket and returns its address."""
    servers: list[TestServer] = []

    async def _serve(
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> str:
        app = web.Application()
        app.router.add_get("/eventsocket", handler)
        server = TestServer(app)
        await server.start_server()
        servers.append(server)
        return str(server.make_url("/eventsocket")).replace("http", "ws", 1)

    yield _serve
    for server in servers:
        await server.close()


async def _open(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse(autoping=False)
    await socket.prepare(request)
    return socket


async def test_events_and_their_end(serve: Serve, session: ClientSession) -> None:
    """What is no event is skipped; a closed socket is an error, never an end."""

    async def handle(request: web.Request) -> web.WebSocketResponse:
        socket = await _open(request)
        for line in (LINE, "garbage", LINE.replace("34", "35")):
            await socket.send_str(line)
        await socket.send_bytes(b"\0")
        await socket.close()
        return socket

    connected: list[bool] = []
    events = listen(
        session, await serve(handle), connected=lambda: connected.append(True)
    )
    heard = [(await anext(events)).device_id for _ in range(2)]
    with pytest.raises(UnreachableError):
        await anext(events)
    assert connected == [True]
    assert heard == ["34", "35"]


async def test_a_burst_lets_others_work(serve: Serve, session: ClientSession) -> None:
    """However many events have arrived at once, between any two of them everything else has its turn."""

    async def handle(request: web.Request) -> web.WebSocketResponse:
        socket = await _open(request)
        for _ in range(50):
            await socket.send_str(LINE)
        await socket.receive()
        return socket

    turns = 0

    async def work() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    worker = asyncio.create_task(work())
    async with aclosing(listen(session, await serve(handle))) as events:
        seen = [turns for _ in range(50) if await anext(events)]
    worker.cancel()
    assert len(set(seen)) == 50


async def test_silence_is_death(serve: Serve, session: ClientSession) -> None:
    """A half-open socket is noticed."""

    async def handle(request: web.Request) -> web.WebSocketResponse:
        socket = await _open(request)
        await socket.receive()
        return socket

    with pytest.raises(UnreachableError, match="silent"):
        await anext(listen(session, await serve(handle), silence=0.05))


async def test_pings_are_life(serve: Serve, session: ClientSession) -> None:
    """A quiet house whose hub pings is not dead, and the hub gets its pongs."""
    pongs: list[bytes] = []

    async def handle(request: web.Request) -> web.WebSocketResponse:
        socket = await _open(request)
        for number in range(6):
            await asyncio.sleep(0.1)
            await socket.ping(bytes([number]))
            pongs.append((await socket.receive()).data)
        await socket.send_str(LINE)
        await socket.receive()
        return socket

    async with aclosing(listen(session, await serve(handle), silence=0.4)) as events:
        event = await anext(events)
    assert event.device_id == "34"
    assert [bytes(pong) for pong in pongs] == [bytes([n]) for n in range(6)]


async def test_leaving_closes_the_socket(serve: Serve, session: ClientSession) -> None:
    """Whoever stops listening leaves no connection behind."""
    left = asyncio.Event()

    async def handle(request: web.Request) -> web.WebSocketResponse:
        socket = await _open(request)
        await socket.send_str(LINE)
        await socket.receive()
        left.set()
        return socket

    async with aclosing(listen(session, await serve(handle))) as events:
        await anext(events)
    await left.wait()


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, NotFoundError),
        (401, AuthError),
        (500, ProtocolError),
        (200, ProtocolError),
    ],
)
async def test_refusals(
    serve: Serve, session: ClientSession, status: int, error: type[HubError]
) -> None:
    """A hub without a socket says so."""

    async def handle(request: web.Request) -> web.Response:
        return web.Response(status=status)

    with pytest.raises(error):
        await anext(listen(session, await serve(handle)))


async def test_connection_is_cut(serve: Serve, session: ClientSession) -> None:
    """A reboot of the hub ends the socket."""

    async def handle(request: web.Request) -> web.WebSocketResponse:
        socket = await _open(request)
        assert request.transport is not None
        request.transport.abort()
        return socket

    with pytest.raises(UnreachableError):
        await anext(listen(session, await serve(handle)))
    with pytest.raises(UnreachableError):
        await anext(listen(session, "ws://127.0.0.1:1/eventsocket"))
