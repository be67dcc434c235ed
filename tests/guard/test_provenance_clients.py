"""What clients and other companies send, and what they claim."""

import asyncio
from typing import Any

from homeassistant.auth.const import GROUP_ID_ADMIN
from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.kaizen.guard.model import Origin, Tier
from custom_components.kaizen.guard.policy import Policy
from custom_components.kaizen.guard.provenance import async_caller

from .witness import (
    DOOR,
    HELPED,
    HELPER,
    KITCHEN,
    MODEL,
    Home,
    async_build,
    async_unlock,
)


@pytest.fixture
async def home(hass: HomeAssistant) -> Home:
    """A house with a door."""
    return await async_build(hass)


async def test_claimed_room_is_not_believed(
    home: Home,
    hass_ws_client: WebSocketGenerator,
    hass_owner_user: User,
    socket_enabled: None,
) -> None:
    """A client that says it is the kitchen's satellite is a client that says so."""
    client = await hass_ws_client(home.hass)
    await client.send_json_auto_id(
        {
            "type": "conversation/process",
            "text": "unlock the front door",
            "satellite_id": KITCHEN,
            "device_id": "whatever",
        }
    )
    assert (await client.receive_json())["success"]
    assert home.caller.origin is Origin.VOICE
    assert home.caller.satellite_id is None
    assert home.caller.area_id is None
    assert home.caller.user_id is not None


async def test_pipeline_of_a_browser(
    home: Home, hass_ws_client: WebSocketGenerator, socket_enabled: None
) -> None:
    """Typed into the Assist dialog and matched locally, it is words and no dashboard's click."""
    await home.speak("turn on the kitchen", MODEL)  # the pipeline asks a model last
    client = await hass_ws_client(home.hass)
    await client.send_json_auto_id(
        {
            "type": "assist_pipeline/run",
            "start_stage": "intent",
            "end_stage": "intent",
            "input": {"text": "unlock the front door"},
        }
    )
    async with asyncio.timeout(10):
        while True:
            message = await client.receive_json()
            if message.get("event", {}).get("type") == "run-end":
                break
    assert home.caller.origin is Origin.VOICE
    assert home.caller.user_id is not None


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/conversation/process", {"text": "unlock the front door"}),
        ("/api/intent/handle", {"name": "HassTurnOff", "data": {"name": "front door"}}),
        (
            "/api/services/conversation/process",
            {
                "text": "unlock the front door",
                "agent_id": "conversation.home_assistant",
            },
        ),
    ],
)
async def test_words_over_http(
    home: Home,
    hass_client: ClientSessionGenerator,
    socket_enabled: None,
    path: str,
    body: dict[str, Any],
) -> None:
    """Whoever sends words instead of a call has talked."""
    client = await hass_client()
    response = await client.post(path, json=body)
    assert response.ok
    await home.hass.async_block_till_done()
    assert home.caller.origin is Origin.VOICE


async def test_call_over_http(
    home: Home, hass_client: ClientSessionGenerator, socket_enabled: None
) -> None:
    """A plain call over HTTP is its user's."""
    client = await hass_client()
    response = await client.post("/api/services/lock/unlock", json={"entity_id": DOOR})
    assert response.ok
    assert home.caller.origin is Origin.DASHBOARD


@pytest.mark.parametrize(
    ("event", "origin"),
    [
        ("homekit_state_change", Origin.HOMEKIT),
        ("google_assistant_command", Origin.VOICE),
        ("alexa_smart_home", Origin.VOICE),
    ],
)
async def test_other_companies(home: Home, event: str, origin: Origin) -> None:
    """What announces itself by an event keeps that origin through automations too."""
    await home.automate(HELPED)
    context = Context()
    home.hass.bus.async_fire(event, {}, context=context)
    await home.switch(HELPER, context)
    assert home.caller.origin is origin


async def test_account_of_the_cloud(home: Home) -> None:
    """What Alexa asks of the cloud comes with a user who is nobody."""
    cloud = await home.hass.auth.async_create_system_user(
        "Home Assistant Cloud", group_ids=[GROUP_ID_ADMIN]
    )
    await async_unlock(home.hass, Context(user_id=cloud.id))
    assert home.caller.origin is Origin.VOICE
    assert home.caller.tier is Tier.ANONYMOUS


async def test_call_without_a_context_is_nobodys_word(home: Home) -> None:
    """What goes past Home Assistant's actions has nothing that speaks for it."""
    caller = await async_caller(home.hass, None, Policy())
    assert caller.origin.is_talk
    assert caller.tier is Tier.ANONYMOUS
