"""A hub whose every byte a test decides, and time that passes only in the books."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
import pytest

from custom_components.kaizen.hubitat.api import HubAddress, MakerApi

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
type Connect = Callable[[Handler], Awaitable[MakerApi]]

TOKEN = "0f1e2d3c-very-secret"
APP = "12"


@dataclass
class Time:
    """A clock that sleeping moves, and the naps taken."""

    now: float = 1000.0
    naps: list[float] = field(default_factory=list)

    def clock(self) -> float:
        """Return the time in seconds."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.naps.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    """Return the time a client lives in."""
    return Time()


@pytest.fixture
async def session(socket_enabled: None) -> AsyncIterator[ClientSession]:
    """Return a session as Home Assistant would inject it."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def connect(session: ClientSession, time: Time) -> AsyncIterator[Connect]:
    """Return a function that serves every path with a handler and connects a client to it."""
    servers: list[TestServer] = []

    async def _connect(handler: Handler) -> MakerApi:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handler)
        server = TestServer(app)
        await server.start_server()
        servers.append(server)
        address = HubAddress(str(server.make_url("/")).rstrip("/"), APP)
        return MakerApi(
            session,
            address,
            TOKEN,
            sleep=time.sleep,
            random=lambda: 0.5,
            clock=time.clock,
        )

    yield _connect
    for server in servers:
        await server.close()


def answer(body: Any, status: int = 200) -> Handler:
    """Return a handler that answers everything with the same JSON."""

    async def handle(request: web.Request) -> web.Response:
        return web.json_response(body, status=status)

    return handle


def hang_up(request: web.Request) -> None:
    """Cut the connection."""
    assert request.transport is not None
    request.transport.abort()
