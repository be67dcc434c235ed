"""An assistant entry as an owner hands it over with a report: whole, but without secrets."""

from dataclasses import asdict
from typing import Any, Final

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.config_entries import ConfigEntryState, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import llm

from ..const import DOMAIN
from .ollama import OllamaError
from .runtime import AssistantConfigEntry, AssistantRuntime
from .settings import (
    CONF_API_KEY,
    CONF_FALLBACK_API_KEY,
    SUBENTRY_CONVERSATION,
    AgentSettings,
)
from .tools import async_gather

TO_REDACT: Final = frozenset({CONF_API_KEY, CONF_FALLBACK_API_KEY, "name", "persona"})


async def async_describe(
    hass: HomeAssistant, entry: AssistantConfigEntry
) -> dict[str, Any]:
    """Return settings, the server's state and what each agent's last turn cost."""
    described: dict[str, Any] = {
        "entry": {
            "version": entry.version,
            "state": entry.state.value,
            "data": async_redact_data(dict(entry.data), TO_REDACT),
        }
    }
    if entry.state is not ConfigEntryState.LOADED:
        return described
    runtime = entry.runtime_data
    return described | {
        "server": _server(runtime),
        "tools": await _async_tools(hass),
        "agents": [
            await _async_agent(hass, runtime, subentry)
            for subentry in entry.subentries.values()
        ],
    }


def _server(runtime: AssistantRuntime) -> dict[str, Any]:
    server = runtime.server
    failure = server.last_exception if not server.last_update_success else None
    cause = failure and failure.__cause__
    return {
        "reachable": server.last_update_success,
        "failure": cause.translation_key if isinstance(cause, OllamaError) else None,
        "last_known": asdict(server.data, dict_factory=_plain) if server.data else None,
    }


def _plain(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    return {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in fields
    }


async def _async_tools(hass: HomeAssistant) -> list[str]:
    """Return the names of the tools that Home Assistant offers every agent."""
    offered = await async_gather(hass, [llm.LLM_API_ASSIST], _llm_context(hass))
    return [tool.name for tool in offered.tools]


def _llm_context(hass: HomeAssistant) -> llm.LLMContext:
    return llm.LLMContext(
        platform=DOMAIN,
        context=None,
        language=hass.config.language,
        assistant="conversation",
        device_id=None,
    )


async def _async_agent(
    hass: HomeAssistant, runtime: AssistantRuntime, subentry: ConfigSubentry
) -> dict[str, Any]:
    settings = AgentSettings.from_data(subentry.data)
    meter = runtime.meter(subentry)
    talks = subentry.subentry_type == SUBENTRY_CONVERSATION
    return {
        "type": subentry.subentry_type,
        "settings": async_redact_data(asdict(settings), TO_REDACT),
        "options": runtime.options_for(settings.model),
        "turns": meter.turns,
        "errors": meter.errors,
        "last_turn": asdict(meter.last) if meter.last else None,
        "prompt": await _async_prompt(hass, runtime, settings) if talks else None,
    }


async def _async_prompt(
    hass: HomeAssistant, runtime: AssistantRuntime, settings: AgentSettings
) -> dict[str, Any]:
    """Return the size of the part of the prompt that is the same for every turn."""
    model = runtime.server.data and runtime.server.data.find(settings.model)
    able = model.capabilities if model else None
    prepared = await runtime.prompts.async_get(
        settings,
        num_ctx=runtime.options_for(settings.model)["num_ctx"],
        with_tools=able is None or "tools" in able,
        llm_context=_llm_context(hass),
    )
    prompt = prepared.prompt
    return {
        "tokens": prompt.tokens,
        "tools": len(prompt.tools),
        "detail": prompt.detail,
        "fits": prompt.fits,
    }
