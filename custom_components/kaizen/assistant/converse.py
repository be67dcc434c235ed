"""The `kaizen.converse` action: one turn for an automation, with all that came of it."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from homeassistant.components import conversation
from homeassistant.components.ai_task.permissions import async_check_permissions
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import (
    config_validation as cv,
    entity_registry as er,
    intent,
    selector,
)
from homeassistant.helpers.chat_session import async_get_chat_session
from homeassistant.util.json import JsonObjectType
import probatio

from ..const import CONF_KIND, DOMAIN, EntryKind
from .extras import CURRENT_EXTRAS, TurnExtras
from .media import async_attachments
from .metrics import TurnMetrics
from .settings import SUBENTRY_CONVERSATION

SERVICE_CONVERSE: Final = "converse"

ATTR_AGENT: Final = "agent"
ATTR_ATTACHMENTS: Final = "attachments"
ATTR_CONVERSATION_ID: Final = "conversation_id"
ATTR_LANGUAGE: Final = "language"
ATTR_TEXT: Final = "text"

SCHEMA: Final = probatio.Schema(
    {
        probatio.Required(ATTR_TEXT): probatio.All(cv.string, probatio.Length(min=1)),
        probatio.Optional(ATTR_AGENT): cv.entity_id,
        probatio.Optional(ATTR_CONVERSATION_ID): cv.string,
        probatio.Optional(ATTR_LANGUAGE): cv.string,
        probatio.Optional(ATTR_ATTACHMENTS, default=list): selector.MediaSelector(
            {"accept": ["image/*"], "multiple": True}
        ),
    }
)


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the assistant's actions."""
    hass.services.async_register(
        DOMAIN,
        SERVICE_CONVERSE,
        _async_converse,
        schema=SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )


async def _async_converse(call: ServiceCall) -> ServiceResponse:
    """Take one turn as the user of the call and tell what came of it.

    Raises:
        HomeAssistantError: The turn failed and nobody asked for the response, so that its
            spoken failure would not be heard.
        ServiceValidationError: There is no such agent or no such image.
        Unauthorized: The agent, the camera or the conversation is not the user's to use.
    """
    hass, data = call.hass, call.data
    agent_id = data.get(ATTR_AGENT) or _default_agent(hass)
    _require_agent(hass, agent_id)
    chosen = data[ATTR_ATTACHMENTS]
    await async_check_permissions(hass, agent_id, chosen, call.context)

    with async_get_chat_session(
        hass, data.get(ATTR_CONVERSATION_ID), context=call.context
    ) as session:
        async with async_attachments(hass, chosen) as attachments:
            extras = TurnExtras(attachments=attachments)
            token = CURRENT_EXTRAS.set(extras)
            try:
                result = await conversation.async_converse(
                    hass,
                    data[ATTR_TEXT],
                    session.conversation_id,
                    call.context,
                    language=data.get(ATTR_LANGUAGE),
                    agent_id=agent_id,
                )
            finally:
                CURRENT_EXTRAS.reset(token)

    response = _as_response(agent_id, result, extras)
    if call.return_response:
        return response
    if "error" in response:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="converse_failed",
            translation_placeholders={"text": str(response["text"])},
        )
    return None


def _as_response(
    agent_id: str, result: conversation.ConversationResult, extras: TurnExtras
) -> JsonObjectType:
    metrics = extras.metrics or TurnMetrics()
    response: JsonObjectType = {
        "text": result.response.speech.get("plain", {}).get("speech", ""),
        "conversation_id": result.conversation_id,
        "continue_conversation": result.continue_conversation,
        "agent": agent_id,
        "sources": [asdict(source) for source in extras.sources],
        "tools": list(extras.tools),
        "timings": {"first_delta": metrics.first_delta, "total": metrics.total},
    }
    if error := metrics.error or _error_code(result.response):
        response["error"] = error
    return response


def _error_code(response: intent.IntentResponse) -> str | None:
    """Return how Home Assistant calls a failure that the agent did not see."""
    return response.error_code and response.error_code.value


def _default_agent(hass: HomeAssistant) -> str:
    """Return the first agent of the first assistant; set-up puts the voice agent there."""
    if agent_id := next(_agents(hass), None):
        return agent_id
    raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_agent")


def _require_agent(hass: HomeAssistant, agent_id: str) -> None:
    """Refuse an entity that is not an agent of Kaizen, or not loaded."""
    if agent_id not in _agents(hass):
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="not_an_agent",
            translation_placeholders={"agent": agent_id},
        )


def _agents(hass: HomeAssistant) -> Iterator[str]:
    """Yield the entity ids of the loaded agents, in the order their owner made them."""
    entity_id_of = er.async_get(hass).async_get_entity_id
    for entry in hass.config_entries.async_entries(DOMAIN):
        if (
            entry.data[CONF_KIND] != EntryKind.ASSISTANT
            or entry.state is not ConfigEntryState.LOADED
        ):
            continue
        for subentry in entry.get_subentries_of_type(SUBENTRY_CONVERSATION):
            agent_id = entity_id_of(conversation.DOMAIN, DOMAIN, subentry.subentry_id)
            if agent_id and conversation.async_get_agent(hass, agent_id):
                yield agent_id
