"""What the guard has to say to a turn, in its own words."""

from collections.abc import Sequence

from homeassistant.core import HomeAssistant

from ...guard import GuardRefusedError, ProofNeededError, async_words
from ...sentences import async_sentence


async def async_verdict(
    hass: HomeAssistant,
    language: str,
    refusals: Sequence[GuardRefusedError],
    *,
    rest_done: bool = False,
) -> str:
    """Return why something was not done, each reason once; no model puts it into words.

    A question is only asked when there is nothing but questions: another refusal ends them.
    """
    final = [r for r in refusals if not isinstance(r, ProofNeededError)]
    sentences = [await async_words(hass, language, r) for r in final or refusals[-1:]]
    if rest_done:
        sentences.insert(0, await async_sentence(hass, language, "rest_done"))
    return " ".join(dict.fromkeys(sentences))
