"""A hub's failures in words for whoever called an action."""

from homeassistant.exceptions import HomeAssistantError

from ..const import DOMAIN
from .api import HubError


def translated[E: HomeAssistantError](kind: type[E], err: HubError, name: str) -> E:
    """Return an error of a kind with the words for a failure to reach what `name` names."""
    return kind(
        translation_domain=DOMAIN,
        translation_key=err.translation_key,
        translation_placeholders={"name": name},
    )
