"""Between rows of the file and records."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
import hashlib
import json
import re
import sqlite3
from typing import Any, Final, TypedDict
import unicodedata

from ..model import (
    TEXT_MOST,
    UTTERANCE_MOST,
    Act,
    Category,
    Channel,
    Deletion,
    Draft,
    Memory,
    Provenance,
    Scope,
    Trust,
    Version,
)
from .errors import InvalidMemoryError

type Columns = dict[str, Any]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_EDGES: Final = " \t\n.,;:!?\"'"


class Changes(TypedDict, total=False):
    """What an edit may change."""

    text: str
    subject: str
    scope: Scope
    category: Category
    trust: Trust
    taint: frozenset[str]
    pinned: bool
    pending: bool
    expires_at: datetime | None
    valid_from: datetime


def to_number(moment: datetime) -> int:
    """Return a time as it is stored: whole microseconds since 1970, UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def to_time(number: int) -> datetime:
    """Return a stored time."""
    return _EPOCH + number * _MICROSECOND


def digest(text: str) -> bytes:
    """Return what is the same for texts that differ in case, spacing or a final full stop only."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return hashlib.sha256(" ".join(folded.split()).strip(_EDGES).encode()).digest()


def tidy(text: str) -> str:
    """Return a text on one line.

    Raises:
        InvalidMemoryError: Nothing is left, or too much.
    """
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    if not text or len(text) > TEXT_MOST:
        raise InvalidMemoryError(
            f"A memory has 1 to {TEXT_MOST} characters, not {len(text)}"
        )
    return text


def _optional(moment: datetime | None) -> int | None:
    return None if moment is None else to_number(moment)


def _optional_time(number: int | None) -> datetime | None:
    return None if number is None else to_time(number)


def _text_columns(text: str) -> Columns:
    text = tidy(text)
    return {"text": text, "digest": digest(text)}


def changed_columns(changes: Changes) -> Columns:
    """Return the columns an edit writes."""
    columns: Columns = {}
    for name, value in changes.items():
        match name, value:
            case "text", str(text):
                columns |= _text_columns(text)
            case "taint", frozenset():
                columns[name] = json.dumps(sorted(value))
            case _, Scope():
                columns[name] = str(value)
            case _, datetime():
                columns[name] = to_number(value)
            case _, bool() | Trust():
                columns[name] = int(value)
            case _:
                columns[name] = value
    return columns


def draft_columns(draft: Draft, now: datetime) -> Columns:
    """Return the columns of a new memory."""
    came = draft.provenance
    return {
        **_text_columns(draft.text),
        "subject": draft.subject,
        "scope": str(draft.scope),
        "category": draft.category,
        "channel": came.channel,
        "said_at": to_number(came.at),
        "speaker": came.speaker,
        "conversation": came.conversation_id,
        "utterance": came.utterance and came.utterance[:UTTERANCE_MOST],
        "source": came.source,
        "trust": int(draft.trust),
        "taint": json.dumps(sorted(draft.taint)),
        "pinned": int(draft.pinned),
        "pending": int(draft.pending),
        "expires_at": _optional(draft.expires_at),
        "valid_from": to_number(draft.valid_from or came.at),
        "superseded_by": None,
        "created_at": to_number(now),
        "updated_at": to_number(now),
    }


def to_memory(row: sqlite3.Row | Mapping[str, Any]) -> Memory:
    """Return the memory of a row."""
    deleted_at = row["deleted_at"]
    return Memory(
        id=row["id"],
        rank=row["rank"],
        text=row["text"],
        subject=row["subject"],
        scope=Scope.parse(row["scope"]),
        category=Category(row["category"]),
        provenance=Provenance(
            channel=Channel(row["channel"]),
            at=to_time(row["said_at"]),
            speaker=row["speaker"],
            conversation_id=row["conversation"],
            utterance=row["utterance"],
            source=row["source"],
        ),
        trust=Trust(row["trust"]),
        taint=frozenset(json.loads(row["taint"])),
        pinned=bool(row["pinned"]),
        pending=bool(row["pending"]),
        expires_at=_optional_time(row["expires_at"]),
        valid_from=to_time(row["valid_from"]),
        superseded_by=row["superseded_by"],
        uses=row["uses"],
        last_used=_optional_time(row["last_used"]),
        created_at=to_time(row["created_at"]),
        updated_at=to_time(row["updated_at"]),
        deletion=None
        if deleted_at is None
        else Deletion(
            at=to_time(deleted_at), actor=row["deleted_by"], reason=row["delete_reason"]
        ),
    )


def to_version(row: sqlite3.Row) -> Version:
    """Return the version of a row joined with its change and its memory's id."""
    return Version(
        number=row["number"],
        change=row["change"],
        memory_id=row["memory_id"],
        act=Act(row["act"]),
        actor=row["actor"],
        at=to_time(row["at"]),
        before=json.loads(row["before"]),
        after=json.loads(row["after"]),
        undone=bool(row["undone"]),
    )
