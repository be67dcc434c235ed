"""A house, its owner, and an administrator who is not."""

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant, ServiceCall
import pytest

from tests.guard.rig import async_build


@pytest.fixture
async def told(hass: HomeAssistant) -> list[ServiceCall]:
    """Build the house; what its things are told."""
    return await async_build(hass)


@pytest.fixture
def owner(hass: HomeAssistant, hass_owner_user: User) -> User:
    """Return the owner of Home Assistant."""
    return hass_owner_user


@pytest.fixture
def admin(hass: HomeAssistant, hass_admin_user: User) -> User:
    """Return an administrator who is not an owner."""
    return hass_admin_user
