"""An owner sets the web search up, and the house answers with what it has found and where."""

import pytest

from .conftest import House

from tests.harness import ask, run_flow
from tests.harness.flows import ENTRY_FLOW
from tests.harness.kaizen import entries_of
from tests.simulators.searxng import SearXNGSimulator, row

pytestmark = pytest.mark.asyncio(loop_scope="module")

RIVER = row(
    "Level of the river",
    "https://water.example/river",
    "The river stands at 3.2 metres and falls.",
)
QUERY = 'river level & flood? "today"'
SEARCH = {"name": "kaizen__web_search", "arguments": {"query": QUERY}}


async def test_the_web_is_asked_from_home(house: House) -> None:
    """Nothing goes out before a server is named; then an answer carries its sources."""
    await house.model.answer({"tool_calls": [SEARCH]}, "I cannot search.")
    before = await ask(house.client, "How high is the river?")
    assert "water.example" not in before.answer
    async with SearXNGSimulator(results=[RIVER]) as server:
        await run_flow(
            house.client,
            {"handler": "kaizen"},
            {
                "user": "search",
                "search": "search_searxng",
                "search_searxng": {"url": server.url},
            },
            path=ENTRY_FLOW,
        )
        (entry,) = await entries_of(house.client, "search")
        assert entry["state"] == "loaded"
        assert not server.asked
        await house.model.answer(
            {"tool_calls": [SEARCH]}, "It stands at 3.2 metres, says water.example."
        )
        turn = await ask(house.client, "How high is the river?")
        assert "(https://water.example/river)" in turn.answer
        assert [asked["q"] for asked in server.asked] == [QUERY]
        told = (await house.model.chats())[-1]["body"]["messages"]
        assert any(
            "3.2 metres" in message["content"]
            for message in told
            if message["role"] == "tool"
        )
        answer = await house.client.post(
            "/api/kaizen/v1/search", {"query": "river level"}
        )
        assert answer["results"][0]["url"] == "https://water.example/river"
        found = await house.client.post(
            "/api/services/kaizen/search?return_response", {"query": "river level"}
        )
        assert found["service_response"]["results"][0]["title"] == RIVER["title"]
