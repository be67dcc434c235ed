"""The record of truth: one SQLite file."""

from .errors import (
    DamagedStoreError,
    DuplicateError,
    ForeignFileError,
    InvalidMemoryError,
    NewerStoreError,
    StoreError,
    UnknownMemoryError,
)
from .reader import Filter, Reader, State
from .rows import Changes
from .store import Store
from .transfer import Imported, UnreadableFileError, export_lines, import_memories
from .undo import Undoer, Undone
from .vectors import (
    Entry,
    Fingerprint,
    Vector,
    all_entries,
    digests,
    dimension_of,
    drop_vectors,
    entries,
    entries_of,
    fingerprints,
    lacking,
    missing,
    missing_count,
    put_vectors,
)
from .writer import Added, Writer

__all__ = [
    "Added",
    "Changes",
    "DamagedStoreError",
    "DuplicateError",
    "Entry",
    "Filter",
    "Fingerprint",
    "ForeignFileError",
    "Imported",
    "InvalidMemoryError",
    "NewerStoreError",
    "Reader",
    "State",
    "Store",
    "StoreError",
    "Undoer",
    "Undone",
    "UnknownMemoryError",
    "UnreadableFileError",
    "Vector",
    "Writer",
    "all_entries",
    "digests",
    "dimension_of",
    "drop_vectors",
    "entries",
    "entries_of",
    "export_lines",
    "fingerprints",
    "import_memories",
    "lacking",
    "missing",
    "missing_count",
    "put_vectors",
]
