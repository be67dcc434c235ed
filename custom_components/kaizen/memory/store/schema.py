"""The tables, and how an older file becomes the newest."""

from collections.abc import Sequence
import sqlite3
from typing import Final
from uuid import uuid4

from .errors import ForeignFileError, NewerStoreError

APPLICATION_ID: Final = 0x4B5A4D31
"""Marks the file as Kaizen's, in SQLite's own header."""

_FIRST: Final = """
CREATE TABLE memories (
    rank INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    digest BLOB NOT NULL,
    subject TEXT NOT NULL,
    scope TEXT NOT NULL,
    category TEXT NOT NULL,
    channel TEXT NOT NULL,
    said_at INTEGER NOT NULL,
    speaker TEXT,
    conversation TEXT,
    utterance TEXT,
    source TEXT,
    trust INTEGER NOT NULL,
    taint TEXT NOT NULL,
    pinned INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    expires_at INTEGER,
    valid_from INTEGER NOT NULL,
    superseded_by TEXT,
    uses INTEGER NOT NULL DEFAULT 0,
    last_used INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    deleted_by TEXT,
    delete_reason TEXT,
    state TEXT NOT NULL GENERATED ALWAYS AS (
        CASE WHEN deleted_at IS NOT NULL THEN 'trash' WHEN superseded_by IS NOT NULL THEN 'superseded'
        WHEN pending THEN 'pending' ELSE 'live' END
    ) VIRTUAL
) STRICT;

CREATE UNIQUE INDEX memories_once ON memories (scope, digest)
    WHERE deleted_at IS NULL AND superseded_by IS NULL;
CREATE INDEX memories_pinned ON memories (scope) WHERE pinned;
CREATE INDEX memories_expiring ON memories (expires_at)
    WHERE expires_at IS NOT NULL AND deleted_at IS NULL;

CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    actor TEXT NOT NULL,
    at INTEGER NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE versions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL REFERENCES changes,
    memory INTEGER NOT NULL REFERENCES memories,
    act TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL
) STRICT;
CREATE INDEX versions_of_memory ON versions (memory);
CREATE INDEX versions_of_change ON versions (change);

CREATE TABLE vectors (
    memory INTEGER NOT NULL REFERENCES memories,
    model TEXT NOT NULL,
    dimension INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    vector BLOB NOT NULL,
    UNIQUE (memory, model)
) STRICT;
CREATE INDEX vectors_of_model ON vectors (model, memory, digest);

CREATE TABLE uses (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    memory INTEGER NOT NULL REFERENCES memories,
    conversation TEXT NOT NULL,
    turn TEXT NOT NULL,
    at INTEGER NOT NULL,
    score REAL NOT NULL
) STRICT;
CREATE INDEX uses_of_memory ON uses (memory);
CREATE INDEX uses_of_conversation ON uses (conversation);

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE VIRTUAL TABLE words USING fts5 (
    text, subject, content = 'memories', content_rowid = 'rank',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER words_added AFTER INSERT ON memories BEGIN
    INSERT INTO words (rowid, text, subject) VALUES (new.rank, new.text, new.subject);
END;
CREATE TRIGGER words_gone AFTER DELETE ON memories BEGIN
    INSERT INTO words (words, rowid, text, subject)
        VALUES ('delete', old.rank, old.text, old.subject);
END;
CREATE TRIGGER words_changed AFTER UPDATE OF text, subject ON memories
    WHEN old.text <> new.text OR old.subject <> new.subject BEGIN
    INSERT INTO words (words, rowid, text, subject)
        VALUES ('delete', old.rank, old.text, old.subject);
    INSERT INTO words (rowid, text, subject) VALUES (new.rank, new.text, new.subject);
END;
"""

MIGRATIONS: Final[Sequence[str]] = (_FIRST,)
"""What leads from each schema to the next one; the schema's number is how many were run."""


def migrate(
    connection: sqlite3.Connection, migrations: Sequence[str] = MIGRATIONS
) -> None:
    """Bring the file to the newest schema, in one transaction.

    Raises:
        ForeignFileError: The file belongs to another program.
        NewerStoreError: The file's schema is newer than the newest known.
    """
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if owner != APPLICATION_ID and (owner or tables):
        raise ForeignFileError("The file is not a store of Kaizen")
    if version > len(migrations):
        raise NewerStoreError(version, len(migrations))
    if version == len(migrations):
        return
    steps = "".join(migrations[version:])
    connection.executescript(
        f"BEGIN IMMEDIATE; {steps}"
        f"PRAGMA application_id = {APPLICATION_ID};"
        f"PRAGMA user_version = {len(migrations)}; COMMIT;"
    )


def store_id(connection: sqlite3.Connection) -> str:
    """Return the store's own name, made up when it is first asked for: a shared index is told apart by it."""
    connection.execute(
        "INSERT OR IGNORE INTO settings VALUES ('store_id', ?)", (uuid4().hex[:12],)
    )
    (name,) = connection.execute(
        "SELECT value FROM settings WHERE name = 'store_id'"
    ).fetchone()
    return str(name)
