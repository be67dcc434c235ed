"""Fixtures for the audit in a running Home Assistant."""

from homeassistant.core import HomeAssistant
import pytest

from custom_components.kaizen.guard.audit import (
    AuditLog,
    async_get_audit,
    async_setup_audit,
)


@pytest.fixture
async def audit(hass: HomeAssistant) -> AuditLog:
    """The audit of a house."""
    async_setup_audit(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    return async_get_audit(hass)
