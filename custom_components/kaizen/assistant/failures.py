"""A model server's failures in words for whoever called an action."""

from homeassistant.exceptions import HomeAssistantError

from ..const import DOMAIN
from .ollama import ModelNotFoundError, OllamaError


def as_home_assistant_error(err: OllamaError, url: str) -> HomeAssistantError:
    """Return the translated error for a failed request to the server at `url`."""
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=err.translation_key,
        translation_placeholders={
            "url": url,
            "model": err.model if isinstance(err, ModelNotFoundError) else "",
            "error": str(err),
        },
    )
