"""Fixtures for the safety of a house."""

from collections.abc import AsyncGenerator

from aiohttp.test_utils import TestServer
from homeassistant.core import HomeAssistant
import pytest

from custom_components.kaizen.security import command

from tests.hubitat.entities.rig import HubHouse, async_move_in, async_serve
from tests.simulators.hubitat import HubSimulator


@pytest.fixture
async def hub(socket_enabled: None) -> AsyncGenerator[HubSimulator]:
    """A hub with 74 devices."""
    async with HubSimulator() as simulator:
        yield simulator


@pytest.fixture
async def house(hass: HomeAssistant, hub: HubSimulator) -> AsyncGenerator[HubHouse]:
    """Home Assistant with that hub, everything closed and locked."""
    server: TestServer = await async_serve(hass)
    moved_in = await async_move_in(hass, hub, server)
    for label in ("Front Door", "Back Door", "Side Door"):
        await moved_in.report(label, "lock", "locked")
    yield moved_in
    await server.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no device longer than a moment."""
    monkeypatch.setattr(command, "PATIENCE", 0.005)
