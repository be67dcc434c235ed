"""Adding and changing voices."""

from typing import Any

from homeassistant.config_entries import ConfigSubentryFlow, SubentryFlowResult
from homeassistant.const import CONF_NAME

from ..engine import engines
from .form import fill, read, schema


class VoiceSubentryFlow(ConfigSubentryFlow):
    """Asks what a voice speaks with, and how it says words."""

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Add a voice."""
        return await self._async_step("user", user_input, {})

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Change a voice."""
        shown = fill(self.hass, self._get_reconfigure_subentry().data)
        return await self._async_step("reconfigure", user_input, shown)

    async def _async_step(
        self, step: str, user_input: dict[str, Any] | None, shown: dict[str, Any]
    ) -> SubentryFlowResult:
        if not engines(self.hass):
            return self.async_abort(reason="voice_no_engines")
        errors: dict[str, str] = {}
        placeholders: dict[str, str] = {}
        if user_input is not None:
            shown = user_input
            data, errors, placeholders = read(self.hass, user_input)
            if not errors:
                return self._store(data, user_input)
        return self.async_show_form(
            step_id=step,
            data_schema=self.add_suggested_values_to_schema(
                schema(self.hass, with_name=step == "user"), shown
            ),
            errors=errors,
            description_placeholders=placeholders,
        )

    def _store(
        self, data: dict[str, Any], user_input: dict[str, Any]
    ) -> SubentryFlowResult:
        if self.source == "user":
            return self.async_create_entry(title=user_input[CONF_NAME], data=data)
        return self.async_update_and_abort(
            self._get_entry(), self._get_reconfigure_subentry(), data=data
        )
