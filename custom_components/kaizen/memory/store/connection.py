"""Opening the file: who may read it, and what is promised about it."""

from collections.abc import Sequence
from contextlib import contextmanager
import os
from pathlib import Path
import sqlite3
from typing import TYPE_CHECKING, Final

from .errors import DamagedStoreError, ForeignFileError
from .schema import MIGRATIONS, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILE_MODE: Final = 0o600
_FOLDER_MODE: Final = 0o700
_BUSY_TIMEOUT: Final = 10.0
"""Seconds to wait for a backup that is just reading the file."""

_PRAGMAS: Final = (
    # Every commit is on the disk before it is acknowledged: a power cut loses nothing that was confirmed.
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    # Sorting and vacuuming must not leave words in the machine's folder for temporary files.
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -8192",
    "PRAGMA journal_size_limit = 4194304",
)


def open_for_writing(
    path: Path, migrations: Sequence[str] = MIGRATIONS
) -> sqlite3.Connection:
    """Open the store, create it where there is none, and bring it to the newest schema.

    Raises:
        DamagedStoreError: The file is no whole database.
        ForeignFileError: The file belongs to another program.
        NewerStoreError: A newer Kaizen has written it.
    """
    path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, _FILE_MODE))
    path.chmod(_FILE_MODE)
    connection = _connect(path)
    try:
        with _damage_reported():
            connection.execute("PRAGMA journal_mode = WAL")
            migrate(connection, migrations)
    except BaseException:
        connection.close()
        raise
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Open a store that is open for writing already."""
    connection = _connect(path)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=_BUSY_TIMEOUT, autocommit=True, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    try:
        with _damage_reported():
            for pragma in _PRAGMAS:
                connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _damage_reported() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as err:
        if err.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise ForeignFileError("The file is not a store of Kaizen") from None
        raise DamagedStoreError(str(err)) from None
