"""The journal: what was confirmed is there, whatever happens to the process or the disk."""

from collections.abc import Callable
from datetime import UTC, datetime
import os
from pathlib import Path
import stat
import threading
from typing import Final

import pytest

from custom_components.kaizen.guard.audit import journal as journal_module
from custom_components.kaizen.guard.audit.chain import Head
from custom_components.kaizen.guard.audit.files import read_head, segments, write_head
from custom_components.kaizen.guard.audit.journal import SEGMENT_BYTES, Journal

from tests.crash import victims

KILLS: Final = 5
ENTRY: Final = {"kind": "decision", "verb": "lock.unlock"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    return tmp_path


def open_journal(folder: Path, *, segment_bytes: int = SEGMENT_BYTES) -> Journal:
    """Return the journal of a folder."""
    return Journal(folder / "audit", folder / "head", segment_bytes=segment_bytes)


def write_for_ever(folder: str) -> None:
    """Append records, and note each that is confirmed, until killed."""
    journal = open_journal(Path(folder), segment_bytes=4000)
    with (Path(folder) / "confirmed").open("ab", buffering=0) as confirmed:
        while True:
            record = journal.append(ENTRY)
            confirmed.write(f"{record['sequence']}\n".encode())


def test_killed_writers_lose_nothing_they_confirmed(folder: Path) -> None:
    """Each start goes on with a chain that is intact."""
    with victims(f"{__name__}:write_for_ever", str(folder)) as writers:
        for kill in range(KILLS):
            writers.run(40 + 13 * kill)
            journal = open_journal(folder)
            journal.open()
            report = journal.verify()
            journal.close()
            assert report.ok, report
            *_, last = (folder / "confirmed").read_text().split()
            assert report.head_sequence >= int(last) > 0


@pytest.mark.parametrize("written", [1, 40, 120])
def test_unfinished_line_is_kept_and_accounted_for(folder: Path, written: int) -> None:
    """Its bytes stay where they are; changing them is found too."""
    journal = open_journal(folder)
    journal.append(ENTRY)
    journal.close()
    (segment,) = segments(folder / "audit")
    with segment.open("ab") as file:
        file.write(b"x" * written)
    before = segment.read_bytes()
    again = open_journal(folder)
    assert again.append(ENTRY)["sequence"] == 3
    assert again.verify().ok
    assert segment.read_bytes() == before
    segment.write_bytes(before[:-1] + b"y")
    assert not again.verify().ok


def test_unfinished_lines_of_two_kills_are_accounted_for(folder: Path) -> None:
    """The second kill comes while the first is being recorded."""
    journal = open_journal(folder)
    journal.append(ENTRY)
    journal.close()
    with segments(folder / "audit")[0].open("ab") as file:
        file.write(b"half")
    (folder / "audit" / "00000002-2026-11.jsonl").write_bytes(b"ha")
    (folder / "audit" / "00000003-2026-11.jsonl").touch()
    again = open_journal(folder)
    again.open()
    assert again.verify().ok


def test_line_after_the_head_is_believed(folder: Path) -> None:
    """A kill comes between the line and the head."""
    journal = open_journal(folder)
    journal.append(ENTRY)
    before = (folder / "head").read_bytes()
    for _ in range(3):
        journal.append(ENTRY)
    journal.close()
    (folder / "head").write_bytes(before)
    again = open_journal(folder)
    assert again.append(ENTRY)["sequence"] == 5
    assert again.verify().ok


def test_very_first_line_is_believed_without_its_head(folder: Path) -> None:
    """Also then."""
    journal = open_journal(folder)
    journal.append(ENTRY)
    journal.close()
    (folder / "head").unlink()
    write_head(folder / "head", Head())
    again = open_journal(folder)
    again.open()
    assert again.verify().ok
    assert again.head.sequence == 1


@pytest.mark.parametrize("failing", ["line", "head"])
def test_failed_write_is_raised_and_overcome(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    """The disk is full; later it is not."""
    journal = open_journal(folder)
    journal.append(ENTRY)

    def half(descriptor: int, data: bytes) -> None:
        os.write(descriptor, data[: len(data) // 2])
        raise OSError("disk full")

    def fail(path: Path, head: Head) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        if failing == "line":
            patch.setattr(journal_module, "write_all", half)
        else:
            patch.setattr(journal_module, "write_head", fail)
        for _ in range(3):
            with pytest.raises(OSError):
                journal.append(ENTRY)
    journal.append(ENTRY)
    assert journal.verify().ok


def _delete(segment: Path) -> None:
    segment.unlink()


def _shorten(segment: Path) -> None:
    segment.write_bytes(segment.read_bytes()[:-20])


def _empty(segment: Path) -> None:
    os.truncate(segment, 0)


@pytest.mark.parametrize("harm", [_delete, _shorten, _empty])
def test_harm_while_running_is_noticed(
    folder: Path, harm: Callable[[Path], None]
) -> None:
    """The next line is not written into nothing, and the loss is on record."""
    journal = open_journal(folder)
    for _ in range(3):
        journal.append(ENTRY)
    harm(segments(folder / "audit")[-1])
    assert journal.append(ENTRY)["sequence"] == 5
    written = segments(folder / "audit")[-1].read_bytes()
    assert b'"result":"cut","salt"' in written
    assert b'"sequence":5' in written
    assert not journal.verify().ok
    journal.close()
    assert not open_journal(folder).verify().ok


def test_a_month_begins_a_segment_and_the_chain_goes_on(folder: Path) -> None:
    """Files are named for people who look for a month."""
    days = iter([datetime(2026, 11, 30, 23, 59, tzinfo=UTC)] * 2)
    later = datetime(2026, 12, 1, tzinfo=UTC)
    journal = Journal(
        folder / "audit", folder / "head", clock=lambda: next(days, later)
    )
    for _ in range(4):
        journal.append(ENTRY)
    names = [path.name for path in segments(folder / "audit")]
    assert names == ["00000001-2026-11.jsonl", "00000002-2026-12.jsonl"]
    assert journal.verify().ok


def test_nobody_else_can_read_it(folder: Path) -> None:
    """Folder, segments and head."""
    open_journal(folder).append(ENTRY)
    modes = {
        path: stat.S_IMODE(path.stat().st_mode)
        for path in (folder / "audit", folder / "head", *segments(folder / "audit"))
    }
    assert sorted(modes.values()) == [0o600, 0o600, 0o700]


def test_many_threads_write_one_chain(folder: Path) -> None:
    """Each record once, in an order."""
    journal = open_journal(folder, segment_bytes=5000)

    def work() -> None:
        for _ in range(50):
            journal.append(ENTRY)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = journal.verify()
    assert report.ok
    assert report.entries == 400


def test_sync_forgets_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments that have been left meanwhile are put on the disk too, and the head last."""
    synced: list[str] = []
    monkeypatch.setattr(journal_module, "sync", lambda path: synced.append(path.name))
    journal = open_journal(folder, segment_bytes=300)
    for _ in range(3):
        journal.append(ENTRY)
    journal.sync()
    assert {path.name for path in segments(folder / "audit")} <= set(synced)
    assert synced[-1] == "head"
    synced.clear()
    journal.sync()
    assert not synced
    assert read_head(folder / "head") == journal.head
