"""Lets Home Assistant's own intents say what the guard says.

They reword whatever goes wrong on the way: who says "unlock the front door" to a pipeline that
matches sentences first would hear "an unexpected error occurred", and never the question for the PIN.
"""

from typing import Any, Final, override

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import intent
from homeassistant.helpers.start import async_at_started

from .questions import async_words
from .verdicts import collect_refusals, is_collected, note_refusal

_GUARDED: Final = frozenset(
    {
        intent.INTENT_TURN_ON,
        intent.INTENT_TURN_OFF,
        intent.INTENT_TOGGLE,
        intent.INTENT_SET_POSITION,
        "HassOpenCover",
        "HassCloseCover",
        "HassOpenValve",
        "HassCloseValve",
    }
)


def async_setup_intents(hass: HomeAssistant) -> None:
    """Stand in front of the intents that may unsecure something, once all are there."""

    async def stand(hass: HomeAssistant) -> None:
        for handler in list(intent.async_get(hass)):
            if handler.intent_type in _GUARDED:
                intent.async_remove(hass, handler.intent_type)
                intent.async_register(hass, _Speaking(handler))

    async_at_started(hass, stand)


class _Speaking(intent.IntentHandler):
    """Another handler, whose refusals are heard."""

    def __init__(self, handler: intent.IntentHandler) -> None:
        self._handler = handler
        self.intent_type = handler.intent_type
        self.platforms = handler.platforms
        self.description = handler.description

    @property
    @override
    def slot_schema(self) -> dict[Any, Any] | None:
        return self._handler.slot_schema

    @override
    async def async_handle(self, intent_obj: intent.Intent) -> intent.IntentResponse:
        """Handle it; where no agent of Kaizen's puts a refusal into words, answer with it."""
        heard = is_collected()
        response: intent.IntentResponse | None = None
        failure: HomeAssistantError | None = None
        with collect_refusals() as refusals:
            try:
                response = await self._handler.async_handle(intent_obj)
            except HomeAssistantError as err:
                failure = err
        for refusal in refusals:
            note_refusal(refusal)
        if refusals and not heard:
            words = await async_words(
                intent_obj.hass, intent_obj.language, refusals[-1]
            )
            response = intent_obj.create_response()
            response.async_set_error(
                intent.IntentResponseErrorCode.FAILED_TO_HANDLE, words
            )
            return response
        if response is None:
            assert failure is not None
            raise failure
        return response
