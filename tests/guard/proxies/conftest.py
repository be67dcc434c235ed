"""A house whose gate notes what it is asked."""

from homeassistant.core import HomeAssistant, ServiceCall
import pytest

from tests.guard.rig import Gate, async_build


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Stand in for the gatekeeper."""
    gate = Gate()
    monkeypatch.setattr(
        "custom_components.kaizen.guard.proxies.async_authorize", gate.async_authorize
    )
    return gate


@pytest.fixture
async def told(hass: HomeAssistant) -> list[ServiceCall]:
    """Build the house; what its things are told."""
    return await async_build(hass)
