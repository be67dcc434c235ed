"""What the guard has to say to a turn, in its own words."""

from collections.abc import Sequence

from homeassistant.core import HomeAssistant

from ...guard import GuardRefusedError
from ...sentences import async_reason, async_sentence


async def async_verdict(
    hass: HomeAssistant,
    language: str,
    refusals: Sequence[GuardRefusedError],
    *,
    rest_done: bool = False,
) -> str:
    """Return why something was not done, each reason once; no model puts it into words."""
    sentences = [await async_reason(hass, language, refusal) for refusal in refusals]
    if rest_done:
        sentences.insert(0, await async_sentence(hass, language, "rest_done"))
    return " ".join(dict.fromkeys(sentences))
