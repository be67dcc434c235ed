"""Fixtures for everything about a hub."""

from collections.abc import AsyncGenerator

from aiohttp.test_utils import TestServer
from homeassistant.core import HomeAssistant
import pytest

from custom_components.kaizen.hubitat.api import transport

from tests.hubitat.entities.rig import async_serve
from tests.simulators.hubitat import HubSimulator


@pytest.fixture
async def hub(socket_enabled: None) -> AsyncGenerator[HubSimulator]:
    """A hub with 74 devices."""
    async with HubSimulator() as simulator:
        yield simulator


@pytest.fixture
async def receiver(
    hass: HomeAssistant, socket_enabled: None
) -> AsyncGenerator[TestServer]:
    """Home Assistant as the hub reaches it."""
    server = await async_serve(hass)
    yield server
    await server.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask again at once where a client would wait."""
    monkeypatch.setattr(transport, "BACKOFF", (0.0, 0.0, 0.0))
