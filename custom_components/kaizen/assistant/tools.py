"""The tools an agent offers its model: one set for every room, client and person.

Tools that are missing for one client and present for another would change the
beginning of the prompt and cost the model server everything it has read. So the
set is the superset; a tool that is not available here and now answers with an error.
"""

import asyncio
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.homeassistant.llm import GetLiveContextTool
from homeassistant.components.intent.llm import INTENT_ANNOTATIONS, TIMER_INTENTS
from homeassistant.components.llm import DATA_PLATFORMS, LLMTools
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import floor_registry as fr, intent, llm
from homeassistant.helpers.json import json_dumps
from homeassistant.util.json import JsonObjectType
import probatio

from ..const import DOMAIN, LOGGER
from ..guard import async_may_call, clean, fence, new_nonce, source_of
from .prompt import Schema, wire_tool

_PROMPTS_KAIZEN_REPLACES: Final = frozenset({"homeassistant", "intent"})
"""Their prompts name the area, the timers of the device and every entity in YAML."""

_TOOLS_KAIZEN_KNOWS: Final[Mapping[str, Callable[[], LLMTools]]] = {
    "homeassistant": lambda: LLMTools([GetLiveContextTool()])
}
"""Asked for its tools, this platform writes that YAML first: most of what a prompt costs."""

_FLOORS: Final = ("floor", "player_floor")
"""Parameters that match nothing in a house without floors."""

_STILL_RUNNING: Final = (
    "Still running: the outcome is not known yet. Do not call it again."
)

TOOL_DEADLINE: Final = 60.0
"""Longest time a turn waits for a tool, in seconds."""


class HouseTool(llm.NamespacedTool):
    """A tool whose every failure becomes a result the model can read.

    Derived from `NamespacedTool` so that Home Assistant names the tool's own
    integration, not Kaizen, when it reports a tool that breaks the rules.
    """

    deadline: float = TOOL_DEADLINE

    def __init__(self, api: llm.API, tool: llm.Tool) -> None:
        """Wrap a tool of an API without renaming it."""
        super().__init__(api.id, tool)
        self.name = tool.name
        self.api = api

    @override
    async def async_call(
        self,
        hass: HomeAssistant,
        tool_input: llm.ToolInput,
        llm_context: llm.LLMContext,
    ) -> llm.ToolResult | JsonObjectType:
        """Call the tool; errors that Home Assistant knows are left to the chat log.

        A tool that takes too long, or whose turn is given up, is left to finish: what
        it has begun may have reached a device.
        """
        allowed = await async_may_call(
            hass, self.name, tool_input.tool_args, llm_context.context
        )
        if not allowed:
            return llm.ToolResult({"error": "Guests may not use this tool"}, True)
        if self.api.requires_admin and not await _is_admin(hass, llm_context):
            return llm.ToolResult({"error": "Only an administrator may do this"}, True)
        running = hass.async_create_background_task(
            self._async_guarded(hass, tool_input, llm_context), f"tool {self.name}"
        )
        running.add_done_callback(self._note_late_failure)
        done, _ = await asyncio.wait((running,), timeout=self.deadline)
        if not done:
            LOGGER.warning(
                "Tool %s is still running after %s s", self.name, self.deadline
            )
            return llm.ToolResult({"error": _STILL_RUNNING}, True)
        return running.result()

    async def _async_guarded(
        self,
        hass: HomeAssistant,
        tool_input: llm.ToolInput,
        llm_context: llm.LLMContext,
    ) -> llm.ToolResult | JsonObjectType:
        try:
            result = await super().async_call(hass, tool_input, llm_context)
            return self._for_a_model(result)
        except HomeAssistantError, probatio.Invalid:
            raise
        except Exception as err:  # noqa: BLE001  (other people's tools)
            LOGGER.warning("Tool %s failed: %r", self.name, err)
            return llm.ToolResult({"error": type(err).__name__}, True)

    def _for_a_model(
        self, result: llm.ToolResult | JsonObjectType
    ) -> llm.ToolResult | JsonObjectType:
        """Return a result that hides nothing, other people's words behind a fence."""
        if isinstance(result, llm.ToolResult):
            return llm.ToolResult(self._fenced(result.data), result.error)
        return self._fenced(result)

    def _fenced(self, data: JsonObjectType) -> JsonObjectType:
        if not (source := source_of(self.name, self.annotations)):
            return clean(data)
        match tuple(data.values()):
            case (str(words),):
                pass
            case _:
                words = json_dumps(data)
        return {"result": fence(words, source, nonce=new_nonce())}

    def _note_late_failure(self, task: asyncio.Task[Any]) -> None:
        """Take notice of how a tool ended, also when nobody waits for it any more."""
        if not task.cancelled() and (err := task.exception()):
            LOGGER.debug("Tool %s ended with %r", self.name, err)


async def _is_admin(hass: HomeAssistant, llm_context: llm.LLMContext) -> bool:
    user_id = llm_context.context and llm_context.context.user_id
    user = await hass.auth.async_get_user(user_id) if user_id else None
    return user is not None and user.is_admin


@dataclass(frozen=True, slots=True)
class ToolSet:
    """The tools of some APIs, and how they look on the wire."""

    tools: list[llm.Tool]
    wire: list[Schema]
    prompts: list[str]
    """What the APIs themselves tell a model about their tools."""


class HouseAPI(llm.API):
    """Hands a prepared tool set to a chat log."""

    def __init__(self, hass: HomeAssistant, tools: list[llm.Tool]) -> None:
        """Offer these tools."""
        super().__init__(hass=hass, id=DOMAIN, name="Kaizen")
        self.tools = tools

    @override
    async def async_get_api_instance(
        self, llm_context: llm.LLMContext
    ) -> llm.APIInstance:
        """Return the instance of the API."""
        return llm.APIInstance(self, "", llm_context, self.tools)


async def async_gather(
    hass: HomeAssistant, api_ids: Sequence[str], llm_context: llm.LLMContext
) -> ToolSet:
    """Collect the tools of the named APIs; one that is gone or broken is left out."""
    gathered: dict[str, tuple[llm.Tool, Schema]] = {}
    prompts: list[str] = []
    available = {api.id: api for api in llm.async_get_apis(hass)}
    without = () if fr.async_get(hass).floors else _FLOORS
    for api_id in api_ids:
        if (api := available.get(api_id)) is None:
            LOGGER.debug("Tool API %s is not available", api_id)
            continue
        try:
            instance = await _async_instance(hass, api, llm_context)
        except HomeAssistantError as err:
            LOGGER.debug("Tool API %s is not available: %s", api_id, err)
            continue
        for tool in instance.tools:
            wire = _wire(tool, instance, without)
            gathered[tool.name] = (HouseTool(api, tool), wire)
        if instance.api_prompt:
            prompts.append(instance.api_prompt)
    ordered = [gathered[name] for name in sorted(gathered)]
    return ToolSet(
        [tool for tool, _ in ordered], [wire for _, wire in ordered], prompts
    )


def _wire(
    tool: llm.Tool, instance: llm.APIInstance, without: Collection[str]
) -> Schema:
    parameters = probatio.to_openapi(
        tool.parameters,
        custom_serializer=instance.custom_serializer,
        openapi_version="3.1.0",
    )
    return wire_tool(tool.name, tool.description, parameters, without=without)


async def _async_instance(
    hass: HomeAssistant, api: llm.API, llm_context: llm.LLMContext
) -> llm.APIInstance:
    if api.id != llm.LLM_API_ASSIST:
        # Who may call its tools is checked at each call.
        return await api.async_get_api_instance(llm_context)
    tools: list[llm.Tool] = []
    prompts: list[str] = []
    platforms = await hass.data[DATA_PLATFORMS].async_get_platforms()
    for domain, platform in sorted(platforms.items()):
        try:
            known = _TOOLS_KAIZEN_KNOWS.get(domain)
            offered = (
                known()
                if known
                else platform.async_get_tools(hass, llm_context, api.id)
            )
        except Exception as err:  # noqa: BLE001  (other people's platforms)
            LOGGER.warning("The tools of %s are left out: %r", domain, err)
            continue
        if offered is None:
            continue
        tools.extend(offered.tools)
        if offered.prompt and domain not in _PROMPTS_KAIZEN_REPLACES:
            prompts.append(offered.prompt)
    tools.extend(_timers(hass, {tool.name for tool in tools}))
    return llm.APIInstance(
        api, "\n".join(prompts), llm_context, tools, llm.selector_serializer
    )


def _timers(hass: HomeAssistant, present: set[str]) -> Iterator[llm.Tool]:
    """Yield the timer tools that this client does not have.

    Their intents answer "this device does not support timers" by themselves.
    """
    for handler in intent.async_get(hass):
        name = f"intent__{handler.intent_type}"
        if handler.intent_type in TIMER_INTENTS and name not in present:
            yield llm.IntentTool(
                name,
                handler,
                title=TIMER_INTENTS[handler.intent_type],
                integration="intent",
                annotations=INTENT_ANNOTATIONS[handler.intent_type],
            )
