"""Memories go out as text and come back, also from others."""

import json
from pathlib import Path

import pytest

from custom_components.kaizen.memory.model import Channel, Trust
from custom_components.kaizen.memory.store import (
    UnreadableFileError,
    export_lines,
    import_memories,
)

from tests.memory.rig import ELENA, MAX, OWNER, START, draft, writing

MEM0 = {
    "results": [
        {
            "id": "3c90c3cc",
            "memory": "Prefers window seats",
            "hash": "x",
            "user_id": "someone",
            "created_at": "2025-11-07T05:31:56Z",
        },
        {"id": "4", "memory": ""},
    ]
}
OPEN_WEBUI = [
    {
        "id": "a",
        "user_id": "b",
        "content": "Has two cats",
        "updated_at": 1760000000,
        "created_at": 1750000000,
    }
]


def test_what_goes_out_comes_back_the_same(tmp_path: Path) -> None:
    """With ids, supersession, provenance and times; a second time nothing is added."""
    with writing(tmp_path / "a") as store:
        old = store.add(draft("Drinks milk", pinned=True), actor=OWNER).memory
        store.supersede([old.id], draft("Drinks oat milk"), actor=OWNER)
        store.add(draft("Waits", MAX, pending=True, expires_at=START), actor=OWNER)
        gone = store.add(draft("In the trash"), actor=OWNER).memory
        store.trash([gone.id], actor=OWNER, reason="")
        text = "".join(export_lines(store.everything()))
        before = [m for m in store.everything() if not m.deletion]
    with writing(tmp_path / "b") as other:
        for expected in (3, 0):
            done = import_memories(other, text, scope=ELENA, actor=OWNER, now=START)
            assert (len(done.added), done.refused) == (expected, ())
        after = list(other.everything())
        for name in ("id", "text", "scope", "provenance", "trust", "superseded_by"):
            assert [getattr(m, name) for m in after] == [
                getattr(m, name) for m in before
            ]
        for name in ("pinned", "pending", "expires_at", "valid_from"):
            assert [getattr(m, name) for m in after] == [
                getattr(m, name) for m in before
            ]
        other.undo(actor=OWNER)
        assert all(memory.deletion for memory in other.everything())


@pytest.mark.parametrize(
    ("export", "source", "text", "year", "refused"),
    [
        (MEM0, "Mem0", "Prefers window seats", 2025, (2,)),
        (OPEN_WEBUI, "Open WebUI", "Has two cats", 2025, ()),
    ],
)
def test_exports_of_others_are_read(
    tmp_path: Path,
    export: object,
    source: str,
    text: str,
    year: int,
    refused: tuple[int, ...],
) -> None:
    """For whom they are is said by who imports; what is no memory is named by its place."""
    with writing(tmp_path) as store:
        done = import_memories(
            store, json.dumps(export), scope=MAX, actor=OWNER, now=START
        )
        (memory,) = store.browse()
    assert (memory.text, memory.scope, memory.trust) == (text, MAX, Trust.IMPORTED)
    assert memory.provenance.channel is Channel.IMPORTED
    assert (memory.provenance.source, memory.provenance.at.year) == (source, year)
    assert done.refused == refused


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "no json", "[1, null]", '{"kaizen": 99}', '"memory"']
)
def test_what_is_no_export_is_refused(tmp_path: Path, text: str) -> None:
    """And stores nothing."""
    with writing(tmp_path) as store:
        with pytest.raises(UnreadableFileError):
            import_memories(store, text, scope=MAX, actor=OWNER, now=START)
        assert store.history() == []
