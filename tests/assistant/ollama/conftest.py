"""A bare HTTP server whose every byte a test decides."""

from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
import pytest

from custom_components.kaizen.assistant.ollama import OllamaClient

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
type Connect = Callable[[Handler], Awaitable[OllamaClient]]

API_KEY = "sk-very-secret"


@pytest.fixture
async def session(socket_enabled: None) -> AsyncIterator[ClientSession]:
    """Return a session as Home Assistant would inject it."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def connect(session: ClientSession) -> AsyncIterator[Connect]:
    """Return a function that serves every path with a handler and connects a client to it."""
    servers: list[TestServer] = []

    async def _connect(handler: Handler) -> OllamaClient:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handler)
        server = TestServer(app)
        await server.start_server()
        servers.append(server)
        return OllamaClient(session, str(server.make_url("/")), API_KEY)

    yield _connect
    for server in servers:
        await server.close()
