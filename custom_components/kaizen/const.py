"""Names that more than one part of Kaizen needs."""

from enum import StrEnum
import logging
from typing import Final

DOMAIN: Final = "kaizen"
LOGGER: Final = logging.getLogger(__package__)

CONF_KIND: Final = "kind"


class EntryKind(StrEnum):
    """What a config entry connects to: one entry per thing that can fail alone."""

    ASSISTANT = "assistant"
    HUBITAT = "hubitat"
    MEMORY = "memory"
    GUARD = "guard"
    VOICE = "voice"
    SEARCH = "search"
