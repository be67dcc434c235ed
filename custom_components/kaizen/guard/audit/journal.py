"""The one writer of the audit: a record is in the file before the command it is about runs."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
import os
from pathlib import Path
import secrets
from threading import Lock
from typing import Final

from .chain import (
    KEY_KIND,
    KEY_PREVIOUS,
    KEY_RESULT,
    KEY_SEQUENCE,
    KEY_TORN,
    KIND_JOURNAL,
    Head,
    JournalNote,
    Line,
    Record,
    Report,
    decode,
    digest,
    link,
    verify,
)
from .files import (
    MAX_LINE,
    PRIVATE_FILE,
    lines,
    lines_reversed,
    make_private,
    next_segment,
    read_head,
    segments,
    sync,
    write_all,
    write_head,
)

SEGMENT_BYTES: Final = 4 * 1024 * 1024
KEY_SALT: Final = "salt"
KEY_TIME: Final = "ts"
_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_APPEND


def _now() -> datetime:
    return datetime.now(UTC)


class Journal:
    """Appends records to segments; for many threads, one at a time.

    A segment is never changed but by appending, and never deleted: whatever is found wrong when it is opened stays
    as it is, is recorded in a new segment, and the chain goes on from the last line that was confirmed.
    """

    def __init__(
        self,
        directory: Path,
        head: Path,
        *,
        segment_bytes: int = SEGMENT_BYTES,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        """Keep segments in `directory` and the head elsewhere; nothing is touched yet."""
        self._directory = directory
        self._head_path = head
        self._segment_bytes = segment_bytes
        self._clock = clock
        self._lock = Lock()
        self._descriptor: int | None = None
        self._segment: Path | None = None
        self._size = 0
        self._head = Head()
        self._unsynced: set[Path] = set()

    @property
    def head(self) -> Head:
        """The last line that was written."""
        return self._head

    def open(self) -> None:
        """Find the end of the chain.

        Raises:
            OSError: It cannot be read, or what was found cannot be recorded.
        """
        with self._lock:
            self._ensure_open()

    def append(self, body: Record) -> Record:
        """Write a record, to the system if not yet to the disk, and return it with its sequence and time.

        Raises:
            OSError: It could not be written.
        """
        with self._lock:
            try:
                self._ensure_open()
                return self._append(body)
            except OSError:
                self._close()
                raise

    def sync(self) -> None:
        """Put what was written on the disk; the head comes last, so that it never promises too much.

        Raises:
            OSError: It could not be.
        """
        with self._lock:
            unsynced, self._unsynced = self._unsynced, set()
        if unsynced:
            for segment in unsynced:
                sync(segment)
            sync(self._directory)
            sync(self._head_path)

    def close(self) -> None:
        """Let go of the files; the next append opens them again."""
        with self._lock:
            self._close()

    def verify(self) -> Report:
        """Look at every line that is there now; appending goes on meanwhile.

        Raises:
            OSError: It cannot be read.
        """
        with self._lock:
            self._ensure_open()
            head, on_disk = self._head, read_head(self._head_path)
            ends = self._ends()
        told = head if on_disk == head else on_disk
        return verify(
            (line for path, end in ends for line in lines(path, end)), told, exact=True
        )

    def newest_first(self) -> Iterator[Line]:
        """Return an iterator over every line that is there now.

        Raises:
            OSError: It cannot be read.
        """
        with self._lock:
            self._ensure_open()
            ends = self._ends()
        return (
            line for path, end in reversed(ends) for line in lines_reversed(path, end)
        )

    def _ends(self) -> list[tuple[Path, int]]:
        return [(path, path.stat().st_size) for path in segments(self._directory)]

    def _ensure_open(self) -> None:
        if self._descriptor is not None and self._segment is not None:
            with suppress(FileNotFoundError):
                there, ours = self._segment.stat(), os.fstat(self._descriptor)
                if os.path.samestat(there, ours) and ours.st_size == self._size:
                    return
            self._close()
        make_private(self._directory)
        self._head_path.parent.mkdir(parents=True, exist_ok=True)
        if note := self._find_end():
            self._begin_segment()
            self._append(note)

    def _find_end(self) -> Record | None:
        """Set the head to the last confirmed line, and return what there is to note."""
        known = segments(self._directory)
        told = read_head(self._head_path)
        self._segment = known[-1] if known else None
        self._size = known[-1].stat().st_size if known else 0
        tail = _Tail(line for path in reversed(known) for line in lines_reversed(path))
        tail.follow(told)
        self._head = tail.last or told or Head()
        if told is None and tail.is_empty:
            write_head(self._head_path, self._head)
            return None
        if told is None:
            return _note(JournalNote.HEAD, tail.torn)
        if not tail.follows:
            self._head = told
            return _note(JournalNote.CUT, tail.torn)
        if self._head != told:
            write_head(self._head_path, self._head)
        return _note(JournalNote.TORN, tail.torn) if tail.torn else None

    def _begin_segment(self) -> None:
        """Go on in a new segment; one that was begun and never written to is taken."""
        self._close()
        month = f"{self._clock():%Y-%m}"
        if self._segment is None or self._size or self._segment.stem[9:] != month:
            self._segment = next_segment(self._directory, month)
        self._size = 0
        self._descriptor = os.open(self._segment, _FLAGS, PRIVATE_FILE)

    def _append(self, body: Record) -> Record:
        now = self._clock()
        stamp = now.isoformat(timespec="milliseconds")
        record = {**body, KEY_TIME: stamp, KEY_SALT: secrets.token_hex(8)}
        raw, head = link(self._head, record)
        if len(raw) > MAX_LINE:
            raise ValueError("a record is too long")
        self._turn_over(len(raw), f"{now:%Y-%m}")
        assert self._descriptor is not None and self._segment is not None
        write_all(self._descriptor, raw)
        self._size += len(raw)
        self._unsynced.add(self._segment)
        self._head = head
        write_head(self._head_path, head)
        return {**record, KEY_SEQUENCE: head.sequence}

    def _turn_over(self, size: int, month: str) -> None:
        """Go on in a new segment when this one is full, or a month has passed."""
        full = self._size and self._size + size > self._segment_bytes
        if self._segment is None or full or self._segment.stem[9:] != month:
            self._begin_segment()
        elif self._descriptor is None:
            self._descriptor = os.open(self._segment, _FLAGS, PRIVATE_FILE)

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None


def _note(note: JournalNote, torn: Mapping[str, str]) -> Record:
    return {KEY_KIND: KIND_JOURNAL, KEY_RESULT: note.value, KEY_TORN: dict(torn)}


class _Tail:
    """The end of what lies in the segments, newest first."""

    def __init__(self, newest: Iterator[Line]) -> None:
        """Look at nothing yet."""
        self._newest = newest
        self._expected: str | None = None
        self.torn: dict[str, str] = {}
        """The digests of unfinished lines, by segment."""
        self.last: Head | None = None
        self.follows = False
        """The last line is the one that is told of, or follows from it."""

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was ever written."""
        return self.last is None and not self.torn

    def follow(self, told: Head | None) -> None:
        """Walk back to the line that is told of; without one, the last has to be believed."""
        for line in self._newest:
            if not line.is_finished:
                self.torn[line.segment] = digest(line.raw)
                continue
            record, here = decode(line.raw), digest(line.raw)
            if record is None or (self.last and self._expected != here):
                return
            self.last = self.last or Head(record[KEY_SEQUENCE], here)
            if told is None or record[KEY_SEQUENCE] <= told.sequence:
                self.follows = told == Head(record[KEY_SEQUENCE], here)
                return
            self._expected = record.get(KEY_PREVIOUS)
        self.follows = told == Head() and (not self.last or self._expected == told.hash)
