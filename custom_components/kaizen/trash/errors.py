"""Why something did not get into the trash, or out of it."""

from typing import ClassVar

from homeassistant.exceptions import HomeAssistantError

from ..const import DOMAIN


class TrashError(HomeAssistantError):
    """It did not work; nothing is lost."""

    key: ClassVar[str]

    def __init__(self, name: str = "") -> None:
        """Name what it is about, if it has a name."""
        super().__init__(
            translation_domain=DOMAIN,
            translation_key=self.key,
            translation_placeholders={"name": name},
        )


class TrashNotFoundError(TrashError):
    """There is no such thing."""

    key = "trash_not_found"


class TrashConflictError(TrashError):
    """Something has taken its place."""

    key = "trash_conflict"


class TrashDamagedError(TrashError):
    """What lies in the trash is not what was put there."""

    key = "trash_damaged"


class TrashUnavailableError(TrashError):
    """The trash cannot be read or written."""

    key = "trash_unavailable"
