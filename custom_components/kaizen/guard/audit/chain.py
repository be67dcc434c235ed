"""The chain of records: every line says what the one before it was, so none can be changed unseen.

The last line has nothing after it: the head, a record of its own elsewhere, names it. Whoever can rewrite every
line, the head, and all copies of it is not found out; what `Report.head_hash` was may be noted elsewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
import json
from typing import Any, Final

GENESIS: Final = "0" * 64
"""What the first line says was before it."""

KEY_KIND: Final = "kind"
KEY_PREVIOUS: Final = "prev"
KEY_RESULT: Final = "result"
KEY_SEQUENCE: Final = "sequence"
KEY_TORN: Final = "torn"
KIND_JOURNAL: Final = "journal"

type Record = Mapping[str, Any]


class Flaw(StrEnum):
    """What is wrong with a chain."""

    MALFORMED = "malformed"
    """A line is no record."""
    SEQUENCE = "sequence"
    """A line is missing, doubled or in another place."""
    LINK = "link"
    """The line before is not the one that was written."""
    TORN = "torn"
    """An unfinished line that nobody has accounted for."""
    CUT = "cut"
    """Lines at the end are missing."""
    HEAD = "head"
    """The last line is not the one that was written, or the head is lost."""


class JournalNote(StrEnum):
    """What a journal found when it was opened, and recorded."""

    TORN = "torn"
    """Unfinished lines, as killed processes leave them; all else is a flaw for ever."""
    CUT = "cut"
    """The last lines are not those that were confirmed."""
    HEAD = "head"
    """The head was lost."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last line."""

    sequence: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it lies in a file; a finished one ends in a line break."""

    segment: str
    raw: bytes

    @property
    def is_finished(self) -> bool:
        """Return whether it was written to its end."""
        return self.raw.endswith(b"\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a look at the whole chain found."""

    ok: bool
    entries: int
    head_sequence: int
    head_hash: str
    first_broken: int | None = None
    """The sequence of the first line that is not what was written, or is missing."""
    segment: str | None = None
    flaw: Flaw | None = None


def digest(raw: bytes) -> str:
    """Return what the following line says of this one."""
    return sha256(raw).hexdigest()


def encode(record: Record) -> bytes:
    """Return the one way to write a record."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return text.encode("ascii") + b"\n"


def decode(raw: bytes) -> Record | None:
    """Return the record of a line; None if it is none."""
    try:
        record = json.loads(raw)
    except ValueError, RecursionError:
        return None
    if not isinstance(record, dict) or type(record.get(KEY_SEQUENCE)) is not int:
        return None
    return record


def link(head: Head, body: Record) -> tuple[bytes, Head]:
    """Return the line that follows the head, and the head it becomes."""
    sequence = head.sequence + 1
    raw = encode({**body, KEY_SEQUENCE: sequence, KEY_PREVIOUS: head.hash})
    return raw, Head(sequence, digest(raw))


@dataclass(slots=True)
class _Walk:
    """How far a verification has come."""

    last: Head = field(default_factory=Head)
    entries: int = 0
    torn: dict[str, str] = field(default_factory=dict)
    """The digest of each segment's unfinished line that is not accounted for yet."""
    broken: tuple[int, str | None, Flaw] | None = None

    def find(self, sequence: int, segment: str | None, flaw: Flaw) -> None:
        """Keep the first flaw."""
        self.broken = self.broken or (sequence, segment, flaw)

    def step(self, line: Line) -> None:
        """Look at the next line."""
        if not line.is_finished:
            self.torn[line.segment] = digest(line.raw)
            return
        self.entries += 1
        record = decode(line.raw)
        expected = self.last.sequence + 1
        if record is None:
            self.find(expected, line.segment, Flaw.MALFORMED)
            return
        sequence = record[KEY_SEQUENCE]
        if sequence != expected:
            self.find(min(sequence, expected), line.segment, Flaw.SEQUENCE)
        elif record.get(KEY_PREVIOUS) != self.last.hash:
            self.find(self.last.sequence, line.segment, Flaw.LINK)
        elif record.get(KEY_KIND) == KIND_JOURNAL:
            self._account(record, line.segment)
        self.last = Head(sequence, digest(line.raw))

    def _account(self, record: Record, segment: str) -> None:
        self.torn = dict(self.torn.items() - record.get(KEY_TORN, {}).items())
        match record.get(KEY_RESULT):
            case JournalNote.CUT:
                self.find(record[KEY_SEQUENCE], segment, Flaw.CUT)
            case JournalNote.HEAD:
                self.find(record[KEY_SEQUENCE], segment, Flaw.HEAD)


def verify(lines: Iterable[Line], head: Head | None, *, exact: bool = False) -> Report:
    """Look at every line, oldest first, and at what the head says of them; takes no memory to speak of.

    Lines after the head's are no flaw unless `exact`: a process may be killed between the two.
    """
    walk = _Walk()
    at_head: str | None = GENESIS if head is not None and not head.sequence else None
    segment = None
    for line in lines:
        segment = line.segment
        walk.step(line)
        if head is not None and walk.last.sequence == head.sequence:
            at_head = walk.last.hash
    last = walk.last
    if walk.torn:
        walk.find(last.sequence + 1, next(iter(walk.torn)), Flaw.TORN)
    if head is None:
        if walk.entries:
            walk.find(last.sequence, segment, Flaw.HEAD)
    elif last.sequence < head.sequence:
        walk.find(last.sequence + 1, segment, Flaw.CUT)
    elif at_head != head.hash or (exact and last.sequence > head.sequence):
        walk.find(head.sequence, segment, Flaw.HEAD)
    sequence, where, flaw = walk.broken or (None, None, None)
    return Report(
        ok=flaw is None,
        entries=walk.entries,
        head_sequence=last.sequence,
        head_hash=last.hash,
        first_broken=sequence,
        segment=where,
        flaw=flaw,
    )
