"""What every index can do; none of them is the truth, and any may be thrown away."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..model import Scope
from ..store import Entry, Vector


class IndexFailure(Exception):
    """The index does not answer, or not as it should."""


class IndexDamaged(IndexFailure):
    """The index answers, but with what is not ours or not whole: it has to be made anew."""


@dataclass(frozen=True, slots=True)
class Space:
    """What vectors can be compared: those of one model, of one length."""

    model: str
    dimension: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A memory near a question."""

    rank: int
    score: float
    """Cosine of the angle between the two, to three digits the same in every index."""


class VectorIndex(Protocol):
    """An index of one space. All methods raise `IndexFailure`."""

    async def open(self) -> None:
        """Get ready; what was there before stays."""

    async def contents(self) -> Mapping[Scope, Mapping[int, int]]:
        """Return the digests of all entries by scope and rank, as they are in the index and not as they should be."""

    async def put(self, entries: Sequence[Entry]) -> None:
        """Add entries, or replace those of the same rank, whatever scope they were in."""

    async def remove(self, ranks: Collection[int]) -> None:
        """Take entries out; unknown ranks are passed over."""

    async def drop(self, scope: Scope) -> None:
        """Take a whole scope out, with what the index keeps on disk for it."""

    async def search(
        self, vector: Vector, scopes: Collection[Scope], limit: int
    ) -> list[Hit]:
        """Return the nearest entries of some scopes, best first; of two as near the older one."""

    async def close(self) -> None:
        """Let go; what the index keeps on disk stays."""


def best(hits: list[Hit], limit: int) -> list[Hit]:
    """Return the best hits in order."""
    return sorted(hits, key=lambda hit: (-hit.score, hit.rank))[:limit]
