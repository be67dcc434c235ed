"""The memories that matter to a turn."""

from collections.abc import Sequence
from typing import Final

from homeassistant.util.hass_dict import HassKey

from .providers import ContextProvider, gather_lines
from .stage import StageInput

MEMORY_PROVIDERS: Final[HassKey[list[ContextProvider]]] = HassKey(
    "kaizen_memory_providers"
)


async def memory(stage: StageInput) -> Sequence[str]:
    """Return what the registered memories have to say."""
    return await gather_lines(stage, MEMORY_PROVIDERS)
