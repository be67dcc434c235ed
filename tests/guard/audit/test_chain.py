"""The chain: whatever somebody does to it is found."""

from collections.abc import Callable
from pathlib import Path
import tempfile
from typing import Final

from hypothesis import assume, given, settings, strategies as st
import pytest

from custom_components.kaizen.guard.audit.chain import Flaw, Report, encode, verify
from custom_components.kaizen.guard.audit.files import (
    lines,
    lines_reversed,
    read_head,
    segments,
)
from custom_components.kaizen.guard.audit.journal import Journal

SEGMENT: Final = 1500
"""Bytes: about seven lines."""


class Audit:
    """An audit of a few segments, and what somebody may do to its files."""

    def __init__(self, folder: Path, entries: int = 24) -> None:
        """Write it."""
        self.directory, self.head = folder / "audit", folder / "head"
        self.journal = self.open()
        for number in range(entries):
            self.journal.append({"kind": "decision", "verb": f"lock.unlock_{number}"})
        self.journal.close()

    def open(self) -> Journal:
        """Open it as the next start does."""
        return Journal(self.directory, self.head, segment_bytes=SEGMENT)

    def look(self) -> Report:
        """Verify the files as they are."""
        every = (line for path in segments(self.directory) for line in lines(path))
        return verify(every, read_head(self.head))

    def read(self) -> list[tuple[Path, bytes]]:
        """Return all lines, with their files."""
        return [
            (path, line.raw)
            for path in segments(self.directory)
            for line in lines(path)
        ]

    def write(self, all_lines: list[tuple[Path, bytes]]) -> None:
        """Replace all lines."""
        for path in segments(self.directory):
            raw = b"".join(raw for where, raw in all_lines if where == path)
            path.write_bytes(raw)


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    """An audit of a few segments."""
    return Audit(tmp_path)


def edit(audit: Audit, draw: Callable[..., int]) -> None:
    """Change one byte."""
    all_lines = audit.read()
    which = draw(len(all_lines))
    path, raw = all_lines[which]
    changed = bytearray(raw)
    changed[draw(len(raw))] ^= 1 + draw(255)
    all_lines[which] = path, bytes(changed)
    audit.write(all_lines)


def remove(audit: Audit, draw: Callable[..., int]) -> None:
    """Remove some lines that follow each other, at the end too."""
    all_lines = audit.read()
    which = draw(len(all_lines))
    del all_lines[which : which + 1 + draw(len(all_lines))]
    audit.write(all_lines)


def double(audit: Audit, draw: Callable[..., int]) -> None:
    """Write a line a second time, somewhere but after itself at the end."""
    all_lines = audit.read()
    all_lines.insert(draw(len(all_lines)), all_lines[draw(len(all_lines))])
    audit.write(all_lines)


def forge(audit: Audit, draw: Callable[..., int]) -> None:
    """Write a line of one's own."""
    all_lines = audit.read()
    which = draw(len(all_lines))
    forged = {"kind": "decision", "sequence": which + 1, "prev": "0" * 64}
    all_lines.insert(which, (all_lines[which][0], encode(forged)))
    audit.write(all_lines)


def swap(audit: Audit, draw: Callable[..., int]) -> None:
    """Exchange two lines."""
    all_lines = audit.read()
    one, other = draw(len(all_lines)), draw(len(all_lines))
    (path, raw), (their_path, their_raw) = all_lines[one], all_lines[other]
    all_lines[one], all_lines[other] = (path, their_raw), (their_path, raw)
    audit.write(all_lines)


def cut(audit: Audit, draw: Callable[..., int]) -> None:
    """Cut the end of a segment, in the middle of a line mostly."""
    known = segments(audit.directory)
    path = known[draw(len(known))]
    content = path.read_bytes()
    path.write_bytes(content[: draw(len(content))])


def lose(audit: Audit, draw: Callable[..., int]) -> None:
    """Lose some segments that follow each other."""
    known = segments(audit.directory)
    which = draw(len(known))
    for path in known[which : which + 1 + draw(len(known))]:
        path.unlink()


def state(audit: Audit) -> list[bytes]:
    """Return all bytes."""
    return [path.read_bytes() for path in segments(audit.directory)]


@given(st.data())
@settings(max_examples=150, deadline=None)
@pytest.mark.parametrize("tamper", [edit, remove, double, forge, swap, cut, lose])
def test_any_tampering_is_found(
    tamper: Callable[[Audit, Callable[[int], int]], None], data: st.DataObject
) -> None:
    """In the files as they lie, and for ever after the next start."""
    with tempfile.TemporaryDirectory() as folder:
        audit = Audit(Path(folder), data.draw(st.integers(1, 20)))
        before = state(audit)
        tamper(audit, lambda below: data.draw(st.integers(0, below - 1)))
        assume(state(audit) != before)
        assert not audit.look().ok
        journal = audit.open()
        journal.append({"kind": "decision", "verb": "lock.lock"})
        journal.close()
        again = audit.open()
        assert not again.verify().ok
        again.close()


def test_what_was_written_is_intact(audit: Audit) -> None:
    """Over several segments, after a new start, and after more lines."""
    assert len(segments(audit.directory)) > 2
    report = audit.look()
    assert report.ok
    assert report.entries == report.head_sequence == 24
    journal = audit.open()
    assert journal.append({"kind": "decision"})["sequence"] == 25
    assert journal.verify().ok


@pytest.mark.parametrize("gone", [1, 7, 24])
def test_report_names_the_first_missing_line(audit: Audit, gone: int) -> None:
    """So that one knows from where on nothing can be believed."""
    all_lines = audit.read()
    path, _ = all_lines.pop(gone - 1)
    audit.write(all_lines)
    report = audit.look()
    assert report.first_broken == gone
    assert report.flaw is (Flaw.CUT if gone == 24 else Flaw.SEQUENCE)
    assert report.segment is not None
    if gone < 24:
        assert report.segment >= path.name


def test_report_names_the_changed_line(audit: Audit) -> None:
    """The line after it tells that it was another."""
    all_lines = audit.read()
    path, raw = all_lines[9]
    all_lines[9] = path, raw.replace(b"unlock", b"nothin")
    audit.write(all_lines)
    report = audit.look()
    assert (report.first_broken, report.flaw) == (10, Flaw.LINK)


def test_lost_head_is_found(audit: Audit) -> None:
    """Without it the end could have been cut, so that is recorded for ever."""
    audit.head.unlink()
    assert audit.look().flaw is Flaw.HEAD
    journal = audit.open()
    journal.open()
    report = journal.verify()
    assert (report.first_broken, report.flaw) == (25, Flaw.HEAD)


def test_everything_gone_is_found(audit: Audit) -> None:
    """The head lies elsewhere."""
    for path in segments(audit.directory):
        path.unlink()
    journal = audit.open()
    journal.open()
    assert not journal.verify().ok


def test_half_a_head_leaves_the_one_before(audit: Audit) -> None:
    """A write that was cut short does not lose the head."""
    content = bytearray(audit.head.read_bytes())
    content[10:60] = bytes(50)
    audit.head.write_bytes(content)
    assert read_head(audit.head) is not None
    assert audit.look().ok


def test_backwards_is_forwards_reversed(audit: Audit) -> None:
    """For every line, also one longer than a block and one that is not finished."""
    path = segments(audit.directory)[-1]
    path.write_bytes(path.read_bytes() + b"x" * 9000 + b"\n" + b"\r\n" + b"unfinished")
    for segment in segments(audit.directory):
        assert list(lines_reversed(segment)) == list(lines(segment))[::-1]
