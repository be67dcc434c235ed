"""The static prompts of an entry's agents, written once and kept until the house changes."""

from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from homeassistant.components.homeassistant.exposed_entities import (
    async_listen_entity_updates,
)
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.const import (
    EVENT_COMPONENT_LOADED,
    EVENT_SERVICE_REGISTERED,
    EVENT_SERVICE_REMOVED,
    MATCH_ALL,
)
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    llm,
)
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import (
    async_track_state_added_domain,
    async_track_state_removed_domain,
)
from homeassistant.util.event_type import EventType

from .enrichment import identity_block
from .house import ASSISTANT, exposed_entities
from .prompt import Budget, StaticPrompt, compose_static
from .settings import AgentSettings
from .tools import HouseAPI, async_gather

_MAX_AGE: Final = 60.0
"""Seconds after which tools are gathered again: not every change of them is announced."""

_CHANGES: Final[tuple[EventType[Any] | str, ...]] = (
    er.EVENT_ENTITY_REGISTRY_UPDATED,
    dr.EVENT_DEVICE_REGISTRY_UPDATED,
    ar.EVENT_AREA_REGISTRY_UPDATED,
    fr.EVENT_FLOOR_REGISTRY_UPDATED,
    EVENT_COMPONENT_LOADED,
    EVENT_SERVICE_REGISTERED,
    EVENT_SERVICE_REMOVED,
)

_TOOL_RULES: Final = """\
Act and look things up only with the tools. The list below names what exists, not its state; \
for a state, value or mode call homeassistant__GetLiveContext.
For one device pass its name and domain, for a room its area and domain. If no room is named, \
use the room in the context block; if there is none and it matters, ask which one."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A static prompt and the API whose tools it describes; None for a model without."""

    prompt: StaticPrompt
    api: HouseAPI | None


class StaticPrompts:
    """Writes static prompts and forgets them when the house changes."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start with nothing written."""
        self._hass = hass
        self._kept: dict[tuple[object, ...], tuple[float, Prepared]] = {}
        self._listeners: list[CALLBACK_TYPE] = []

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Watch the house; the returned function stops it."""
        hass = self._hass
        subscriptions = [
            *(hass.bus.async_listen(event, self._on_event) for event in _CHANGES),
            async_track_state_added_domain(hass, MATCH_ALL, self._on_state),
            async_track_state_removed_domain(hass, MATCH_ALL, self._on_state),
            async_listen_entity_updates(hass, ASSISTANT, self.async_forget),
            async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._on_entry),
        ]

        @callback
        def stop() -> None:
            for unsubscribe in subscriptions:
                unsubscribe()

        return stop

    @callback
    def async_on_change(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call `listener` whenever written prompts have been forgotten."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_forget(self) -> None:
        """Write every prompt anew when it is next needed."""
        if self._kept:
            self._kept.clear()
            for listener in tuple(self._listeners):
                listener()

    @callback
    def _on_event(self, _: Event) -> None:
        self.async_forget()

    @callback
    def _on_entry(self, change: ConfigEntryChange, entry: ConfigEntry) -> None:
        """Expect other tools of an integration that was set up, changed or taken away."""
        self.async_forget()

    @callback
    def _on_state(self, _: Event[EventStateChangedData]) -> None:
        self.async_forget()

    async def async_get(
        self,
        settings: AgentSettings,
        *,
        num_ctx: int,
        with_tools: bool,
        llm_context: llm.LLMContext,
    ) -> Prepared:
        """Return the static prompt of an agent."""
        api_ids = settings.llm_hass_api if with_tools else ()
        key = (settings.name, settings.persona, api_ids, num_ctx)
        now = monotonic()
        if (kept := self._kept.get(key)) and now - kept[0] < _MAX_AGE:
            return kept[1]
        prepared = await self._async_write(settings, api_ids, num_ctx, llm_context)
        self._kept[key] = (now, prepared)
        return prepared

    async def _async_write(
        self,
        settings: AgentSettings,
        api_ids: tuple[str, ...],
        num_ctx: int,
        llm_context: llm.LLMContext,
    ) -> Prepared:
        identity = identity_block(settings, self._hass.config.location_name)
        if not api_ids:
            return Prepared(
                compose_static(identity, (), (), Budget(num_ctx=num_ctx)), None
            )
        tools = await async_gather(self._hass, api_ids, llm_context)
        prompt = compose_static(
            "\n".join((identity, _TOOL_RULES, *tools.prompts)),
            tools.wire,
            exposed_entities(self._hass),
            Budget(num_ctx=num_ctx),
        )
        return Prepared(prompt, HouseAPI(self._hass, tools.tools))
