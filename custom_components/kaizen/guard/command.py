"""What entities put to the guard, and how it refuses."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from homeassistant.core import Context
from homeassistant.exceptions import HomeAssistantError

from ..const import DOMAIN
from .model import DenyReason
from .proof.challenges import OpenChallenge


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardedCommand:
    """A command that is about to be sent."""

    verb: str
    """The action as Home Assistant names it: `lock.unlock`."""
    entity_id: str | None
    """What is acted upon; None for what no entity stands for."""
    label: str
    """What people call it."""
    parameters: Mapping[str, object] = field(default_factory=dict, repr=False)
    context: Context | None = None


class GuardRefusedError(HomeAssistantError):
    """The guard says no; nothing was sent."""

    def __init__(self, reason: DenyReason, label: str) -> None:
        """Say why, in words for whoever asked."""
        super().__init__(
            translation_domain=DOMAIN,
            translation_key=f"guard_refused_{reason}",
            translation_placeholders={"name": label},
        )
        self.reason = reason


class ProofNeededError(GuardRefusedError):
    """Not before it is proven who wishes it: a challenge is open."""

    def __init__(self, challenge: OpenChallenge, label: str) -> None:
        """Stand for a challenge."""
        super().__init__(DenyReason.OFF, label)
        self.translation_key = "guard_proof_needed"
        self.challenge = challenge
