"""The steps that set up the guard's entry, of which there is one."""

from typing import Any

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult

from ...const import CONF_KIND, DOMAIN, EntryKind
from ..entry import guard_entry
from .keeper import OPTIONS, SUBENTRIES

TITLE = "Kaizen Guard"


class GuardFlow(ConfigFlow):
    """Sets up the guard; until its owner says otherwise, nobody talks the house open."""

    async def async_step_import(self, import_data: dict[str, Any]) -> ConfigFlowResult:
        """Create the entry by itself, empty or as it was."""
        return await self._async_create_guard(import_data)

    async def async_step_guard(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Create the entry where it is missing."""
        return await self._async_create_guard({})

    async def async_step_guard_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Point to where everything about the guard is changed."""
        return self.async_abort(reason="guard_see_options")

    async def _async_create_guard(self, contents: dict[str, Any]) -> ConfigFlowResult:
        await self.async_set_unique_id(f"{DOMAIN}_{EntryKind.GUARD}")
        if guard_entry(self.hass):
            return self.async_abort(reason="already_configured")
        self._abort_if_unique_id_configured()
        return self.async_create_entry(
            title=TITLE,
            data={CONF_KIND: EntryKind.GUARD},
            options=contents.get(OPTIONS),
            subentries=contents.get(SUBENTRIES),
        )
