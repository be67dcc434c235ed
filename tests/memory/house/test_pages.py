"""Memory on a page: one's own and what is shared, and nobody else's."""

from typing import Any

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.kaizen.memory.store import State

from .rig import KITCHEN, Home

COFFEE = "I take my coffee black"
MILK = "I take my coffee with milk"


class Pages:
    """What the people of the house see."""

    def __init__(self, home: Home, sockets: WebSocketGenerator) -> None:
        """Open no page yet."""
        self.home = home
        self._sockets = sockets
        self._open: dict[str, Any] = {}

    async def ask(self, user: User, command: str, **fields: Any) -> Any:
        """Return a command's result, or the code of its error."""
        if user.id not in self._open:
            hass = self.home.hass
            token = await hass.auth.async_create_refresh_token(user, "http://page")
            access = hass.auth.async_create_access_token(token)
            self._open[user.id] = await self._sockets(hass, access)
        await self._open[user.id].send_json_auto_id(
            {"type": f"kaizen/memory/{command}", **fields}
        )
        answer = await self._open[user.id].receive_json()
        return answer["result"] if answer["success"] else answer["error"]["code"]

    async def texts(self, user: User, **fields: Any) -> list[str]:
        """Return the words of what somebody's list shows."""
        found = await self.ask(user, "list", **fields)
        return [memory["text"] for memory in found["memories"]]


@pytest.fixture
async def pages(
    hass: HomeAssistant, home: Home, hass_ws_client: WebSocketGenerator
) -> Pages:
    """A house in which two people remember how they take their coffee."""
    await home.say(f"Remember that {COFFEE}", "a", by=home.anna)
    await home.say(f"Remember that {MILK}", "b", by=home.ben)
    await home.settle()
    return Pages(home, hass_ws_client)


async def test_each_sees_their_own(pages: Pages) -> None:
    """In lists and searches; a guest sees none."""
    home = pages.home
    assert await pages.texts(home.anna) == [COFFEE]
    assert await pages.texts(home.ben) == [MILK]
    assert await pages.ask(home.guest, "list") == "memory_not_yours"
    found = await pages.ask(home.ben, "search", text="How do I take my coffee?")
    assert [memory["text"] for memory in found["memories"]] == [MILK]


async def test_nobody_reaches_anothers(pages: Pages) -> None:
    """Not by its id either, the owner included: it is as if it were not there."""
    home = pages.home
    bens = (await pages.ask(home.ben, "list"))["memories"][0]["id"]
    for command, fields in (
        ("get", {"memory_id": bens}),
        ("history", {"memory_id": bens}),
        ("edit", {"memory_id": bens, "text": "I take tea"}),
        ("pin", {"memory_id": bens, "pinned": True}),
        ("trash", {"memory_ids": [bens]}),
        ("restore", {"memory_ids": [bens]}),
        ("erase", {"memory_ids": [bens]}),
        ("pending", {"keep": [bens]}),
        ("pending", {"drop": [bens]}),
    ):
        assert await pages.ask(home.anna, command, **fields) == "memory_not_found"
    assert await pages.texts(home.ben) == [MILK]


async def test_edit_with_history_and_undo(pages: Pages) -> None:
    """Every change is a version that can be taken back."""
    anna = pages.home.anna
    memory_id = (await pages.ask(anna, "list"))["memories"][0]["id"]
    await pages.ask(anna, "edit", memory_id=memory_id, text="I take tea")
    await pages.ask(anna, "pin", memory_id=memory_id, pinned=True)
    history = await pages.ask(anna, "history", memory_id=memory_id)
    assert [version["act"] for version in history["versions"]] == [
        "added",
        "edited",
        "edited",
    ]
    await pages.ask(anna, "undo")
    await pages.ask(anna, "undo")
    memory = await pages.ask(anna, "get", memory_id=memory_id)
    assert (memory["text"], memory["pinned"]) == (COFFEE, False)


async def test_a_secret_is_not_edited_in(pages: Pages) -> None:
    """The page has no way around what is never kept."""
    anna = pages.home.anna
    memory_id = (await pages.ask(anna, "list"))["memories"][0]["id"]
    answer = await pages.ask(anna, "edit", memory_id=memory_id, text="My PIN is 4711")
    assert answer == "memory_secret"


async def test_trash_and_back_and_gone_for_good(pages: Pages) -> None:
    """It comes back whole; erased by the owner, it is in no file any more."""
    home = pages.home
    memory_id = (await pages.ask(home.anna, "list"))["memories"][0]["id"]
    await pages.ask(home.anna, "trash", memory_ids=[memory_id])
    assert await pages.texts(home.anna) == []
    assert await pages.texts(home.anna, state="trash") == [COFFEE]
    await pages.ask(home.anna, "restore", memory_ids=[memory_id])
    assert await pages.texts(home.anna) == [COFFEE]
    await pages.ask(home.anna, "trash", memory_ids=[memory_id])
    assert await pages.ask(home.anna, "erase", memory_ids=[memory_id]) == {"erased": 1}
    for file in home.file.parent.glob("memory.db*"):
        assert b"coffee black" not in file.read_bytes()


async def test_only_the_owner_erases(pages: Pages) -> None:
    """Others have the trash."""
    home = pages.home
    memory_id = (await pages.ask(home.ben, "list"))["memories"][0]["id"]
    answer = await pages.ask(home.ben, "erase", memory_ids=[memory_id])
    assert answer == "memory_owner_only"


async def test_the_owner_judges_what_a_voice_said(pages: Pages) -> None:
    """Nobody else sees it; with a yes it belongs where the owner says."""
    home = pages.home
    said = "The back door sticks in winter"
    await home.say(f"Remember that {said}", "k", heard_by=KITCHEN)
    assert (await pages.ask(home.ben, "pending"))["memories"] == []
    (waiting,) = (await pages.ask(home.anna, "pending"))["memories"]
    left = await pages.ask(home.anna, "pending", keep=[waiting["id"]], scope="house")
    assert left["memories"] == []
    assert said in await pages.texts(home.ben)


async def test_consent_is_ones_own(pages: Pages) -> None:
    """Everybody agrees for themselves, and takes it back."""
    home = pages.home
    assert await pages.ask(home.ben, "consent") == {"learning": False}
    await pages.ask(home.ben, "consent", learning=True)
    assert home.memory.consenting == {home.ben.id}
    await pages.ask(home.ben, "consent", learning=False)
    assert not home.memory.consenting


async def test_which_memories_a_conversation_used(pages: Pages) -> None:
    """One's own only."""
    home = pages.home
    await home.say("How do I take my coffee?", "a", by=home.anna)
    used = await pages.ask(home.anna, "used", conversation_id="a")
    assert [memory["text"] for memory in used["memories"]] == [COFFEE]
    assert await pages.ask(home.ben, "used", conversation_id="a") == {"memories": []}


async def test_numbers(pages: Pages) -> None:
    """Of what one sees; and how memories are found."""
    home = pages.home
    told = await pages.ask(home.ben, "stats")
    assert told["counts"][f"person:{home.ben.id}"] == {"live": 1}
    assert home.anna.id not in str(told)
    assert told["by"] == "meaning"


async def test_changes_are_told_without_words(pages: Pages) -> None:
    """Whoever wants to know what has changed asks, and is asked who they are."""
    home = pages.home
    await pages.ask(home.anna, "subscribe")
    await home.say("Remember that I like tulips", "b", by=home.ben)
    event = await pages._open[home.anna.id].receive_json()  # noqa: SLF001
    assert event["event"] == {"changed": True}


async def test_what_is_kept_stays_after_the_entry(pages: Pages) -> None:
    """Removing the entry removes no memory."""
    home = pages.home
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert home.file.exists()
    assert await pages.ask(home.anna, "list") == "memory_not_loaded"


def test_states_are_known() -> None:
    """The names a page uses."""
    assert {state.value for state in State} == {
        "live",
        "pending",
        "superseded",
        "trash",
    }
