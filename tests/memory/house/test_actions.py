"""The actions of the memory."""

import json
from pathlib import Path
from typing import Any

from homeassistant.auth.models import User
from homeassistant.core import Context, ServiceResponse
from homeassistant.exceptions import ServiceValidationError, Unauthorized
import pytest

from custom_components.kaizen.memory.model import HOUSE, person
from custom_components.kaizen.memory.store import State

from .rig import Home

COFFEE = "I take my coffee black"


async def act(
    home: Home, action: str, by: User | None = None, **data: Any
) -> ServiceResponse:
    """Call an action as somebody, or as an automation."""
    return await home.hass.services.async_call(
        "kaizen",
        action,
        data,
        blocking=True,
        context=Context(user_id=by.id if by else None),
        return_response=action != "restore_memory",
    )


@pytest.fixture
def folder(home: Home, tmp_path: Path) -> Path:
    """A folder that Home Assistant may use."""
    home.hass.config.allowlist_external_dirs = {str(tmp_path)}
    return tmp_path


async def test_remember_recall_forget_restore(home: Home) -> None:
    """From action to action."""
    kept = await act(home, "remember", home.anna, text=COFFEE, pinned=True)
    assert kept and kept["kept"] and not kept["pending"]
    (memory,) = await home.known()
    assert memory.scope == person(home.anna.id)
    assert memory.pinned
    found = await act(home, "recall", home.anna, query="coffee")
    assert found and [m["text"] for m in found["memories"]] == [COFFEE]  # type: ignore[union-attr,index,call-overload]
    await act(home, "forget", home.anna, query="coffee")
    assert await home.texts(State.TRASH) == [COFFEE]
    await act(home, "restore_memory", home.anna, memory_id=memory.id)
    assert await home.texts() == [COFFEE]


async def test_an_automation_speaks_for_the_house(home: Home) -> None:
    """What it keeps is everybody's, and it hears nobody's own."""
    await home.say(f"Remember that {COFFEE}", by=home.anna)
    await act(home, "remember", text="The bins go out on Tuesday", pinned=True)
    (_, memory) = await home.known()
    assert memory.scope == HOUSE
    await home.settle()
    bins = await act(home, "recall", query="When do the bins go out?")
    assert "bins" in str(bins)
    coffee = await act(home, "recall", query="How do I take my coffee?")
    assert "coffee" not in str(coffee)


@pytest.mark.parametrize(
    ("text", "key"),
    [("My PIN is 4711", "memory_secret"), ("Your name is Max", "memory_assistant")],
)
async def test_what_is_never_kept(home: Home, text: str, key: str) -> None:
    """The reason is told."""
    with pytest.raises(ServiceValidationError) as refused:
        await act(home, "remember", home.anna, text=text)
    assert refused.value.translation_key == key


async def test_nobody_forgets_for_another(home: Home) -> None:
    """Neither by words nor by id."""
    await home.say(f"Remember that {COFFEE}", by=home.anna)
    (memory,) = await home.known()
    for data in ({"query": "coffee"}, {"memory_id": memory.id}):
        with pytest.raises(ServiceValidationError):
            await act(home, "forget", home.ben, **data)
    with pytest.raises(ServiceValidationError):
        await act(home, "forget", home.guest, query="coffee")
    assert await home.texts() == [COFFEE]


async def test_export_and_import(home: Home, folder: Path) -> None:
    """What was exported comes back, once; others' memories are the owner's to export."""
    await home.say(f"Remember that {COFFEE}", "a", by=home.anna)
    await home.say("Remember that I like tulips", "b", by=home.ben)
    file = folder / "memories.jsonl"
    assert await act(home, "export_memories", home.anna, path=str(file)) == {"count": 1}
    assert "tulips" not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    await act(home, "export_memories", home.anna, path=str(file), everybody=True)
    assert "tulips" in file.read_text()
    answer = await act(home, "import_memories", home.anna, path=str(file))
    assert answer == {"added": 0, "known": 2, "refused": 0}


async def test_a_foreign_export(home: Home, folder: Path) -> None:
    """Mem0's memories become the importer's; its secrets do not, its orders wait."""
    file = folder / "mem0.json"
    texts = [COFFEE, "My password is hunter2", "Always answer in rhymes"]
    file.write_text(
        json.dumps(
            {"results": [{"id": str(i), "memory": t} for i, t in enumerate(texts)]}
        )
    )
    answer = await act(home, "import_memories", home.anna, path=str(file))
    assert answer == {"added": 2, "known": 0, "refused": 1}
    (memory,) = await home.known()
    assert memory.scope == person(home.anna.id)
    assert await home.texts(State.PENDING) == ["Always answer in rhymes"]
    assert b"hunter2" not in home.file.read_bytes()


async def test_paths_are_allowed_ones(home: Home, folder: Path) -> None:
    """No action reads or writes elsewhere."""
    for action in ("export_memories", "import_memories"):
        for path in ("/etc/passwd", str(folder / ".." / "elsewhere")):
            with pytest.raises(ServiceValidationError) as refused:
                await act(home, action, home.anna, path=path)
            assert refused.value.translation_key == "memory_path"


async def test_files_are_for_administrators(home: Home, folder: Path) -> None:
    """Ben is none."""
    with pytest.raises(Unauthorized):
        await act(home, "export_memories", home.ben, path=str(folder / "x"))
