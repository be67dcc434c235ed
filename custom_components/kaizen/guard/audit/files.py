"""Where the lines lie: numbered segments that only ever grow, and the head in a file of its own."""

from collections.abc import Iterator
import json
import os
from pathlib import Path
from typing import Final

from .chain import Head, Line, digest

MAX_LINE: Final = 16 * 1024
"""Bytes of a line at most; a longer one is read in pieces, none of which is a record."""
_BLOCK: Final = 64 * 1024
_SLOT: Final = 160
"""Bytes of a head record, padded: one write within one sector."""
PRIVATE_FILE: Final = 0o600
PRIVATE_DIRECTORY: Final = 0o700


def segments(directory: Path) -> list[Path]:
    """Return the segments, oldest first."""
    return sorted(directory.glob("????????-????-??.jsonl"))


def next_segment(directory: Path, month: str) -> Path:
    """Return the path of a segment that follows all there are; `month` is for people: `2026-11`."""
    known = segments(directory)
    number = int(known[-1].name[:8]) + 1 if known else 1
    return directory / f"{number:08}-{month}.jsonl"


def make_private(directory: Path) -> None:
    """Make a folder that nobody else can read."""
    directory.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
    directory.chmod(PRIVATE_DIRECTORY)


def lines(path: Path, end: int | None = None) -> Iterator[Line]:
    """Yield the lines of a segment, oldest first, up to byte `end`."""
    with path.open("rb") as file:
        while end is None or file.tell() < end:
            if not (raw := file.readline(MAX_LINE)):
                return
            yield Line(path.name, raw)


def lines_reversed(path: Path, end: int | None = None) -> Iterator[Line]:
    """Yield the lines of a segment, newest first, up to byte `end`; skips what is too long to be one.

    Holds one block and one line at a time.
    """
    with path.open("rb") as file:
        position = file.seek(0, os.SEEK_END) if end is None else end
        rest = b""
        while position:
            size = min(_BLOCK, position)
            position -= size
            file.seek(position)
            first, *whole = _cut(file.read(size) + rest)
            for raw in reversed(whole):
                yield Line(path.name, raw)
            rest = first if len(first) <= MAX_LINE else b""
        if rest:
            yield Line(path.name, rest)


def _cut(block: bytes) -> list[bytes]:
    """Return the lines of a block, with their ends."""
    pieces = [piece + b"\n" for piece in block.split(b"\n")]
    pieces[-1] = pieces[-1][:-1]
    return pieces if pieces[-1] or len(pieces) == 1 else pieces[:-1]


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte.

    Raises:
        OSError: Not all of it could be written.
    """
    if os.write(descriptor, data) != len(data):
        raise OSError("short write")


def write_head(path: Path, head: Head) -> None:
    """Overwrite the older of two records: a write that is cut short leaves the other.

    Raises:
        OSError: It could not be written.
    """
    text = f"{head.sequence} {head.hash}"
    record = json.dumps({"head": text, "check": digest(text.encode())[:16]})
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, PRIVATE_FILE)
    try:
        os.lseek(descriptor, head.sequence % 2 * _SLOT, os.SEEK_SET)
        write_all(descriptor, record.ljust(_SLOT - 1).encode() + b"\n")
    finally:
        os.close(descriptor)


def read_head(path: Path) -> Head | None:
    """Return the newest head that is whole; None if there is none."""
    try:
        content = path.read_bytes()[: 2 * _SLOT]
    except FileNotFoundError:
        return None
    found = [_head(content[start : start + _SLOT]) for start in (0, _SLOT)]
    return max(filter(None, found), key=lambda head: head.sequence, default=None)


def _head(slot: bytes) -> Head | None:
    try:
        record = json.loads(slot)
        text, check = record["head"], record["check"]
        sequence, hash_ = text.split(" ")
        if check == digest(text.encode())[:16]:
            return Head(int(sequence), hash_)
    except ValueError, KeyError, TypeError, AttributeError:
        pass
    return None


def sync(path: Path) -> None:
    """Have the system put a file on the disk.

    Raises:
        OSError: It could not, or there is no such file.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
