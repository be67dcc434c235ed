"""The steps that connect a model server and choose its agents."""

from collections.abc import Iterable
from typing import Any, Final, override
from uuid import uuid4

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryData,
)
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import probatio
from yarl import URL

from ...const import CONF_KIND, EntryKind
from ..ollama import InstalledModel, OllamaError
from ..presets import (
    CONVERSATION_PRESETS,
    PRESETS,
    TASK_PRESET,
    Preset,
    Weights,
    suggest,
)
from ..settings import CONF_API_KEY, CONF_URL
from .connection import (
    CONNECTION_SCHEMA,
    KEY_SCHEMA,
    async_try,
    host_memory,
    read_connection,
)
from .jobs import Job, JobSteps
from .models import able_settings, chats, find, model_selector

CONF_PRESETS: Final = "presets"
CONF_MEMORY: Final = "memory"
CONF_CREATE: Final = "create_on_server"

_PRESETS_SCHEMA: Final = probatio.Schema(
    {
        probatio.Required(CONF_PRESETS): SelectSelector(
            SelectSelectorConfig(
                options=[preset.key for preset in CONVERSATION_PRESETS],
                multiple=True,
                mode=SelectSelectorMode.LIST,
                translation_key="preset",
            )
        ),
        probatio.Optional(CONF_MEMORY): NumberSelector(
            NumberSelectorConfig(
                min=1,
                max=8192,
                step=1,
                mode=NumberSelectorMode.BOX,
                unit_of_measurement="GB",
            )
        ),
        probatio.Required(CONF_CREATE, default=False): BooleanSelector(),
    }
)


class AssistantFlow(JobSteps[ConfigFlowResult, str], ConfigFlow):
    """Sets up an assistant entry: server, presets, models, and what is missing on the server."""

    choice_step = "models"
    _data: dict[str, str]
    _installed: list[InstalledModel]
    _presets: list[Preset]
    _chosen: dict[Weights, str]
    _memory: float | None = None
    _create: bool = False

    async def async_step_assistant(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the server and try it."""
        errors: dict[str, str] = {}
        if user_input is not None:
            data, errors = await self._async_connect(user_input)
            if not errors:
                self._data = data
                return await self.async_step_presets()
        return self._show_connection("assistant", user_input, errors)

    async def async_step_presets(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the agents and how much memory their models may take."""
        errors: dict[str, str] = {}
        if user_input is not None:
            self._presets = [PRESETS[key] for key in user_input[CONF_PRESETS]]
            self._memory = user_input.get(CONF_MEMORY)
            self._create = user_input[CONF_CREATE]
            if self._presets:
                return await self.async_step_models()
            errors[CONF_PRESETS] = "no_preset"
        suggested = user_input or {
            CONF_PRESETS: [preset.key for preset in CONVERSATION_PRESETS],
            CONF_MEMORY: host_memory(self.server.url),
        }
        return self.async_show_form(
            step_id="presets",
            data_schema=self.add_suggested_values_to_schema(_PRESETS_SCHEMA, suggested),
            errors=errors,
        )

    async def async_step_models(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a model for each group of presets that share one."""
        names = [model.name for model in self._installed if chats(model)]
        groups = suggest(self._memory, names, self._presets)
        errors: dict[str, str] = {}
        if user_input is not None:
            self._chosen = {group: user_input[group.key].strip() for group in groups}
            errors = self._check_models()
            if not errors:
                self.jobs = list(self._missing())
                return await (
                    self.async_step_prepare()
                    if self.jobs
                    else self.async_step_prepared()
                )
        schema = {
            probatio.Required(group.key): model_selector(self._installed)
            for group in groups
        }
        suggested = {group.key: model for group, model in groups.items()}
        return self.async_show_form(
            step_id="models",
            data_schema=self.add_suggested_values_to_schema(
                probatio.Schema(schema), user_input or suggested
            ),
            errors=errors,
        )

    def _check_models(self) -> dict[str, str]:
        return {
            group.key: "cannot_chat"
            for group, name in self._chosen.items()
            if not name or ((model := find(self._installed, name)) and not chats(model))
        }

    def _missing(self) -> Iterable[Job]:
        """Yield what the server has to do before the agents can work."""
        for name in dict.fromkeys(self._chosen.values()):
            if find(self._installed, name) is None:
                yield Job.download(name)
        if self._create:
            for preset in self._presets:
                yield Job.create(preset, self._chosen[preset.weights])

    @override
    async def async_step_prepared(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Create the entry with its agents and a task."""
        try:
            installed = await self.server.installed()
        except OllamaError:
            installed = self._installed
        await self.async_set_unique_id(uuid4().hex)
        return self.async_create_entry(
            title=title_for(self._data[CONF_URL]),
            data={CONF_KIND: EntryKind.ASSISTANT, **self._data},
            subentries=[
                self._subentry(preset, installed)
                for preset in (*self._presets, TASK_PRESET)
            ],
        )

    def _subentry(
        self, preset: Preset, installed: list[InstalledModel]
    ) -> ConfigSubentryData:
        name = self._chosen.get(preset.weights) or next(iter(self._chosen.values()))
        if self._create and find(installed, preset.server_model):
            name = preset.server_model
        assert preset.subentry_type is not None
        return ConfigSubentryData(
            data=able_settings(preset, name, find(installed, name)),
            subentry_type=preset.subentry_type,
            title=preset.title,
            unique_id=None,
        )

    async def async_step_assistant_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for another address or key and try it."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            data, errors = await self._async_connect(user_input)
            if not errors:
                return self._save(entry, data)
        return self._show_connection(
            "assistant_reconfigure", user_input or dict(entry.data), errors
        )

    async def async_step_assistant_reauth(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the key the server accepts."""
        entry = self._get_reauth_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            form = {**entry.data, CONF_API_KEY: "", **user_input}
            data, _ = read_connection(form)
            _, errors = await async_try(self.hass, data)
            if not errors:
                return self._save(entry, data)
        return self.async_show_form(
            step_id="assistant_reauth",
            data_schema=KEY_SCHEMA,
            errors=errors,
            description_placeholders={"url": entry.data[CONF_URL]},
        )

    async def _async_connect(
        self, user_input: dict[str, Any]
    ) -> tuple[dict[str, str], dict[str, str]]:
        data, errors = read_connection(user_input)
        if errors:
            return data, errors
        self._async_abort_entries_match({CONF_URL: data[CONF_URL]})
        server, errors = await async_try(self.hass, data)
        if server is not None:
            self.server, self._installed = server.client, server.installed
        return data, errors

    def _show_connection(
        self, step_id: str, values: dict[str, Any] | None, errors: dict[str, str]
    ) -> ConfigFlowResult:
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(CONNECTION_SCHEMA, values),
            errors=errors,
        )

    def _save(self, entry: ConfigEntry, data: dict[str, str]) -> ConfigFlowResult:
        changes = {CONF_KIND: EntryKind.ASSISTANT, **data}
        # An entry that could not be set up has no listener that would reload it.
        reload = not entry.update_listeners or dict(entry.data) == changes
        named_by_owner = entry.title != title_for(entry.data[CONF_URL])
        title = entry.title if named_by_owner else title_for(data[CONF_URL])
        result = self.async_update_and_abort(entry, title=title, data=changes)
        if reload:
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
        return result


def title_for(url: str) -> str:
    """Return the name of an entry: several are told apart by their servers."""
    return f"Assistant ({URL(url).host})"
