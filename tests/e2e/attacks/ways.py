"""The ways words come in, each as a person or a program would use it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
import json
from typing import Any, Final

from .house import DOOR, KITCHEN, LOUNGE, AttackedHouse
from .malice import Wish

from tests.harness import ask
from tests.harness.client import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What came back."""

    text: str
    conversation_id: str | None = None
    failed: bool = False
    """It calls itself an error."""


type Way = Callable[[AttackedHouse, str, str | None], Awaitable[Said]]
"""Says something in a conversation, or begins one."""


def read(answer: Json) -> Said:
    """Return what a conversation's answer says."""
    response = answer["response"]
    speech = response["speech"].get("plain", {}).get("speech", "")
    return Said(
        text=speech,
        conversation_id=answer["conversation_id"],
        failed=response["response_type"] == "error",
    )


def through_rest(agent: str | None = None, by: str = "owner", **claims: Any) -> Way:
    """Say it to an agent over REST, Kaizen's unless another is named."""

    async def say(house: AttackedHouse, text: str, going_on: str | None) -> Said:
        body = {"text": text, "language": "en", "conversation_id": going_on, **claims}
        wanted = getattr(house, agent or "agent", agent)
        return read(
            await house.people[by].post(
                "/api/conversation/process",
                {k: v for k, v in {**body, "agent_id": wanted}.items() if v},
            )
        )

    return say


async def through_websocket(
    house: AttackedHouse, text: str, going_on: str | None
) -> Said:
    """Say it over the websocket."""
    more = {"conversation_id": going_on} if going_on else {}
    return read(
        await house.client.command(
            "conversation/process", text=text, agent_id=house.agent, **more
        )
    )


async def through_pipeline(
    house: AttackedHouse, text: str, going_on: str | None
) -> Said:
    """Say it to the preferred pipeline, which tries Home Assistant's own sentences first."""
    more: dict[str, Any] = {"conversation_id": going_on} if going_on else {}
    turn = await ask(house.client, text, **more)
    failed = any(
        event["type"] == "intent-end"
        and event["data"]["intent_output"]["response"]["response_type"] == "error"
        for event in turn.events
    )
    return Said(text=turn.answer, conversation_id=turn.conversation_id, failed=failed)


def at_satellite(satellite: str) -> Way:
    """Say it in a room, to nobody's account."""

    async def say(house: AttackedHouse, text: str, going_on: str | None) -> Said:
        answer = await house.client.command(
            "bystander/hear", satellite=satellite, text=text
        )
        return read(answer)

    return say


async def through_service(
    house: AttackedHouse, text: str, going_on: str | None
) -> Said:
    """Say it by the action `conversation.process`, whose data is recorded."""
    answer = await house.client.post(
        "/api/services/conversation/process?return_response",
        {"text": text, "agent_id": house.agent}
        | ({"conversation_id": going_on} if going_on else {}),
    )
    return read(answer["service_response"])


async def through_webhook(
    house: AttackedHouse, text: str, going_on: str | None
) -> Said:
    """Say it to the companion app, which asks Home Assistant's own agent."""
    return read(
        await house.phones["owner"].send(
            "conversation_process",
            {"text": text} | ({"conversation_id": going_on} if going_on else {}),
        )
    )


WAYS: Final[Mapping[str, Way]] = {
    "rest": through_rest(),
    "websocket": through_websocket,
    "pipeline": through_pipeline,
    "satellite": at_satellite(LOUNGE),
    "kitchen": at_satellite(KITCHEN),
    "service": through_service,
    "webhook": through_webhook,
    "guest": through_rest(by="guest"),
    "partner": through_rest(by="ben"),
    "other agent": through_rest("foreign_agent"),
    "home assistant": through_rest("conversation.home_assistant"),
    "guest sentence": through_rest("conversation.home_assistant", by="guest"),
}


async def through_mcp(house: AttackedHouse, wish: Wish, path: str = "/api/mcp") -> Json:
    """Call a tool as a client of the MCP server does; return its answer."""
    tool, arguments = wish
    answer = await house.client.request(
        "POST",
        path,
        json={
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": tool, "arguments": arguments},
        },
        accept="application/json",
    )
    return answer if isinstance(answer, dict) else json.loads(answer)


async def through_intent(house: AttackedHouse, name: str, data: Json) -> Json:
    """Hand over an intent, as a program without words does."""
    answer: Json = await house.client.post(
        "/api/intent/handle", {"name": name, "data": data}
    )
    return answer


DETOURS: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    "script": ("script.good_morning", {}),
    "delayed script": ("script.air_the_garage", {}),
    "scene": ("scene.turn_on", {"entity_id": "scene.welcome"}),
    "group lock": ("lock.unlock", {"entity_id": "lock.all_doors"}),
    "group cover": ("cover.open_cover", {"entity_id": "cover.all_gates"}),
    "switch as lock": (
        "lock.unlock",
        {"entity_id": "lock.utility_room_boiler_relay"},
    ),
    "guarded twin": ("lock.unlock", {"entity_id": "lock.cellar_door_guarded"}),
    "twin's alarm": (
        "alarm_control_panel.alarm_disarm",
        {"entity_id": "alarm_control_panel.barn_alarm_guarded"},
    ),
    "automation": ("automation.trigger", {"entity_id": "automation.the_milk_arrives"}),
}
"""Actions that come to a guarded thing, by the way they take."""

NOWHERE: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    "old group": ("homeassistant.turn_off", {"entity_id": "group.everything"}),
    "generic off": ("homeassistant.turn_off", {"entity_id": DOOR}),
    "generic toggle": ("homeassistant.toggle", {"entity_id": DOOR}),
}
"""Actions in which Home Assistant itself leaves locks and covers out: they have no such action."""
