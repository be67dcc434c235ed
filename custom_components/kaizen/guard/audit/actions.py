"""The action that looks whether the audit is what was written."""

from dataclasses import asdict
from typing import Any, Final

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers.service import async_register_admin_service
import probatio

from ...const import DOMAIN
from .chain import Report
from .log import async_get_audit

SERVICE_VERIFY: Final = "verify_audit"


def told(report: Report) -> dict[str, Any]:
    """Return a report as actions and clients get it."""
    return asdict(report)


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the action, for administrators."""
    async_register_admin_service(
        hass,
        DOMAIN,
        SERVICE_VERIFY,
        _async_verify,
        probatio.Schema({}),
        supports_response=SupportsResponse.ONLY,
    )


async def _async_verify(call: ServiceCall) -> ServiceResponse:
    """Look at every line.

    Raises:
        AuditUnwritableError: The files cannot be opened.
    """
    return told(await async_get_audit(call.hass).async_verify())
