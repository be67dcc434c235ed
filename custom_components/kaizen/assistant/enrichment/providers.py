"""Where other parts of Kaizen put what they add to a turn."""

from collections.abc import Callable, Sequence
from typing import Protocol

from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .stage import StageInput


class ContextProvider(Protocol):
    """Returns lines for the context block of a turn; none when it has nothing to say."""

    async def __call__(self, stage: StageInput, /) -> Sequence[str]:
        """Return the lines."""


type ProviderKey = HassKey[list[ContextProvider]]


@callback
def async_register_provider(
    hass: HomeAssistant, key: ProviderKey, provider: ContextProvider
) -> Callable[[], None]:
    """Ask `provider` on every turn until the returned function is called."""
    providers = hass.data.setdefault(key, [])
    providers.append(provider)
    return lambda: providers.remove(provider)


async def gather_lines(stage: StageInput, key: ProviderKey) -> Sequence[str]:
    """Return the lines of all providers, in the order they registered."""
    providers: list[ContextProvider] = stage.hass.data.get(key, [])
    return [line for provider in tuple(providers) for line in await provider(stage)]
