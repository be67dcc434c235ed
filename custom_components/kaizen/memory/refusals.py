"""What memory refuses, in words for whoever asked."""

from homeassistant.exceptions import ServiceValidationError

from ..const import DOMAIN


class MemoryRefusedError(ServiceValidationError):
    """Nothing was changed."""

    def __init__(self, key: str, **placeholders: str) -> None:
        """Say why, by a key of the translations."""
        super().__init__(
            translation_domain=DOMAIN,
            translation_key=key,
            translation_placeholders=placeholders,
        )
