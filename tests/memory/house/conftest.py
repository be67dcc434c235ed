"""A house that remembers."""

from collections.abc import AsyncGenerator

from homeassistant.core import HomeAssistant
import pytest

from .rig import Home, async_remembering

from tests.simulators.ollama import OllamaSimulator


@pytest.fixture
async def server(socket_enabled: None) -> AsyncGenerator[OllamaSimulator]:
    """A model server."""
    async with OllamaSimulator() as simulator:
        yield simulator


@pytest.fixture
async def home(hass: HomeAssistant, server: OllamaSimulator) -> Home:
    """A house that remembers."""
    return await async_remembering(hass, server)
