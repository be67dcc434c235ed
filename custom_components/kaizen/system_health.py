"""Door: the line of Kaizen on Home Assistant's page about the system."""

from homeassistant.components.system_health import SystemHealthRegistration
from homeassistant.core import HomeAssistant, callback

from .assistant.health import async_health


@callback
def async_register(hass: HomeAssistant, register: SystemHealthRegistration) -> None:
    """Tell Home Assistant whom to ask."""
    register.async_register_info(async_health)
