"""What tells where a context came from: events, the running turn, the request it serves."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from homeassistant.components.conversation import DOMAIN as CONVERSATION
from homeassistant.components.conversation.chat_log import ChatLog, current_chat_log
from homeassistant.components.conversation.const import HOME_ASSISTANT_AGENT
from homeassistant.const import (
    EVENT_CALL_SERVICE,
    EVENT_STATE_CHANGED,
    EVENT_STATE_REPORTED,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import Context, Event, HomeAssistant, State
from homeassistant.helpers.entity_component import EntityComponent
from homeassistant.helpers.http import current_request
from homeassistant.util.hass_dict import HassKey

from ..model import Origin
from ..taint import taint_of
from .marks import Mark

AGENTS: Final = f"{CONVERSATION}."
AUTOMATION_TRIGGERED: Final = "automation_triggered"
SATELLITES: Final = "assist_satellite."
PROCESSING: Final = "processing"

_HEARING: Final = frozenset({"idle", "listening", PROCESSING})
"""What a satellite writes when a turn of its own begins; `idle` while it waits for its wake word."""

_WAYS_IN: Final[Mapping[str, Origin]] = {
    "/api/mcp": Origin.MODEL,
    "/mcp_server/": Origin.MODEL,
    "/api/conversation/process": Origin.VOICE,
    "/api/intent/handle": Origin.VOICE,
    "/api/alexa": Origin.VOICE,
    "/api/google_assistant": Origin.VOICE,
}
"""Requests that carry words or a model's calls, by how their path begins."""

_AUTOMATIONS: Final[HassKey[EntityComponent[Any]]] = HassKey("automation")

_WEBHOOKS: Final = "/api/webhook/"
_TALKING_WEBHOOKS: Final = frozenset({"alexa", "dialogflow", "google_assistant"})


def of_event(hass: HomeAssistant, event: Event[Any]) -> Mark | None:
    """Return what an event says of the context it was fired with."""
    kind = _KINDS.get(str(event.event_type))
    return kind(hass, event) if kind else None


def of_turn(context: Context, known: Mark | None) -> Mark | None:
    """Return what the turn says in whose midst this is asked.

    A context of its own, made where a model has tools, was made by a tool. Only a turn
    that is still running counts: every task and timer begun in it carries the chat log
    along for as long as it lives.
    """
    if (log := running_turn()) is None:
        return None
    own = known is not None or context.user_id is not None
    return Mark(
        origin=Origin.VOICE if own or log.llm_api is None else Origin.MODEL,
        conversation_id=log.conversation_id,
        taint=taint_of(log),
    )


def running_turn() -> ChatLog | None:
    """Return the chat log of the turn this is part of."""
    log = current_chat_log.get()
    return log if log is not None and log.turn_active else None


def of_request(hass: HomeAssistant) -> Mark | None:
    """Return what the HTTP request says that this serves, while its connection is open."""
    request = current_request.get()
    if request is None or request.transport is None:
        return None
    path = request.path
    if path.startswith(_WEBHOOKS):
        hook = hass.data.get("webhook", {}).get(path.removeprefix(_WEBHOOKS), {})
        talks = hook.get("domain") in _TALKING_WEBHOOKS
        return Mark(origin=Origin.VOICE) if talks else None
    for beginning, origin in _WAYS_IN.items():
        if path.startswith(beginning):
            return Mark(origin=origin)
    return None


def _of_state(hass: HomeAssistant, event: Event[Any]) -> Mark | None:
    state: State | None = event.data["new_state"]
    if state is None or state.state in (STATE_UNAVAILABLE, STATE_UNKNOWN):
        return None
    user_id = event.context.user_id
    if state.entity_id.startswith(AGENTS):
        local = state.entity_id == HOME_ASSISTANT_AGENT
        return Mark(origin=Origin.VOICE if local else Origin.MODEL, user_id=user_id)
    if (
        state.entity_id.startswith(SATELLITES)
        and state.state in _HEARING
        and event.context.origin_event is event
    ):
        return Mark(origin=Origin.VOICE, user_id=user_id, satellite_id=state.entity_id)
    return None


def _of_automation(hass: HomeAssistant, event: Event[Any]) -> Mark | None:
    """Tell an automation that words set off: this trigger alone gives no source."""
    component = hass.data.get(_AUTOMATIONS)
    if "source" in event.data or component is None:
        return None
    automation = component.get_entity(event.data["entity_id"])
    config: Mapping[str, Any] = (automation and automation.raw_config) or {}
    if not _hears(config.get("triggers") or config.get("trigger") or ()):
        return None
    return Mark(origin=Origin.SENTENCE)


def _hears(triggers: object) -> bool:
    """Return whether a sentence is among triggers, however they are nested."""
    match triggers:
        case Mapping():
            return CONVERSATION in (
                triggers.get("trigger"),
                triggers.get("platform"),
            ) or _hears(triggers.get("triggers"))
        case str():
            return False
        case Iterable():
            return any(map(_hears, triggers))
    return False


def _of_call(hass: HomeAssistant, event: Event[Any]) -> Mark | None:
    if (event.data["domain"], event.data["service"]) != (CONVERSATION, "process"):
        return None
    return Mark(origin=Origin.VOICE)


def _always(origin: Origin) -> Callable[[HomeAssistant, Event[Any]], Mark | None]:
    mark = Mark(origin=origin)
    return lambda hass, event: mark


_KINDS: Final[Mapping[str, Callable[[HomeAssistant, Event[Any]], Mark | None]]] = {
    str(EVENT_STATE_CHANGED): _of_state,
    str(EVENT_STATE_REPORTED): _of_state,
    AUTOMATION_TRIGGERED: _of_automation,
    str(EVENT_CALL_SERVICE): _of_call,
    "homekit_state_change": _always(Origin.HOMEKIT),
    "google_assistant_command": _always(Origin.VOICE),
    "alexa_smart_home": _always(Origin.VOICE),
}
