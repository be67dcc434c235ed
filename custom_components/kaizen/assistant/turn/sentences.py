"""The sentences Kaizen itself speaks, in the language of the turn."""

from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from ...const import DOMAIN

_PREFIX: Final = f"component.{DOMAIN}.common.spoken_"


async def async_sentence(
    hass: HomeAssistant, language: str, key: str, **placeholders: str
) -> str:
    """Return the sentence `spoken_<key>`; English where a language lacks it."""
    translations = await async_get_translations(
        hass, language.partition("-")[0].lower() or "en", "common", [DOMAIN]
    )
    return translations[_PREFIX + key].format(**placeholders)
