"""The gate: everything that matters to the house's safety asks here first."""

from homeassistant.core import HomeAssistant, callback

from .command import GuardedCommand


async def async_authorize(hass: HomeAssistant, command: GuardedCommand) -> None:
    """Return when a command may be sent.

    Raises:
        GuardRefusedError: It must not be sent, or not before it is proven who wishes it.
    """


@callback
def watches(hass: HomeAssistant, entity_id: str) -> bool:
    """Return whether the owner gave an entity a risk of its own."""
    return False
