"""The steps that set up the voice entry, of which there is one."""

from typing import Any

from homeassistant.config_entries import (
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryData,
)
from homeassistant.const import CONF_NAME

from ...const import CONF_KIND, DOMAIN, EntryKind
from ..engine import engines
from ..settings import SUBENTRY_VOICE
from .form import read, schema

TITLE = "Kaizen Voices"


class VoiceFlow(ConfigFlow):
    """Sets up the first voice, and with it what follows the satellites."""

    async def async_step_voice(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what the first voice speaks with."""
        await self.async_set_unique_id(f"{DOMAIN}_{EntryKind.VOICE}")
        self._abort_if_unique_id_configured()
        if not engines(self.hass):
            return self.async_abort(reason="voice_no_engines")
        errors: dict[str, str] = {}
        placeholders: dict[str, str] = {}
        if user_input is not None:
            data, errors, placeholders = read(self.hass, user_input)
            if not errors:
                voice = ConfigSubentryData(
                    data=data,
                    subentry_type=SUBENTRY_VOICE,
                    title=user_input[CONF_NAME],
                    unique_id=None,
                )
                return self.async_create_entry(
                    title=TITLE, data={CONF_KIND: EntryKind.VOICE}, subentries=[voice]
                )
        return self.async_show_form(
            step_id="voice",
            data_schema=self.add_suggested_values_to_schema(
                schema(self.hass, with_name=True), user_input
            ),
            errors=errors,
            description_placeholders=placeholders,
        )

    async def async_step_voice_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Point to where voices are changed."""
        return self.async_abort(reason="voice_see_voices")
