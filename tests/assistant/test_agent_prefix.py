"""What a model server has to read again, by its own account."""

from collections.abc import Callable
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.loader import DATA_CUSTOM_COMPONENTS
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    async_test_home_assistant,
)

from custom_components.kaizen.assistant.agent import WARM_UP_DELAY

from . import rig
from .household import FAN, FURNITURE, LIGHT, House, async_move_in
from .large_house import async_fill
from .many_tools import async_arm, async_offer_extras

from tests.simulators.ollama import QWEN3, QWEN_VOICE, JournalEntry, OllamaSimulator

MOST = 250
"""Prompt tokens that any turn after the first may cost."""

ON = ("HassTurnOn", {"name": "Kitchen light"})
LONG = (
    "The kitchen is twenty-one degrees warm, the window is closed, and the light has "
    "been on since seven. In the bedroom it is nineteen degrees, and the fan is off."
)


@pytest.fixture(params=[QWEN_VOICE.name, QWEN3.name])
async def house(
    request: pytest.FixtureRequest, hass: HomeAssistant, server: OllamaSimulator
) -> House:
    """A house with a model of either order: tools before the system prompt, and after."""
    server.library.add(QWEN3)
    return await async_move_in(
        hass, server, rig.agent(model=request.param, llm_hass_api=["assist"])
    )


def evaluated(house: House) -> int:
    """Return what the requests since the last look cost, all together."""
    costs = [chat.evaluated_tokens for chat in house.server.journal.chats]
    house.server.journal.clear()
    return sum(costs)


def head(chat: JournalEntry) -> tuple[Any, Any]:
    """Return the tools and the system prompt of a request."""
    return chat.body["tools"], chat.body["messages"][0]


async def test_every_situation(
    hass: HomeAssistant,
    house: House,
    freezer: FrozenDateTimeFactory,
    hass_owner_user: Any,
    record_property: Callable[[str, object], None],
) -> None:
    """Turns, rooms, people, changes of state, tools, a restart: never the whole prompt."""
    costs: dict[str, int] = {}
    house.server.script.default = LONG

    async def turn(
        name: str, text: str, conversation_id: str | None, **how: Any
    ) -> Any:
        result = await house.say(text, conversation_id, **how)
        costs[name] = evaluated(house)
        return result.conversation_id

    talk = await turn("first turn", "how is the kitchen", None)
    await turn("turn 2", "and the bedroom", talk)
    await turn(
        "turn 3, kitchen satellite",
        "thanks",
        talk,
        device_id=house.satellite("Kitchen"),
    )
    freezer.tick(600)
    hass.states.async_set(LIGHT, "on")
    house.server.script.tool_call(*ON)
    talk = await turn("new conversation, states changed, tool", "kitchen light", None)
    await turn("after the tool", "what else", talk)
    house.server.script.tool_call("GetLiveContext", {"area": "Bedroom"})
    await turn("second tool", "how is the bedroom", talk)
    await turn("bedroom satellite", "hello", None, device_id=house.satellite("Bedroom"))
    await turn("phone", "hello from afar", None, user=hass_owner_user)
    await house.async_reload()
    await turn("after a reload", "hello again", None)
    for name, cost in costs.items():
        record_property(name, cost)
    assert costs.pop("first turn") > 1000
    assert max(costs.values()) <= MOST, costs
    assert house.server.journal.reloads == 0


async def test_most_of_a_prompt_serves_the_next_conversation(
    hass: HomeAssistant, house: House
) -> None:
    """States change all day; the prompt does not."""
    await house.say("how is the kitchen")
    hass.states.async_set(LIGHT, "on")
    hass.states.async_set(FAN, "on", {"speed": 3})
    house.server.journal.clear()
    await house.say("how is the bedroom", device_id=house.satellite("Bedroom"))
    (chat,) = house.turns
    assert chat.cached_tokens >= 0.95 * chat.prompt_tokens


async def test_a_rename_costs_one_prefill(
    hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory
) -> None:
    """The owner's change is read before anyone asks, and only once."""
    await house.say("hello")
    await house.runtime.server.async_refresh()
    house.server.journal.clear()
    er.async_get(hass).async_update_entity(LIGHT, name="Cooking light")
    await hass.async_block_till_done()
    freezer.tick(WARM_UP_DELAY + 1)
    async_fire_time_changed(hass)
    await house.async_settle()
    (prefill,) = house.server.journal.chats
    assert "Cooking light" in prefill.prompt
    assert prefill.body["options"]["num_predict"] == 1
    await house.say("hello")
    (turn,) = house.turns
    assert turn.evaluated_tokens <= MOST


async def test_a_restart_writes_the_same_prompt(
    hass: HomeAssistant, house: House
) -> None:
    """Not a byte differs, or every restart would cost a cold prompt."""
    await house.say("hello")
    before = head(house.turns[-1])
    await house.async_reload()
    await house.say("hello")
    assert head(house.turns[-1]) == before


async def test_another_start_writes_the_same_prompt(
    hass: HomeAssistant, house: House
) -> None:
    """Integrations and entities come in another order, the prompt does not."""
    await house.say("hello")
    (agent,) = house.entry.subentries.values()
    async with async_test_home_assistant() as other:
        other.data.pop(DATA_CUSTOM_COMPONENTS)
        try:
            assert await async_setup_component(other, "homeassistant", {})
            for domain in reversed(FURNITURE):
                assert await async_setup_component(other, domain, {})
            again = await async_move_in(other, house.server, rig.agent(**agent.data))
            await again.say("hello")
            await other.config_entries.async_unload(again.entry.entry_id)
        finally:
            await other.async_stop(force=True)
    first, second = house.turns
    assert head(first) == head(second)


async def test_rooms_and_people_share_a_prompt(
    house: House, hass_owner_user: Any
) -> None:
    """Whoever asks, wherever: tools and system prompt are the same bytes."""
    await house.say("hello")
    await house.say("hello", device_id=house.satellite("Kitchen"))
    await house.say("hello", device_id=house.satellite("Bedroom"), language="de")
    await house.say("hello", user=hass_owner_user)
    heads = [head(chat) for chat in house.turns]
    assert len(heads) == 4
    assert all(one == heads[0] for one in heads)
    assert "Kitchen" not in str([c.body["messages"][1:] for c in house.turns[:1]])
    assert "Kitchen" in house.turns[1].body["messages"][1]["content"]


async def test_the_meter_agrees_with_the_server(house: House) -> None:
    """What the sensors show is what the server spent, turn by turn."""
    talk: str | None = None
    for text, calls in (
        ("how is the kitchen", []),
        ("kitchen light", [ON]),
        ("and now", [("GetLiveContext", {}), ON]),
        ("thanks", []),
    ):
        house.server.journal.clear()
        for call in calls:
            house.server.script.tool_call(*call)
        house.server.script.reply(LONG)
        talk = (await house.say(text, talk)).conversation_id
        chats = house.turns
        metrics = house.metrics
        spent = sum(chat.evaluated_tokens for chat in chats)
        assert metrics.evaluated_tokens == pytest.approx(spent, rel=0.1, abs=16)
        assert metrics.prompt_tokens == chats[-1].prompt_tokens
        assert metrics.output_tokens == sum(chat.output_tokens for chat in chats)
        assert metrics.requests == len(chats)
        assert metrics.first_delta is not None
        assert 0 < metrics.first_delta <= metrics.total
        assert metrics.tokens_per_second == pytest.approx(50)
        assert metrics.error is None


@pytest.mark.parametrize("model", [QWEN_VOICE.name, QWEN3.name])
@pytest.mark.parametrize("num_ctx", [12288, 16384])
async def test_five_hundred_entities(
    hass: HomeAssistant, server: OllamaSimulator, num_ctx: int, model: str
) -> None:
    """A large house with every tool takes less than 8192 tokens, all of it by name."""
    house = await _async_large_house(hass, server, num_ctx=num_ctx, model=model)
    entities = await async_fill(hass, 500)
    await house.say("hello")
    (turn,) = house.turns
    assert len(turn.body["tools"]) >= 43
    assert turn.prompt_tokens < 8192
    assert not turn.truncated
    system = turn.body["messages"][0]["content"]
    missing = [e for e in entities if hass.states.get(e).name not in system]  # type: ignore[union-attr]
    assert missing == []


async def test_five_hundred_entities_in_a_small_window(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """The list gives way, so that there is room to talk."""
    house = await _async_large_house(hass, server)
    await async_fill(hass, 500)
    talk = (await house.say("hello")).conversation_id
    for _ in range(5):
        await house.say("tell me more", talk)
    last = house.turns[-1]
    assert len(last.body["tools"]) >= 43
    assert "Kitchen: binary_sensor ×6" in last.body["messages"][0]["content"]
    assert len(last.body["messages"]) == 1 + 5 * 2 + 1
    assert 8192 - house.turns[0].prompt_tokens >= 1500
    assert not any(turn.truncated for turn in house.turns)
    assert max(turn.evaluated_tokens for turn in house.turns[1:]) <= MOST
    assert not any(
        issue_id.startswith("prompt_too_large")
        for _, issue_id in ir.async_get(hass).issues
    )


async def test_agents_with_different_windows_share_what_was_read(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """A model has one window, the largest asked for: words do not depend on whose turn it is."""
    server.library.add(QWEN3)
    house = await async_move_in(
        hass,
        server,
        rig.agent(name="Max", llm_hass_api=["assist"], num_ctx=8192),
        rig.agent("Kaizen Deep", name="Max", llm_hass_api=["assist"], num_ctx=16384),
    )
    await async_fill(hass, 500)
    await house.say("hello")
    house.title = "Kaizen Deep"
    await house.say("hello")
    house.title = "Kaizen Voice"
    await house.say("hello")
    first, *later = house.turns
    assert all(head(turn) == head(first) for turn in later)
    assert max(turn.evaluated_tokens for turn in later) <= MOST
    assert server.journal.reloads == 0


async def _async_large_house(
    hass: HomeAssistant, server: OllamaSimulator, **settings: Any
) -> House:
    """Return a house with every tool Kaizen has, and five of another integration."""
    server.library.add(QWEN3)
    agent = rig.agent(llm_hass_api=["assist"], **settings)
    house = await async_move_in(hass, server, agent)
    await async_arm(hass)
    await async_offer_extras(hass)
    return house


async def test_a_window_that_is_too_small(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """The owner is told, until the window is large enough."""
    house = await async_move_in(
        hass, server, rig.agent(llm_hass_api=["assist"], num_ctx=2048)
    )
    await house.say("hello")
    (subentry,) = house.entry.subentries.values()
    issue_id = f"prompt_too_large_{subentry.subentry_id}"
    issue = ir.async_get(hass).async_get_issue("kaizen", issue_id)
    assert issue is not None
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["num_ctx"] == "2048"
    hass.config_entries.async_update_subentry(
        house.entry, subentry, data={**subentry.data, "num_ctx": 8192}
    )
    await house.async_reload()
    await house.say("hello")
    assert ir.async_get(hass).async_get_issue("kaizen", issue_id) is None


async def test_options_are_always_the_same(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """A request with another window would make the server load the model anew."""
    house = await async_move_in(
        hass,
        server,
        rig.agent(num_ctx=8192, llm_hass_api=["assist"]),
        rig.agent("Kaizen Deep", num_ctx=16384, temperature=0.1),
        rig.ai_task(num_ctx=4096),
    )
    await house.say("hello")
    house.title = "Kaizen Deep"
    await house.say("hello")
    await hass.services.async_call(
        "ai_task",
        "generate_data",
        {
            "task_name": "x",
            "entity_id": rig.entity_of(hass, house.entry, "Kaizen Tasks"),
            "instructions": "Think of a number.",
        },
        blocking=True,
        return_response=True,
    )
    assert {chat.body["options"]["num_ctx"] for chat in server.journal.chats} == {16384}
    assert len(server.journal.chats) == 3
    assert server.journal.reloads == 0
