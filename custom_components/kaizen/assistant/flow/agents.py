"""Adding and changing conversation agents and AI tasks."""

from typing import Any, Final, override

from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import probatio

from ..ollama import InstalledModel, OllamaError
from ..presets import CONVERSATION_PRESETS, PRESETS, TASK_PRESET, Preset, suggest
from ..runtime import AssistantConfigEntry
from ..settings import SUBENTRY_AI_TASK, SUBENTRY_CONVERSATION
from .forms import fill, read, schema
from .jobs import Job, JobSteps
from .models import able_settings, chats, check, find

CONF_PRESET: Final = "preset"

_PRESET_SCHEMA: Final = probatio.Schema(
    {
        probatio.Required(
            CONF_PRESET, default=CONVERSATION_PRESETS[0].key
        ): SelectSelector(
            SelectSelectorConfig(
                options=[preset.key for preset in CONVERSATION_PRESETS],
                mode=SelectSelectorMode.LIST,
                translation_key="preset",
            )
        )
    }
)


class AgentFlow(JobSteps[SubentryFlowResult, tuple[str, str]], ConfigSubentryFlow):
    """Shows every setting of one agent and stores what the owner makes of them."""

    choice_step = "settings"
    _title: str
    _data: dict[str, Any]
    _installed: list[InstalledModel] | None = None
    """None while the server does not tell."""

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Start from the settings as they are."""
        await self._async_look()
        self._data = dict(self._get_reconfigure_subentry().data)
        return await self.async_step_settings()

    async def _async_begin(self, preset: Preset) -> SubentryFlowResult:
        """Start from a preset, with a model the server has if one suits."""
        installed = self._installed or []
        names = [model.name for model in installed if chats(model)]
        model = suggest(None, names, [preset])[preset.weights]
        self._title = self._free_title(preset.title)
        self._data = able_settings(preset, model, find(installed, model))
        return await self.async_step_settings()

    async def async_step_settings(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for all settings and check them against the model."""
        errors: dict[str, str] = {}
        shown = fill(self.hass, self._subentry_type, self._data)
        if user_input is not None:
            shown = user_input
            self._data = read(self._subentry_type, user_input)
            errors = self._check()
            if not errors:
                self.jobs = self._missing()
                return await (
                    self.async_step_prepare()
                    if self.jobs
                    else self.async_step_prepared()
                )
        form = schema(self.hass, self._subentry_type, self._installed or [])
        return self.async_show_form(
            step_id="settings",
            data_schema=self.add_suggested_values_to_schema(form, shown),
            errors=errors,
        )

    def _check(self) -> dict[str, str]:
        data = self._data
        if not data["model"]:
            return {"model": "cannot_chat"}
        if data["fallback_model"] == data["model"]:
            return {"base": "same_fallback"}
        return check(data, find(self._installed or [], data["model"]))

    def _missing(self) -> list[Job]:
        if self._installed is None:
            return []
        models = dict.fromkeys((self._data["model"], self._data["vision_model"]))
        return [
            Job.download(model)
            for model in models
            if model and not find(self._installed, model)
        ]

    @override
    async def async_step_prepared(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Store the agent."""
        entry = self._get_entry()
        if self.source == "user":
            return self.async_create_entry(title=self._title, data=self._data)
        result = self.async_update_and_abort(
            entry, self._get_reconfigure_subentry(), data=self._data
        )
        if not entry.update_listeners:
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
        return result

    async def _async_look(self) -> None:
        """Learn what the server has; settings can be changed without knowing."""
        entry: AssistantConfigEntry = self._get_entry()
        if entry.state is not ConfigEntryState.LOADED:
            raise AbortFlow("entry_not_loaded")
        self.server = entry.runtime_data.client
        try:
            self._installed = await self.server.installed()
        except OllamaError:
            self._installed = None

    def _free_title(self, title: str) -> str:
        taken = {subentry.title for subentry in self._get_entry().subentries.values()}
        numbered = (f"{title} {number}" for number in range(2, len(taken) + 2))
        return next(name for name in (title, *numbered) if name not in taken)


class ConversationFlow(AgentFlow):
    """Adds or changes a conversation agent."""

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the preset to start from."""
        await self._async_look()
        if user_input is not None:
            return await self._async_begin(PRESETS[user_input[CONF_PRESET]])
        return self.async_show_form(step_id="user", data_schema=_PRESET_SCHEMA)


class TaskFlow(AgentFlow):
    """Adds or changes an AI task."""

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Start from the only preset for tasks."""
        await self._async_look()
        return await self._async_begin(TASK_PRESET)


SUBENTRY_FLOWS: Final[dict[str, type[ConfigSubentryFlow]]] = {
    SUBENTRY_CONVERSATION: ConversationFlow,
    SUBENTRY_AI_TASK: TaskFlow,
}
