"""Fixtures for everything that talks to a model server."""

from collections.abc import AsyncGenerator

from homeassistant.core import HomeAssistant
import pytest

from .household import House, async_move_in

from tests.simulators.ollama import OllamaSimulator


@pytest.fixture
async def server(socket_enabled: None) -> AsyncGenerator[OllamaSimulator]:
    """A model server."""
    async with OllamaSimulator() as simulator:
        yield simulator


@pytest.fixture
async def house(hass: HomeAssistant, server: OllamaSimulator) -> House:
    """A furnished house whose agent may use Assist."""
    return await async_move_in(hass, server)
