"""The safety of the house as a whole: how it stands, securing it, arming it.

Nothing here unlocks, opens or disarms.
"""

from homeassistant.core import HomeAssistant, callback

from .actions import async_setup_services
from .intents import async_setup_intents
from .matching import async_match_sentence
from .tools import security_tools

__all__ = ["async_match_sentence", "async_setup", "security_tools"]


@callback
def async_setup(hass: HomeAssistant) -> None:
    """Register the actions and intents, which exist whether or not an entry is loaded."""
    async_setup_services(hass)
    async_setup_intents(hass)
