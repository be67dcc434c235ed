"""A search server, and a house that asks it."""

from collections.abc import AsyncGenerator

from homeassistant.core import HomeAssistant
import pytest

from .rig import Searching, async_set_up, searxng, some_results

from tests.simulators.searxng import SearXNGSimulator


@pytest.fixture
async def server(socket_enabled: None) -> AsyncGenerator[SearXNGSimulator]:
    """A SearXNG server that finds a library."""
    async with SearXNGSimulator(results=some_results()) as simulator:
        yield simulator


@pytest.fixture
async def searching(hass: HomeAssistant, server: SearXNGSimulator) -> Searching:
    """A house that asks the server."""
    return await async_set_up(hass, searxng(server))
