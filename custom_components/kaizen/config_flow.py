"""Door: the config flow opens with a menu of what Kaizen can connect to."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, override

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlowResult,
    ConfigSubentryFlow,
    OptionsFlow,
)
from homeassistant.core import callback

from .assistant.flow import SUBENTRY_FLOWS, AssistantFlow
from .const import CONF_KIND, DOMAIN, EntryKind
from .guard.flow import (
    SUBENTRY_FLOWS as GUARD_SUBENTRY_FLOWS,
    GuardFlow,
    GuardOptionsFlow,
)
from .hubitat.flow import HubitatFlow, HubitatOptionsFlow
from .memory.flow import MemoryFlow, MemoryOptionsFlow
from .search.flow import (
    SUBENTRY_FLOWS as SEARCH_SUBENTRY_FLOWS,
    SearchFlow,
    SearchOptionsFlow,
)
from .voice.flow import SUBENTRY_FLOWS as VOICE_SUBENTRY_FLOWS, VoiceFlow

type Step = Callable[[], Awaitable[ConfigFlowResult]]

SUBENTRY_TYPES: Final[Mapping[str, dict[str, type[ConfigSubentryFlow]]]] = {
    EntryKind.ASSISTANT: SUBENTRY_FLOWS,
    EntryKind.GUARD: GUARD_SUBENTRY_FLOWS,
    EntryKind.SEARCH: SEARCH_SUBENTRY_FLOWS,
    EntryKind.VOICE: VOICE_SUBENTRY_FLOWS,
}
SINGLE: Final = frozenset(
    {EntryKind.GUARD, EntryKind.MEMORY, EntryKind.SEARCH, EntryKind.VOICE}
)
"""Those of which there is one."""
OPTIONS_FLOWS: Final[Mapping[str, type[OptionsFlow]]] = {
    EntryKind.GUARD: GuardOptionsFlow,
    EntryKind.HUBITAT: HubitatOptionsFlow,
    EntryKind.MEMORY: MemoryOptionsFlow,
    EntryKind.SEARCH: SearchOptionsFlow,
}


class KaizenConfigFlow(
    AssistantFlow,
    HubitatFlow,
    GuardFlow,
    MemoryFlow,
    SearchFlow,
    VoiceFlow,
    domain=DOMAIN,
):
    """Sets up one entry of any kind; a kind's steps begin with its name."""

    VERSION = 1

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what to connect to."""
        present = {entry.data[CONF_KIND] for entry in self._async_current_entries()}
        return self.async_show_menu(
            step_id="user",
            menu_options=[
                kind.value for kind in EntryKind if kind not in SINGLE & present
            ],
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Hand over to the entry's kind."""
        return await self._step_of(self._get_reconfigure_entry(), "reconfigure")()

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Hand over to the entry's kind."""
        return await self._step_of(self._get_reauth_entry(), "reauth")()

    def _step_of(self, entry: ConfigEntry, step: str) -> Step:
        method: Step = getattr(self, f"async_step_{entry.data[CONF_KIND]}_{step}")
        return method

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: ConfigEntry
    ) -> dict[str, type[ConfigSubentryFlow]]:
        """Return what can be added to an entry of this kind."""
        return SUBENTRY_TYPES.get(config_entry.data[CONF_KIND], {})

    @classmethod
    @callback
    @override
    def async_supports_options_flow(cls, config_entry: ConfigEntry) -> bool:
        """Return whether an entry of this kind has options."""
        return config_entry.data[CONF_KIND] in OPTIONS_FLOWS

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        """Return the flow that changes the options of an entry."""
        return OPTIONS_FLOWS[config_entry.data[CONF_KIND]]()
