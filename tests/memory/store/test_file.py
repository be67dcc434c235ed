"""The file: who may read it, what is in it, and what happens when it is another one."""

from pathlib import Path
import sqlite3
import stat

import pytest

from custom_components.kaizen.memory.store import (
    DamagedStoreError,
    ForeignFileError,
    NewerStoreError,
)
from custom_components.kaizen.memory.store.connection import (
    open_for_reading,
    open_for_writing,
)
from custom_components.kaizen.memory.store.schema import MIGRATIONS

from tests.memory.rig import OWNER, draft, writing


def _modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def test_only_home_assistant_may_read_it(tmp_path: Path) -> None:
    """The file, its journal and its folder, even where the file lay open before."""
    folder = tmp_path / "kaizen"
    with writing(folder) as store:
        store.add(draft("Likes tea"), actor=OWNER)
        assert len(list(folder.iterdir())) == 3
        assert _modes(folder) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (folder / "memory.db").chmod(0o644)
    with writing(folder):
        assert _modes(folder) == {0o600}


def test_every_commit_is_on_the_disk(tmp_path: Path) -> None:
    """As SQLite itself says: a journal written ahead, synchronous, and nothing left in freed pages."""
    with writing(tmp_path) as store:
        for pragma, value in (
            ("journal_mode", "wal"),
            ("synchronous", 2),
            ("secure_delete", 1),
            ("temp_store", 2),
        ):
            (found,) = store.connection.execute(f"PRAGMA {pragma}").fetchone()
            assert found == value, pragma


def test_a_checkpoint_leaves_all_in_one_file(tmp_path: Path) -> None:
    """What a backup copies is whole without the journal."""
    with writing(tmp_path) as store:
        store.add(draft("Likes tea"), actor=OWNER)
        assert store.checkpoint()
        copy = (tmp_path / "memory.db").read_bytes()
    other = tmp_path / "restored"
    other.mkdir()
    (other / "memory.db").write_bytes(copy)
    with writing(other) as store:
        assert [memory.text for memory in store.browse()] == ["Likes tea"]
        assert store.problems() == []


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    """Whatever is asked of it."""
    with writing(tmp_path):
        reading = open_for_reading(tmp_path / "memory.db")
        with pytest.raises(sqlite3.OperationalError):
            reading.execute("DELETE FROM memories")
        reading.close()


def test_an_older_file_becomes_a_newer_one(tmp_path: Path) -> None:
    """With what is in it; a step that fails leaves it as it was."""
    with writing(tmp_path) as store:
        store.add(draft("Likes tea"), actor=OWNER)
    path = tmp_path / "memory.db"
    step = "ALTER TABLE memories ADD COLUMN mood TEXT;"
    with pytest.raises(DamagedStoreError):
        open_for_writing(path, (*MIGRATIONS, step + "SELECT nonsense;"))
    newer = open_for_writing(path, (*MIGRATIONS, step))
    assert [tuple(row) for row in newer.execute("SELECT text, mood FROM memories")] == [
        ("Likes tea", None)
    ]
    newer.close()
    with pytest.raises(NewerStoreError) as refused:
        open_for_writing(path)
    assert (refused.value.found, refused.value.known) == (2, 1)


def test_a_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    """A database or not."""
    path = tmp_path / "memory.db"
    path.write_bytes(b"shopping list, no database at all" * 40)
    with pytest.raises(ForeignFileError):
        open_for_writing(path)
    assert path.read_bytes().startswith(b"shopping")
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE states (state)")
    other.close()
    with pytest.raises(ForeignFileError):
        open_for_writing(path)


def _is_noticed(path: Path, data: bytes) -> bool:
    path.write_bytes(data)
    try:
        with writing(path.parent) as store:
            return bool(store.problems())
    except DamagedStoreError, ForeignFileError, sqlite3.DatabaseError:
        return True


def test_damage_is_noticed(tmp_path: Path) -> None:
    """When the file is opened, or when it is examined."""
    with writing(tmp_path) as store:
        for n in range(200):
            store.add(draft(f"Fact {n}"), actor=OWNER)
    path = tmp_path / "memory.db"
    whole = path.read_bytes()
    overwritten = whole[: 4096 * 6] + b"\xa5" * 4096 * 3 + whole[4096 * 9 :]
    assert not _is_noticed(path, whole)
    assert _is_noticed(path, overwritten)
    assert _is_noticed(path, whole[:2000])
