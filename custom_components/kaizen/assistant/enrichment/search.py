"""Results of searches that a turn cannot be answered without."""

from collections.abc import Sequence
from typing import Final

from homeassistant.util.hass_dict import HassKey

from .providers import ContextProvider, gather_lines
from .stage import StageInput

SEARCH_PROVIDERS: Final[HassKey[list[ContextProvider]]] = HassKey(
    "kaizen_search_providers"
)


async def search(stage: StageInput) -> Sequence[str]:
    """Return what the registered searches have found."""
    return await gather_lines(stage, SEARCH_PROVIDERS)
