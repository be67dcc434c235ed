"""Fixtures for everything that is an entity of a hub."""

from aiohttp.test_utils import TestServer
from homeassistant.core import HomeAssistant
import pytest

from .rig import HubHouse, async_move_in

from tests.simulators.hubitat import HubSimulator


@pytest.fixture
async def house(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> HubHouse:
    """Home Assistant with that hub."""
    return await async_move_in(hass, hub, receiver)
