"""Kaizen's own sentences, for when no model can be asked.

Home Assistant offers no way to add sentences to its matching from an integration: only the
owner's `custom_sentences` folder and configuration are read. So Kaizen matches its own, with the
same library and in the same format.
"""

from functools import cache
from pathlib import Path
from typing import Final

from hassil.intents import Intents
from hassil.recognize import RecognizeResult, recognize
from homeassistant.components.conversation import ConversationInput
from homeassistant.core import HomeAssistant
from homeassistant.helpers import intent
from homeassistant.util.yaml import load_yaml_dict

from .intents import ASSISTANT

_FOLDER: Final = Path(__file__).parent / "sentences"
LANGUAGES: Final = frozenset({"de", "en"})


async def async_match_sentence(
    hass: HomeAssistant, user_input: ConversationInput
) -> intent.IntentResponse | None:
    """Carry out a wish for the safety of the house that words make without a model's help.

    Returns None when the words are something else; nothing has been done then.

    Raises:
        HomeAssistantError: The wish was understood and could not be handled.
    """
    found = await hass.async_add_executor_job(
        match, user_input.text, user_input.language
    )
    if found is None:
        return None
    slots = {
        entity.name: {"value": entity.value, "text": entity.text}
        for entity in found.entities_list
    }
    return await intent.async_handle(
        hass,
        ASSISTANT,
        found.intent.name,
        slots,
        user_input.text,
        user_input.context,
        user_input.language,
        assistant=ASSISTANT,
        device_id=user_input.device_id,
        satellite_id=user_input.satellite_id,
        conversation_agent_id=user_input.agent_id,
    )


def match(text: str, language: str) -> RecognizeResult | None:
    """Return what words wish; reads a file the first time."""
    plain = language.partition("-")[0].lower()
    return recognize(text, _sentences(plain)) if plain in LANGUAGES else None


@cache
def _sentences(language: str) -> Intents:
    return Intents.from_dict(load_yaml_dict(_FOLDER / f"{language}.yaml"))
