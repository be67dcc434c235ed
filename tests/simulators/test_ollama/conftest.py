"""A running simulator and the field's own client."""

from collections.abc import AsyncGenerator

import aiohttp
import homeassistant  # noqa: F401  (replaces httpx before ollama imports it)
import ollama
import pytest

from tests.simulators.ollama import OllamaSimulator


@pytest.fixture
async def server(socket_enabled: None) -> AsyncGenerator[OllamaSimulator]:
    """Run a server."""
    async with OllamaSimulator() as running:
        yield running


@pytest.fixture
async def client(server: OllamaSimulator) -> AsyncGenerator[ollama.AsyncClient]:
    """Connect the field's client."""
    async with ollama.AsyncClient(server.url) as connected:
        yield connected


@pytest.fixture
async def http(server: OllamaSimulator) -> AsyncGenerator[aiohttp.ClientSession]:
    """Connect without a client's help."""
    async with aiohttp.ClientSession(server.url) as session:
        yield session
