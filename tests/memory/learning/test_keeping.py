"""What is learned is in the store, whole, and can be taken back."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from custom_components.kaizen.memory.learning import (
    LEARNING,
    Add,
    StoreKnowledge,
    Supersede,
)
from custom_components.kaizen.memory.model import Channel, Memory, Provenance, Scope
from custom_components.kaizen.memory.store import (
    Filter,
    InvalidMemoryError,
    State,
    Store,
)

from .rig import Notebook, facts, learner, said

from tests.memory.rig import ELENA, MAX, START, Clock, draft


async def _no_vectors(text: str, scope: Scope) -> list[tuple[Memory, float]] | None:
    return None


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store."""
    store = await Store.open(tmp_path / "memory.db", Clock())
    yield store
    await store.close()


@pytest.fixture
def knowledge(store: Store) -> StoreKnowledge:
    """A knowledge that finds by words."""
    return StoreKnowledge(store, Clock(), _no_vectors)


def _learned() -> Provenance:
    return Provenance(channel=Channel.LEARNED, at=START, speaker="elena")


async def _texts(store: Store, state: State = State.LIVE) -> list[str]:
    found = await store.read(lambda reader: reader.browse(Filter(state=state)))
    return [memory.text for memory in found]


async def test_a_lesson_is_one_change(store: Store, knowledge: StoreKnowledge) -> None:
    """Taken back as a whole."""
    old = await store.write(
        lambda undoer: undoer.add(draft("I live in Graz"), actor="elena")
    )
    kept = await knowledge.keep(
        [
            Supersede(draft=draft("I live in Vienna now"), ids=(old.memory.id,)),
            Add(draft=draft("I collect pens")),
        ]
    )
    assert kept == 2
    assert await _texts(store) == ["I collect pens", "I live in Vienna now"]
    assert await _texts(store, State.SUPERSEDED) == ["I live in Graz"]
    await store.write(lambda undoer: undoer.undo(actor=LEARNING))
    assert await _texts(store) == ["I live in Graz"]


async def test_a_lesson_that_cannot_be_kept_whole_is_not_kept(
    store: Store, knowledge: StoreKnowledge
) -> None:
    """Never half."""
    with pytest.raises(InvalidMemoryError):
        await knowledge.keep(
            [Add(draft=draft("I collect pens")), Add(draft=draft(" "))]
        )
    assert await _texts(store) == []


async def test_what_went_to_the_trash_meanwhile_is_left_there(
    store: Store, knowledge: StoreKnowledge
) -> None:
    """The new one is kept all the same."""
    old = await store.write(
        lambda undoer: undoer.add(draft("I live in Graz"), actor="elena")
    )
    await store.write(
        lambda undoer: undoer.trash([old.memory.id], actor="elena", reason="")
    )
    await knowledge.keep(
        [Supersede(draft=draft("I live in Vienna now"), ids=(old.memory.id,))]
    )
    assert await _texts(store) == ["I live in Vienna now"]
    assert await _texts(store, State.TRASH) == ["I live in Graz"]


async def test_neighbours_are_of_the_same_person(
    store: Store, knowledge: StoreKnowledge
) -> None:
    """Found by words when there are no vectors."""
    for scope in (ELENA, MAX):
        one = draft("I live in Graz", scope)
        await store.write(lambda undoer, one=one: undoer.add(one, actor="elena"))  # type: ignore[misc]
    near = await knowledge.neighbours(draft("I live in Vienna now"))
    assert [one.memory.scope for one in near] == [ELENA]


async def test_the_hour_is_counted_in_the_store(
    store: Store, knowledge: StoreKnowledge
) -> None:
    """So that a restart begins no new one, and the trash makes no room."""
    for number in range(3):
        one = draft(f"Fact {number}", provenance=_learned())
        await store.write(lambda undoer, one=one: undoer.add(one, actor=LEARNING))  # type: ignore[misc]
    await store.write(lambda undoer: undoer.add(draft("Typed"), actor="elena"))
    await store.write(lambda undoer: undoer.undo(actor=LEARNING))
    assert await knowledge.learned_since(START) == 3
    assert await knowledge.learned_since(START + timedelta(hours=1)) == 0


async def test_what_is_learned_twice_is_kept_once(
    store: Store, knowledge: StoreKnowledge
) -> None:
    """A lesson that was begun again changes nothing."""
    for _ in range(2):
        teacher = learner(lambda _: facts("My son hates broccoli"), Notebook())
        teacher.knowledge = knowledge
        await teacher.learn(said("My son hates broccoli"))
    assert await _texts(store) == ["My son hates broccoli"]
    (one,) = await store.read(lambda reader: reader.browse())
    assert one.provenance.utterance == "My son hates broccoli"
    assert one.provenance.source == "qwen3:8b"
