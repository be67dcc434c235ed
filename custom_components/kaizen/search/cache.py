"""What was found before, for a while."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, Self

from .model import Answer, Query, Result

MOST_ANSWERS: Final = 200
FRESH: Final = 10 * 60.0
"""Seconds that news, prices and scores count as known."""
LASTING: Final = 6 * 3600.0
"""Seconds that everything else does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """An answer, who gave it and until when it counts."""

    answer: Answer
    provider: str
    stored: float
    expires: float
    """Both in seconds since the epoch: they outlive a restart."""


def key_of(query: Query) -> str:
    """Return what makes two queries the same."""
    words = " ".join(query.text.casefold().split())
    return f"{query.language}|{query.country or ''}|{int(query.safe)}|{words}"


class Cache:
    """A bounded number of answers; the one not used for longest goes first."""

    def __init__(self) -> None:
        """Start empty."""
        self._known: OrderedDict[str, Remembered] = OrderedDict()

    def __len__(self) -> int:
        """Return how many answers are held."""
        return len(self._known)

    @classmethod
    def read(cls, stored: object) -> Self:
        """Return a stored cache; what is unreadable in it is left out."""
        cache = cls()
        if isinstance(stored, Mapping):
            for key, row in stored.items():
                if isinstance(key, str) and (known := _read(row)):
                    cache._put(key, known)
        return cache

    def as_dict(self) -> dict[str, Any]:
        """Return the cache as JSON can hold it."""
        return {key: _written(known) for key, known in self._known.items()}

    def get(self, query: Query, now: float) -> Remembered | None:
        """Return an answer that still counts; one from a clock's future does not."""
        key = key_of(query)
        if not (known := self._known.get(key)):
            return None
        if not known.stored <= now < known.expires:
            del self._known[key]
            return None
        self._known.move_to_end(key)
        return known

    def put(
        self, query: Query, answer: Answer, provider: str, now: float, lasts: float
    ) -> None:
        """Remember an answer for `lasts` seconds."""
        known = Remembered(
            answer=answer, provider=provider, stored=now, expires=now + lasts
        )
        self._put(key_of(query), known)

    def clear(self) -> None:
        """Forget everything."""
        self._known.clear()

    def _put(self, key: str, known: Remembered) -> None:
        self._known[key] = known
        self._known.move_to_end(key)
        while len(self._known) > MOST_ANSWERS:
            self._known.popitem(last=False)


def _written(known: Remembered) -> dict[str, Any]:
    rows = [
        asdict(one) | {"published": one.published and one.published.isoformat()}
        for one in known.answer.results
    ]
    return {
        "results": rows,
        "direct": known.answer.direct,
        "provider": known.provider,
        "stored": known.stored,
        "expires": known.expires,
    }


def _read(row: Any) -> Remembered | None:
    try:
        results = [
            Result(
                title=str(one["title"]),
                url=str(one["url"]),
                snippet=str(one["snippet"]),
                published=one["published"] and date.fromisoformat(one["published"]),
            )
            for one in row["results"]
        ]
        return Remembered(
            answer=Answer(results=results, direct=str(row["direct"])),
            provider=str(row["provider"]),
            stored=float(row["stored"]),
            expires=float(row["expires"]),
        )
    except KeyError, TypeError, ValueError:
        return None
