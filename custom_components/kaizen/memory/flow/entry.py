"""The steps that set up the memory's entry, of which there is one."""

from typing import Any, Final

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult

from ...const import CONF_KIND, DOMAIN, EntryKind
from ..entry import memory_entry

TITLE: Final = "Kaizen Memory"


class MemoryFlow(ConfigFlow):
    """Sets up memory; until people agree, it only keeps what they ask it to."""

    async def async_step_system(
        self, system_data: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Create the entry by itself."""
        return await self._async_create_memory()

    async def async_step_memory(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Create the entry where it is missing."""
        return await self._async_create_memory()

    async def async_step_memory_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Point to where everything about memory is changed."""
        return self.async_abort(reason="memory_see_options")

    async def _async_create_memory(self) -> ConfigFlowResult:
        await self.async_set_unique_id(f"{DOMAIN}_{EntryKind.MEMORY}")
        if memory_entry(self.hass):
            return self.async_abort(reason="already_configured")
        self._abort_if_unique_id_configured()
        return self.async_create_entry(title=TITLE, data={CONF_KIND: EntryKind.MEMORY})
