"""An owner talks to the house over every way Home Assistant offers."""

import pytest

from .conftest import OWNER, House

from tests.harness import ask, suggested
from tests.harness.client import Json
from tests.harness.kaizen import diagnostics, entries_of, reloaded

pytestmark = pytest.mark.asyncio(loop_scope="module")


def speech(answer: Json) -> str:
    """Return the words of an answer."""
    return str(answer["response"]["speech"]["plain"]["speech"])


async def test_the_flow_leaves_agents_that_work(house: House) -> None:
    """One entry, loaded, with an agent for each preset."""
    (entry,) = await entries_of(house.client, "assistant")
    assert entry["state"] == "loaded"
    agents = (await house.client.command("conversation/agent/list"))["agents"]
    assert {"Kaizen Voice", "Kaizen Deep", "Kaizen Think"} <= {
        a["name"] for a in agents
    }


async def test_rest(house: House) -> None:
    """`/api/conversation/process` answers with the model's words."""
    await house.model.answer("Good evening!")
    answer = await house.client.post(
        "/api/conversation/process", {"text": "Good evening", "agent_id": house.agent}
    )
    assert speech(answer) == "Good evening!"
    chat = (await house.model.chats())[-1]
    assert chat["body"]["messages"][-1]["content"].endswith("Good evening")


async def test_websocket(house: House) -> None:
    """`conversation/process` goes on in the same conversation."""
    await house.model.answer("Hello.", "You said hello.")
    first = await house.client.command(
        "conversation/process", text="Hello", agent_id=house.agent
    )
    second = await house.client.command(
        "conversation/process",
        text="What did I say?",
        agent_id=house.agent,
        conversation_id=first["conversation_id"],
    )
    assert speech(second) == "You said hello."
    said = [m["content"] for m in (await house.model.chats())[-1]["body"]["messages"]]
    assert "Hello." in said


async def test_pipeline(house: House) -> None:
    """A run of the preferred pipeline streams the answer before it is complete."""
    await house.model.answer({"chunks": ["It is ", "a quiet ", "evening."]})
    turn = await ask(house.client, "Tell me something")
    assert turn.answer == "It is a quiet evening."
    assert turn.agent == house.agent
    streamed = [
        event["data"]["chat_log_delta"].get("content")
        for event in turn.events
        if event["type"] == "intent-progress" and "chat_log_delta" in event["data"]
    ]
    assert "".join(filter(None, streamed)).endswith("It is a quiet evening.")


async def test_a_tool_switches_the_light(house: House) -> None:
    """What the model calls happens, and it is told so."""
    call = {"name": "intent__HassTurnOn", "arguments": {"name": "Bedroom light"}}
    await house.model.answer({"tool_calls": [call]}, "The bedroom is bright.")
    turn = await ask(house.client, "It is too dark to read in bed")
    assert turn.answer == "The bedroom is bright."
    state = await house.client.get("/api/states/light.bedroom_light")
    assert state["state"] == "on"


async def test_a_sentence_needs_no_model(house: House) -> None:
    """Home Assistant's own sentences come first, and never reach the model."""
    turn = await ask(house.client, "Turn on the kitchen light")
    assert turn.agent == "conversation.home_assistant"
    state = await house.client.get("/api/states/light.kitchen_light")
    assert state["state"] == "on"


async def test_a_broken_server_is_heard(house: House) -> None:
    """The answer is a sentence; what needs no model still works."""
    await house.model.fail("error_500")
    turn = await ask(house.client, "How are you?")
    assert turn.answer
    assert turn.agent == house.agent
    switched = await house.client.post(
        "/api/conversation/process",
        {"text": "Turn off the kitchen light", "agent_id": house.agent},
    )
    assert speech(switched)
    state = await house.client.get("/api/states/light.kitchen_light")
    assert state["state"] == "off"


async def test_an_automation_asks(house: House) -> None:
    """`kaizen.converse` returns the words to the automation that called it."""
    await house.model.answer("Two windows are open.")
    answer = await house.client.post(
        "/api/services/kaizen/converse?return_response",
        {"agent": house.agent, "text": "Which windows are open?"},
    )
    assert answer["service_response"]["text"] == "Two windows are open."


async def test_a_changed_persona_reaches_the_model(house: House) -> None:
    """What the owner writes in an agent's settings is in the next prompt."""
    (entry,) = await entries_of(house.client, "assistant")
    listed = await house.client.command(
        "config_entries/subentries/list", entry_id=entry["entry_id"]
    )
    voice = next(s for s in listed if s["title"] == "Kaizen Voice")
    path = "/api/config/config_entries/subentries/flow"
    form = await house.client.post(
        path,
        {
            "handler": [entry["entry_id"], "conversation"],
            "subentry_id": voice["subentry_id"],
        },
    )
    persona = "Answers like a lighthouse keeper."
    async with reloaded(house.client, entry["entry_id"]):
        result = await house.client.post(
            f"{path}/{form['flow_id']}", {**suggested(form), "persona": persona}
        )
        assert result["reason"] == "reconfigure_successful", result
    await house.model.answer("Ahoy.")
    await house.client.command(
        "conversation/process", text="Hello", agent_id=house.agent
    )
    chat = (await house.model.chats())[-1]
    assert persona in chat["body"]["messages"][0]["content"]


async def test_diagnostics_tell_what_agents_can_do(house: House) -> None:
    """A bug report shows the tools, and nothing secret."""
    (entry,) = await entries_of(house.client, "assistant")
    told = await diagnostics(house.client, entry)
    assert told["entry"]["data"]["kind"] == "assistant"
    assert "intent__HassTurnOn" in told["tools"]
    assert OWNER.password not in str(told)
