"""The form in which a voice is described."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    TextSelector,
    TextSelectorConfig,
)
import probatio

from ..engine import engine_id, engines, kept_as
from ..settings import CONF_ENGINE, CONF_LEXICON, VoiceSettings

DEFAULT_NAME: Final = "Kaizen Voice"


def schema(hass: HomeAssistant, *, with_name: bool) -> probatio.Schema:
    """Return the form; a voice that exists has its name where all subentries have theirs."""
    named = {probatio.Required(CONF_NAME, default=DEFAULT_NAME): TextSelector()}
    return probatio.Schema(
        (named if with_name else {})
        | {
            probatio.Required(CONF_ENGINE): EntitySelector(
                EntitySelectorConfig(include_entities=engines(hass))
            ),
            probatio.Optional(CONF_LEXICON): TextSelector(
                TextSelectorConfig(multiline=True)
            ),
        }
    )


def fill(hass: HomeAssistant, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows for a voice."""
    return {**data, CONF_ENGINE: engine_id(hass, data[CONF_ENGINE])}


def read(
    hass: HomeAssistant, form: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
    """Return a form as it is stored, its mistakes, and what the messages say about them."""
    data = {
        CONF_ENGINE: kept_as(hass, form[CONF_ENGINE]),
        CONF_LEXICON: form.get(CONF_LEXICON, "").strip(),
    }
    if form[CONF_ENGINE] not in engines(hass):
        return data, {CONF_ENGINE: "voice_no_engine"}, {}
    try:
        VoiceSettings.of(data)
    except ValueError as err:
        return data, {CONF_LEXICON: "voice_lexicon"}, {"reason": str(err)}
    return data, {}, {}
