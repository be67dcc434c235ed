"""Door: the lines of Kaizen on Home Assistant's page about the system."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from homeassistant.components.system_health import SystemHealthRegistration
from homeassistant.core import HomeAssistant, callback

from .assistant.health import async_health as assistant_health
from .const import CONF_KIND, DOMAIN, EntryKind
from .hubitat.health import async_health as hub_health

type Health = Callable[[HomeAssistant], Awaitable[dict[str, Any]]]

HEALTH: Final[Mapping[str, Health]] = {
    EntryKind.ASSISTANT: assistant_health,
    EntryKind.HUBITAT: hub_health,
}


@callback
def async_register(hass: HomeAssistant, register: SystemHealthRegistration) -> None:
    """Tell Home Assistant whom to ask."""
    register.async_register_info(_async_health)


async def _async_health(hass: HomeAssistant) -> dict[str, Any]:
    """Return what the parts that are set up have to say."""
    kinds = {
        entry.data[CONF_KIND] for entry in hass.config_entries.async_entries(DOMAIN)
    }
    told: dict[str, Any] = {}
    for kind, health in HEALTH.items():
        if kind in kinds:
            told |= await health(hass)
    return told
