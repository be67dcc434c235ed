"""The sentences Kaizen itself speaks, in the language of the turn."""

from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.translation import async_get_translations

from .const import DOMAIN

_SPOKEN: Final = f"component.{DOMAIN}.common.spoken_"
_EXCEPTIONS: Final = f"component.{DOMAIN}.exceptions."


async def async_sentence(
    hass: HomeAssistant, language: str, key: str, **placeholders: str
) -> str:
    """Return the sentence `spoken_<key>`; English where a language lacks it."""
    sentences = await _async_texts(hass, language, "common")
    return sentences[_SPOKEN + key].format(**placeholders)


async def async_reason(
    hass: HomeAssistant, language: str, error: HomeAssistantError
) -> str:
    """Return what an error of Kaizen's says, in the language of the turn."""
    sentences = await _async_texts(hass, language, "exceptions")
    text = sentences[f"{_EXCEPTIONS}{error.translation_key}.message"]
    return text.format(**(error.translation_placeholders or {}))


async def _async_texts(
    hass: HomeAssistant, language: str, category: str
) -> dict[str, str]:
    plain = language.partition("-")[0].lower() or "en"
    return await async_get_translations(hass, plain, category, [DOMAIN])
