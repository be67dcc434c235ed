"""How an owner chooses what Kaizen speaks with."""

from typing import Final

from homeassistant.config_entries import ConfigSubentryFlow

from ..settings import SUBENTRY_VOICE
from .entry import VoiceFlow
from .voices import VoiceSubentryFlow

__all__ = ["SUBENTRY_FLOWS", "VoiceFlow"]

SUBENTRY_FLOWS: Final[dict[str, type[ConfigSubentryFlow]]] = {
    SUBENTRY_VOICE: VoiceSubentryFlow,
}
