"""Vectors in the store: what every index is made from."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
import json
import sqlite3
from typing import Final
import zlib

import numpy as np
import numpy.typing as npt

from ..model import Scope
from .errors import InvalidMemoryError
from .reader import Reader
from .writer import Writer

type Vector = npt.NDArray[np.float32]

BATCH: Final = 1000

_ENTRIES: Final = """
SELECT m.rank, m.scope, v.digest, v.vector FROM memories m JOIN vectors v ON v.memory = m.rank
WHERE v.model = :model AND m.rank > :after AND (:scope IS NULL OR m.scope = :scope) AND m.state = 'live'
ORDER BY m.rank LIMIT :limit
"""
_RANKED: Final = """
SELECT m.rank, m.scope, v.digest, v.vector FROM memories m JOIN vectors v ON v.memory = m.rank
WHERE v.model = :model AND m.rank IN (SELECT value FROM json_each(:ranks)) AND m.state = 'live'
"""
_FINGERPRINTS: Final = """
SELECT m.scope, count(*) AS n, sum(v.digest) AS total FROM vectors v JOIN memories m ON m.rank = v.memory
WHERE v.model = :model AND m.state = 'live' GROUP BY m.scope
"""
_DIGESTS: Final = """
SELECT m.rank, v.digest FROM memories m JOIN vectors v ON v.memory = m.rank
WHERE v.model = :model AND m.scope = :scope AND m.state = 'live'
"""
_MISSING: Final = """
SELECT m.rank, m.text FROM memories m WHERE m.rank > :after AND m.state = 'live'
    AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.model = :model AND v.memory = m.rank)
ORDER BY m.rank LIMIT :limit
"""
_LACKING: Final = """
SELECT value AS rank FROM json_each(:ranks) WHERE NOT EXISTS
    (SELECT 1 FROM vectors v WHERE v.model = :model AND v.memory = value)
"""
_MISSING_COUNT: Final = """
SELECT count(*) FROM memories m WHERE m.state = 'live'
    AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.model = :model AND v.memory = m.rank)
"""
_PUT: Final = """
INSERT OR REPLACE INTO vectors (memory, model, dimension, digest, vector)
SELECT rank, :model, :dimension, :digest, :vector FROM memories WHERE rank = :rank AND text = :text
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an index holds of one live memory."""

    rank: int
    scope: Scope
    digest: int
    """Changes with the rank and with every bit of the vector; 32 bits."""
    vector: Vector


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What an index of one scope must hold: how many entries, and the sum of their digests."""

    count: int = 0
    total: int = 0


def stored(vector: Sequence[float] | Vector) -> bytes:
    """Return a vector as it is stored: length 1, half precision.

    Raises:
        InvalidMemoryError: It has no direction.
    """
    exact = np.asarray(vector, dtype=np.float32)
    length = float(np.linalg.norm(exact))
    if exact.ndim != 1 or not np.isfinite(length) or length == 0:
        raise InvalidMemoryError("A vector without direction")
    return (exact / length).astype("<f2").tobytes()


def loaded(data: bytes) -> Vector:
    """Return a stored vector."""
    return np.frombuffer(data, dtype="<f2").astype(np.float32)


def vector_digest(rank: int, data: bytes) -> int:
    """Return the digest of a stored vector."""
    return zlib.crc32(data, rank & 0xFFFFFFFF)


def entries(
    reader: Reader, model: str, *, after: int = 0, scope: Scope | None = None
) -> list[Entry]:
    """Return the next live entries by rank, at most `BATCH`; an empty list is the end."""
    named = None if scope is None else str(scope)
    return _entries(
        reader.connection.execute(
            _ENTRIES, {"model": model, "after": after, "scope": named, "limit": BATCH}
        )
    )


def all_entries(
    reader: Reader, model: str, scope: Scope | None = None
) -> Iterator[Entry]:
    """Yield all live entries by rank."""
    after = 0
    while batch := entries(reader, model, after=after, scope=scope):
        yield from batch
        after = batch[-1].rank


def entries_of(reader: Reader, model: str, ranks: Sequence[int]) -> list[Entry]:
    """Return the entries of those among `ranks` that are live and have a vector."""
    return _entries(
        reader.connection.execute(
            _RANKED, {"model": model, "ranks": json.dumps(list(ranks))}
        )
    )


def _entries(rows: Iterable[sqlite3.Row]) -> list[Entry]:
    return [
        Entry(r["rank"], Scope.parse(r["scope"]), r["digest"], loaded(r["vector"]))
        for r in rows
    ]


def fingerprints(reader: Reader, model: str) -> dict[Scope, Fingerprint]:
    """Return what an index must hold, by scope."""
    rows = reader.connection.execute(_FINGERPRINTS, {"model": model})
    return {
        Scope.parse(row["scope"]): Fingerprint(row["n"], row["total"]) for row in rows
    }


def digests(reader: Reader, model: str, scope: Scope) -> dict[int, int]:
    """Return the digests of one scope's entries by rank."""
    rows = reader.connection.execute(_DIGESTS, {"model": model, "scope": str(scope)})
    return {row["rank"]: row["digest"] for row in rows}


def missing(
    reader: Reader, model: str, *, after: int = 0, limit: int = 32
) -> list[tuple[int, str]]:
    """Return rank and text of live memories that have no vector of a model yet, by rank."""
    rows = reader.connection.execute(
        _MISSING, {"model": model, "after": after, "limit": limit}
    )
    return [(row["rank"], row["text"]) for row in rows]


def lacking(reader: Reader, model: str, ranks: Collection[int]) -> set[int]:
    """Return which of some memories have no vector of a model yet."""
    rows = reader.connection.execute(
        _LACKING, {"model": model, "ranks": json.dumps(list(ranks))}
    )
    return {row["rank"] for row in rows}


def dimension_of(reader: Reader, model: str) -> int | None:
    """Return how long a model's vectors are; None where there are none yet."""
    row = reader.connection.execute(
        "SELECT dimension FROM vectors WHERE model = ? LIMIT 1", (model,)
    ).fetchone()
    return row and int(row["dimension"])


def missing_count(reader: Reader, model: str) -> int:
    """Return how many live memories have no vector of a model yet."""
    (count,) = reader.connection.execute(_MISSING_COUNT, {"model": model}).fetchone()
    return int(count)


def put_vectors(
    writer: Writer,
    model: str,
    vectors: Mapping[int, tuple[str, Sequence[float] | Vector]],
) -> list[Entry]:
    """Store vectors by rank, each with the text it was made from; return what an index must now hold of them.

    A memory whose text has changed meanwhile is passed over.
    """
    with writer.transaction():
        for rank, (text, vector) in vectors.items():
            data = stored(vector)
            writer.connection.execute(
                _PUT,
                {
                    "model": model,
                    "dimension": len(data) // 2,
                    "digest": vector_digest(rank, data),
                    "vector": data,
                    "rank": rank,
                    "text": text,
                },
            )
    return entries_of(writer, model, list(vectors))


def drop_vectors(writer: Writer, *, keep: str) -> None:
    """Forget the vectors of all models but one."""
    with writer.transaction():
        writer.connection.execute("DELETE FROM vectors WHERE model <> ?", (keep,))
