"""Memories as text: Kaizen's own JSON Lines, and what Mem0 and Open WebUI hand out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
import json
from typing import Any, Final

from ..model import Act, Category, Channel, Draft, Memory, Provenance, Scope, Trust
from .errors import InvalidMemoryError, StoreError
from .rows import tidy
from .writer import Writer

FORMAT: Final = 1
MOST: Final = 100_000
"""Memories in one file."""


class UnreadableFileError(StoreError):
    """The text is no export that Kaizen knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A memory read from an export."""

    draft: Draft
    id: str | None = None
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of an import."""

    added: tuple[str, ...]
    """Ids."""
    known: int
    refused: tuple[int, ...]
    """Places in the file, from 1, of what is no memory."""


def export_lines(memories: Iterable[Memory]) -> Iterator[str]:
    """Yield a line of JSON per memory, without what is in the trash."""
    for memory in memories:
        if memory.deletion is None:
            yield json.dumps(_to_json(memory), ensure_ascii=False) + "\n"


def import_memories(
    writer: Writer, text: str, *, scope: Scope, actor: str, now: datetime
) -> Imported:
    """Store what an export holds and is not known yet, in one change.

    `scope` gets what others' exports hold: their users are nobody's here.

    Raises:
        UnreadableFileError: It is no export that Kaizen knows, or too long; nothing was stored.
    """
    found, refused = parse(text, scope=scope, now=now)
    with writer.change(actor):
        taken = [
            writer.add(
                one.draft,
                actor=actor,
                act=Act.IMPORTED,
                id=one.id,
                superseded_by=one.superseded_by,
            )
            for one in found
        ]
    added = tuple(one.memory.id for one in taken if not one.known)
    return Imported(added=added, known=len(taken) - len(added), refused=refused)


def parse(
    text: str, *, scope: Scope, now: datetime
) -> tuple[list[Incoming], tuple[int, ...]]:
    """Return the memories of an export, and the places of what is none.

    Raises:
        UnreadableFileError: It is no export that Kaizen knows, or too long.
    """
    found: list[Incoming] = []
    refused: list[int] = []
    for place, item in enumerate(_items(text), 1):
        try:
            found.append(_read(item, scope, now))
        except KeyError, TypeError, ValueError, OverflowError, InvalidMemoryError:
            refused.append(place)
    if not found:
        raise UnreadableFileError("There are no memories in it")
    return found, tuple(refused)


def _items(text: str) -> list[Any]:
    """Return what a JSON document or JSON Lines list; Mem0 wraps its list in an object."""
    try:
        whole = json.loads(text)
    except ValueError:
        items = [_line(line) for line in text.splitlines() if line.strip()]
    else:
        if isinstance(whole, dict):
            whole = whole.get("results", whole.get("memories", [whole]))
        items = whole if isinstance(whole, list) else []
    if len(items) > MOST:
        raise UnreadableFileError(f"There are more than {MOST} memories in it")
    return items


def _line(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _read(item: Any, scope: Scope, now: datetime) -> Incoming:
    for key, read in _SHAPES.items():
        if key in item:
            return read(item, scope, now)
    raise ValueError("No known shape")


def _from_kaizen(item: Mapping[str, Any], _: Scope, now: datetime) -> Incoming:
    if item["kaizen"] != FORMAT:
        raise ValueError("Another format")
    came = item["provenance"]
    draft = Draft(
        text=tidy(item["text"]),
        subject=str(item["subject"]),
        scope=Scope.parse(item["scope"]),
        category=Category(item["category"]),
        provenance=Provenance(
            channel=Channel(came["channel"]),
            at=_moment(came["at"], now),
            **{name: _word(came.get(name)) for name in _WORDS_OF_PROVENANCE},
        ),
        trust=Trust(item["trust"]),
        taint=frozenset(map(str, item["taint"])),
        pinned=item["pinned"] is True,
        pending=item["pending"] is True,
        expires_at=_moment(item["expires_at"], now) if item["expires_at"] else None,
        valid_from=_moment(item["valid_from"], now),
    )
    return Incoming(
        draft=draft,
        id=_word(item["id"]),
        superseded_by=_word(item["superseded_by"]),
    )


def _foreign(
    source: str, key: str
) -> Callable[[Mapping[str, Any], Scope, datetime], Incoming]:
    def read(item: Mapping[str, Any], scope: Scope, now: datetime) -> Incoming:
        said = item.get("created_at") or item.get("updated_at") or now
        draft = Draft(
            text=tidy(item[key]),
            scope=scope,
            trust=Trust.IMPORTED,
            provenance=Provenance(
                channel=Channel.IMPORTED, at=_moment(said, now), source=source
            ),
        )
        return Incoming(draft=draft)

    return read


_WORDS_OF_PROVENANCE: Final = ("speaker", "conversation_id", "utterance", "source")
_SHAPES: Final[
    Mapping[str, Callable[[Mapping[str, Any], Scope, datetime], Incoming]]
] = {
    "kaizen": _from_kaizen,
    "memory": _foreign("Mem0", "memory"),
    "content": _foreign("Open WebUI", "content"),
}
"""By the field that only this shape has."""


def _word(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError("Not a word")
    return value


def _moment(value: object, now: datetime) -> datetime:
    """Return a time written as ISO 8601 or as seconds since 1970."""
    match value:
        case datetime():
            moment = value
        case str():
            moment = datetime.fromisoformat(value)
        case int() | float():
            moment = datetime.fromtimestamp(value, UTC)
        case _:
            raise TypeError("Not a time")
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _to_json(memory: Memory) -> dict[str, Any]:
    came = memory.provenance
    return {
        "kaizen": FORMAT,
        "id": memory.id,
        "text": memory.text,
        "subject": memory.subject,
        "scope": str(memory.scope),
        "category": memory.category,
        "provenance": {
            "channel": came.channel,
            "at": came.at.isoformat(),
            **{name: getattr(came, name) for name in _WORDS_OF_PROVENANCE},
        },
        "trust": int(memory.trust),
        "taint": sorted(memory.taint),
        "pinned": memory.pinned,
        "pending": memory.pending,
        "expires_at": memory.expires_at and memory.expires_at.isoformat(),
        "valid_from": memory.valid_from.isoformat(),
        "superseded_by": memory.superseded_by,
    }
