"""Adding, changing, putting into the trash, taking back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from custom_components.kaizen.memory.model import (
    HOUSE,
    Act,
    Category,
    Memory,
    Trust,
    Use,
)
from custom_components.kaizen.memory.store import (
    DuplicateError,
    Filter,
    InvalidMemoryError,
    State,
    Undoer,
    UnknownMemoryError,
    entries_of,
    put_vectors,
)

from tests.memory.rig import ELENA, MAX, OWNER, START, Clock, draft, vector, writing


@pytest.fixture
def clock() -> Clock:
    """A clock."""
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Undoer]:
    """An empty store."""
    with writing(tmp_path, clock) as writer:
        yield writer


def _add(store: Undoer, text: str, **more: Any) -> Memory:
    return store.add(draft(text, **more), actor=OWNER).memory


def _texts(store: Undoer, state: State = State.LIVE) -> list[str]:
    return [memory.text for memory in store.browse(Filter(state=state))]


def test_what_is_stored_is_read_back_whole(store: Undoer) -> None:
    """Every field, to the microsecond."""
    wanted = draft(
        "Takes her coffee black",
        subject="coffee",
        category=Category.PREFERENCE,
        trust=Trust.SPOKEN,
        taint=frozenset({"web", "calendar"}),
        pinned=True,
        expires_at=START.replace(microsecond=123457),
        valid_from=START,
    )
    memory = store.get(store.add(wanted, actor=OWNER).memory.id)
    for name in ("text", "subject", "scope", "category", "provenance", "trust"):
        assert getattr(memory, name) == getattr(wanted, name)
    for name in ("taint", "pinned", "pending", "expires_at", "valid_from"):
        assert getattr(memory, name) == getattr(wanted, name)
    assert memory.is_live
    assert (memory.uses, memory.last_used, memory.deletion) == (0, None, None)


@pytest.mark.parametrize("text", ["", "  \n", "x" * 1001])
def test_nothing_and_too_much_are_refused(store: Undoer, text: str) -> None:
    """And leave no trace."""
    with pytest.raises(InvalidMemoryError):
        _add(store, text)
    assert store.history() == []


def test_the_same_words_are_stored_once_per_scope(store: Undoer) -> None:
    """Case, spacing and the full stop do not count; the scope does."""
    first = store.add(draft("Elena likes tea."), actor=OWNER)
    again = store.add(draft("elena  LIKES tea"), actor=OWNER)
    other = store.add(draft("Elena likes tea", MAX), actor=OWNER)
    assert (first.known, again.known, other.known) == (False, True, False)
    assert again.memory.id == first.memory.id


def test_a_yes_confirms_what_waited_for_one(store: Undoer) -> None:
    """Said outright, it needs no review any more."""
    waiting = _add(store, "Likes jazz", pending=True)
    assert not waiting.is_live
    said = store.add(draft("Likes jazz"), actor=OWNER)
    assert (said.known, said.memory.id) == (True, waiting.id)
    assert store.get(waiting.id).is_live


def test_a_change_of_mind_keeps_both(store: Undoer) -> None:
    """The old one says what took its place."""
    old = _add(store, "Drinks whole milk")
    new = store.supersede([old.id], draft("Drinks oat milk"), actor=OWNER).memory
    assert store.get(old.id).superseded_by == new.id
    assert _texts(store) == ["Drinks oat milk"]
    assert _texts(store, State.SUPERSEDED) == ["Drinks whole milk"]


def test_changing_ones_mind_twice_ends_where_it_began(store: Undoer) -> None:
    """What was superseded can be said anew."""
    old = _add(store, "Drinks whole milk")
    new = store.supersede([old.id], draft("Drinks oat milk"), actor=OWNER).memory
    third = store.supersede([new.id], draft("Drinks whole milk"), actor=OWNER)
    assert not third.known
    assert _texts(store) == ["Drinks whole milk"]


def test_superseding_by_what_is_known_stores_nothing(store: Undoer) -> None:
    """The one that is known takes the place."""
    old, known = _add(store, "Drinks whole milk"), _add(store, "Drinks oat milk")
    added = store.supersede([old.id, known.id], draft("Drinks oat milk"), actor=OWNER)
    assert (added.known, added.memory.id) == (True, known.id)
    assert _texts(store) == ["Drinks oat milk"]


def test_a_failed_change_changes_nothing(store: Undoer) -> None:
    """Half of it is none of it."""
    old = _add(store, "Drinks whole milk")
    with pytest.raises(UnknownMemoryError):
        store.supersede([old.id, "nobody"], draft("Drinks oat milk"), actor=OWNER)
    assert _texts(store) == ["Drinks whole milk"]
    assert store.get(old.id).superseded_by is None


def test_the_trash_gives_back_what_it_got(store: Undoer) -> None:
    """Same id, same rank, same vector, and found by the same words."""
    memory = _add(store, "Keeps the ladder in the garage")
    entry = put_vectors(store, "m", {memory.rank: (memory.text, vector(1))})
    (gone,) = store.trash([memory.id], actor="max", reason="asked to")
    assert gone.deletion
    assert (gone.deletion.actor, gone.deletion.reason) == ("max", "asked to")
    assert _texts(store) == []
    assert store.by_words("ladder", [ELENA], now=START, limit=5) == []
    assert entries_of(store, "m", [memory.rank]) == []
    (back,) = store.restore([memory.id], actor=OWNER)
    assert (back.id, back.rank, back.text) == (memory.id, memory.rank, memory.text)
    (same,) = entries_of(store, "m", [memory.rank])
    assert (same.digest, same.vector.tolist()) == (
        entry[0].digest,
        entry[0].vector.tolist(),
    )
    assert len(store.by_words("ladder", [ELENA], now=START, limit=5)) == 1


def test_ranks_are_never_given_twice(store: Undoer) -> None:
    """Not even the newest one's, once it is in the trash."""
    first = _add(store, "one")
    store.trash([first.id], actor=OWNER, reason="")
    assert _add(store, "two").rank > first.rank


def test_what_was_said_anew_is_not_restored_beside_it(store: Undoer) -> None:
    """One of the two is enough; which one is known is told."""
    old = _add(store, "Likes tea")
    store.trash([old.id], actor=OWNER, reason="")
    new = _add(store, "Likes tea")
    with pytest.raises(DuplicateError) as refused:
        store.restore([old.id], actor=OWNER)
    assert refused.value.existing_id == new.id


def test_an_edit_makes_old_vectors_and_words_wrong(store: Undoer) -> None:
    """They are gone with the old text."""
    memory = _add(store, "Parks on level two")
    put_vectors(store, "m", {memory.rank: (memory.text, vector(1))})
    store.edit(memory.id, actor=OWNER, text="Parks on deck nine", pinned=True)
    assert entries_of(store, "m", [memory.rank]) == []
    assert store.by_words("level", [ELENA], now=START, limit=5) == []
    assert store.by_words("deck", [ELENA], now=START, limit=5)
    # A vector that was computed from the old text comes too late.
    assert put_vectors(store, "m", {memory.rank: (memory.text, vector(1))}) == []


def test_every_change_is_a_version(store: Undoer) -> None:
    """Who did what, and what it was before."""
    memory = _add(store, "Likes tea")
    store.edit(memory.id, actor="elena", text="Likes green tea")
    store.trash([memory.id], actor="max", reason="")
    store.restore([memory.id], actor=OWNER)
    versions = store.versions(memory.id)
    assert [(v.act, v.actor) for v in versions] == [
        (Act.ADDED, OWNER),
        (Act.EDITED, "elena"),
        (Act.TRASHED, "max"),
        (Act.RESTORED, OWNER),
    ]
    assert versions[1].before == {"text": "Likes tea"}
    assert [v.number for v in store.history(actor="max")] == [versions[2].number]


def test_undo_takes_back_ones_own_last_changes(store: Undoer) -> None:
    """Not those of others, and not twice."""
    kept = store.add(draft("Has a dog"), actor="max").memory
    memory = _add(store, "Likes tea")
    store.edit(memory.id, actor=OWNER, text="Likes coffee")
    store.undo(actor=OWNER)
    assert store.get(memory.id).text == "Likes tea"
    assert store.by_words("tea", [ELENA], now=START, limit=5)
    store.undo(actor=OWNER)
    assert _texts(store) == [kept.text]
    assert _texts(store, State.TRASH) == ["Likes tea"]
    assert store.undo(actor=OWNER).memories == ()


def test_undo_takes_back_several(store: Undoer) -> None:
    """The last two of three."""
    for text in ("one", "two", "three"):
        _add(store, text)
    assert len(store.undo(actor=OWNER, count=2).memories) == 2
    assert _texts(store) == ["one"]


def test_undo_takes_a_change_of_mind_back_as_a_whole(store: Undoer) -> None:
    """The new one goes, the old one is true again."""
    old = _add(store, "Drinks whole milk")
    store.supersede([old.id], draft("Drinks oat milk"), actor=OWNER)
    store.undo(actor=OWNER)
    assert _texts(store) == ["Drinks whole milk"]


def test_undo_restores_what_was_trashed_together(store: Undoer) -> None:
    """In one change."""
    ids = [_add(store, text).id for text in ("one", "two")]
    store.trash(ids, actor="max", reason="all of it")
    store.undo(actor="max")
    assert sorted(_texts(store)) == ["one", "two"]


def test_undo_leaves_what_others_have_changed_since(store: Undoer) -> None:
    """Their word stands, and it is said which was kept."""
    memory = _add(store, "Likes tea")
    store.edit(memory.id, actor=OWNER, text="Likes coffee")
    store.edit(memory.id, actor="elena", text="Likes cocoa")
    undone = store.undo(actor=OWNER)
    assert (undone.memories, undone.kept) == ((), (memory.id,))
    assert store.get(memory.id).text == "Likes cocoa"


def test_what_has_expired_is_told_no_more(store: Undoer, clock: Clock) -> None:
    """And goes to the trash, not away."""
    memory = _add(
        store, "Visitors on Sunday", expires_at=clock().replace(hour=18), pinned=True
    )
    assert store.trash_expired() == []
    clock.pass_by(days=1)
    assert store.by_words("visitors", [ELENA], now=clock(), limit=5) == []
    assert store.pinned([ELENA], now=clock(), limit=5) == []
    (gone,) = store.trash_expired()
    assert gone.id == memory.id
    assert gone.deletion
    assert gone.deletion.reason == "expired"


def test_what_was_used_is_counted_and_listed(store: Undoer) -> None:
    """By conversation; it is no version."""
    memory = _add(store, "Likes tea")
    use = Use(memory_id=memory.id, conversation_id="c7", turn="t1", at=START, score=0.5)
    lost = Use(memory_id="x", conversation_id="c7", turn="t1", at=START, score=0.1)
    store.record_uses([use, lost])
    assert store.uses("c7") == [use]
    assert (store.get(memory.id).uses, store.get(memory.id).last_used) == (1, START)
    assert len(store.versions(memory.id)) == 1


def test_browsing_filters_and_pages(store: Undoer) -> None:
    """Newest first, by scope, kind and beginnings of words."""
    for n in range(5):
        _add(store, f"Fact {n} about gardening", category=Category.ROUTINE)
    _add(store, "Router is in the cellar", scope=HOUSE, category=Category.HOUSE)
    page = store.browse(limit=4)
    assert page[0].text == "Router is in the cellar"
    rest = store.browse(limit=4, before=page[-1].rank)
    assert [m.text[5] for m in rest] == ["1", "0"]
    assert len(store.browse(Filter(scopes=[ELENA]))) == 5
    assert len(store.browse(Filter(categories=[Category.HOUSE]))) == 1
    assert len(store.browse(Filter(text="gard"))) == 5
    assert store.browse(Filter(text='gard" OR x')) == []
    assert store.counts() == {(ELENA, State.LIVE): 5, (HOUSE, State.LIVE): 1}


def test_searching_words_stays_within_the_scopes(store: Undoer) -> None:
    """Whatever the words are; grammar alone finds nothing."""
    _add(store, "Piano lessons on Friday")
    _add(store, "Piano is out of tune", scope=MAX)
    found = store.by_words('the "piano" NEAR(', [MAX], now=START, limit=5)
    assert [memory.text for memory, _ in found] == ["Piano is out of tune"]
    assert store.by_words("what is the", [MAX], now=START, limit=5) == []
