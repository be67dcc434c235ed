"""Erased for good: the words and the vectors are in no file any more."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from custom_components.kaizen.memory.model import HOUSE, Use
from custom_components.kaizen.memory.store import (
    Store,
    Undoer,
    UnknownMemoryError,
    all_entries,
    put_vectors,
)
from custom_components.kaizen.memory.store.connection import open_for_reading
from custom_components.kaizen.memory.store.purge import (
    StillReadError,
    erase,
    erase_for_good,
)
from custom_components.kaizen.memory.store.vectors import stored

from tests.memory.rig import ELENA, OWNER, START, Clock, draft, vector, writing

SECRETS = (b"xylophone", b"zanzibar", b"quagmire", b"vestibule")
"""In the text, in the text as it was before, in the subject and in what was said."""


def _fill(store: Undoer) -> tuple[str, bytes]:
    """Store a secret among others; return its id and its vector."""
    secret = vector(99, 256)
    for n in range(60):
        text = f"Plain fact number {n}"
        if n == 30:
            text = "Hides a zanzibar key"
        added = store.add(
            draft(text, subject="vestibule" if n == 30 else ""), actor=OWNER
        ).memory
        if n == 30:
            memory = store.edit(added.id, actor=OWNER, text="Hides a xylophone key")
            added = memory
        put_vectors(
            store,
            "m",
            {added.rank: (added.text, secret if n == 30 else vector(n, 256))},
        )
    other = draft("remembers", provenance=draft("quagmire").provenance)
    quagmire = store.add(other, actor=OWNER).memory
    store.supersede([quagmire.id], draft("Newer word", HOUSE), actor=OWNER)
    store.record_uses(
        [
            Use(
                memory_id=memory.id,
                conversation_id="c",
                turn="t",
                at=START,
                score=1,
            )
        ]
    )
    store.trash([memory.id], actor=OWNER, reason="about the xylophone")
    return memory.id, stored(secret)


def _found(folder: Path, needles: Sequence[bytes]) -> set[bytes]:
    """Return which are in any file of a folder, in any case."""
    data = b"".join(path.read_bytes().lower() for path in folder.glob("memory.db*"))
    return {needle for needle in needles if needle.lower() in data}


def _vector_parts(data: bytes) -> list[bytes]:
    return [data[start : start + 16] for start in range(0, len(data), 16)]


def test_text_versions_words_and_vectors_are_gone_from_the_files(
    tmp_path: Path,
) -> None:
    """Searched byte for byte, with the store open and closed; the rest is as it was."""
    with writing(tmp_path) as store:
        erased, secret = _fill(store)
        needles = [*SECRETS, *_vector_parts(secret)]
        assert _found(tmp_path, needles) == set(needles)
        quagmire = next(m for m in store.everything() if m.text == "remembers")
        erase(store, [erased, quagmire.id])
        assert _found(tmp_path, needles) == set()
        with pytest.raises(UnknownMemoryError):
            store.get(erased)
        assert store.problems() == []
        assert len(list(store.everything())) == 60
        assert len(list(all_entries(store, "m"))) == 59
        assert len(store.by_words("fact 7", [ELENA], now=START, limit=99)) == 59
    assert _found(tmp_path, needles) == set()


def test_nothing_is_erased_when_one_of_them_is_unknown(tmp_path: Path) -> None:
    """All or nothing."""
    with writing(tmp_path) as store:
        memory = store.add(draft("Likes tea"), actor=OWNER).memory
        with pytest.raises(UnknownMemoryError):
            erase(store, [memory.id, "nobody"])
        assert store.get(memory.id)


def test_a_reader_in_the_way_is_told_not_hidden(tmp_path: Path) -> None:
    """Who copies the file may still have the old one: erasing again is asked for, and then works."""
    with writing(tmp_path) as store:
        store.connection.execute("PRAGMA busy_timeout = 1")
        memory = store.add(draft("The xylophone"), actor=OWNER).memory
        backup = open_for_reading(tmp_path / "memory.db")
        backup.execute("BEGIN")
        backup.execute("SELECT * FROM memories").fetchone()
        with pytest.raises(StillReadError):
            erase(store, [memory.id])
        assert _found(tmp_path, [b"xylophone"])
        backup.execute("COMMIT")
        backup.close()
        erase(store, [])
        assert not _found(tmp_path, [b"xylophone"])


async def test_the_owner_erases_while_the_house_reads(tmp_path: Path) -> None:
    """The store's own reader stands still meanwhile and goes on; an index hears of it."""
    store = await Store.open(tmp_path / "memory.db", Clock())
    heard: list[frozenset[int]] = []

    async def hear(ranks: frozenset[int]) -> None:
        heard.append(ranks)

    store.on_change = hear
    added = await store.write(lambda w: w.add(draft("The xylophone"), actor=OWNER))
    assert await store.read(lambda r: r.browse())
    await erase_for_good(store, [added.memory.id])
    assert heard == [frozenset({added.memory.rank})] * 2
    assert await store.read(lambda r: r.browse()) == []
    assert not _found(tmp_path, [b"xylophone"])
    await store.close()


def test_half_precision_keeps_what_matters(tmp_path: Path) -> None:
    """A stored vector points where it pointed."""
    exact = vector(5, 1024)
    kept = np.frombuffer(stored(exact), "<f2").astype(np.float32)
    assert float(kept @ exact / np.linalg.norm(exact)) > 0.9999
