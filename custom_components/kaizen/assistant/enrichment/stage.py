"""What a stage of enrichment is given, and what it is."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from homeassistant.core import Context, HomeAssistant

from ...guard import TierLimits
from ..settings import AgentSettings

if TYPE_CHECKING:
    # The runtime holds the static prompts, which begin with this package's identity block.
    from ..runtime import AssistantRuntime


@dataclass(frozen=True, slots=True, kw_only=True)
class StageInput:
    """One turn, as the stages see it."""

    hass: HomeAssistant
    text: str
    """The person's words."""
    language: str
    """Language tag of the words, such as "de" or "en-GB"."""
    user_name: str | None
    device_id: str | None
    """The satellite or phone the words came through."""
    context: Context
    limits: TierLimits
    """What whoever speaks may have at most."""
    settings: AgentSettings
    runtime: AssistantRuntime

    @property
    def base_language(self) -> str:
        """The language without its region."""
        return self.language.replace("_", "-").partition("-")[0].lower()


type Stage = Callable[[StageInput], Awaitable[Sequence[str]]]
"""Returns the lines to add to the context block; none when there is nothing to say."""
