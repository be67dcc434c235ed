"""Fixtures for everything that is an entity of a hub."""

from collections.abc import AsyncGenerator

from aiohttp.test_utils import TestServer
from homeassistant.core import HomeAssistant
import pytest

from .rig import HubHouse, async_move_in, async_serve

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
async def house(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> HubHouse:
    """Home Assistant with that hub."""
    return await async_move_in(hass, hub, receiver)
