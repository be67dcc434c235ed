"""What was unsecured when, for cool-downs and limits a day."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, Self

from .policy import MAX_RATE

DAY: Final = timedelta(hours=24)
MAX_ENTITIES: Final = 500


class Usage:
    """Remembers of each entity as many unsecurings as any rule could count."""

    def __init__(self) -> None:
        """Start with an empty record."""
        self._times: dict[str, tuple[datetime, ...]] = {}

    @classmethod
    def from_dict(cls, stored: object) -> Self:
        """Return a stored record; what is unreadable in it is left out."""
        usage = cls()
        if isinstance(stored, Mapping):
            for entity_id, texts in stored.items():
                if isinstance(entity_id, str) and isinstance(texts, list | tuple):
                    for when in sorted(filter(None, map(_moment, texts))):
                        usage.record(entity_id, when)
        return usage

    def to_dict(self) -> dict[str, list[str]]:
        """Return the record as JSON can hold it."""
        return {
            entity_id: [when.isoformat() for when in times]
            for entity_id, times in self._times.items()
        }

    def record(self, entity_id: str, when: datetime) -> None:
        """Note that an entity was unsecured."""
        times = (*self._times.pop(entity_id, ()), when.astimezone(UTC))
        self._times[entity_id] = times[-MAX_RATE:]
        while len(self._times) > MAX_ENTITIES:
            del self._times[next(iter(self._times))]

    def last(self, entity_id: str | None) -> datetime | None:
        """Return when an entity was last unsecured."""
        return max(self._times.get(entity_id or "", ()), default=None)

    def count(self, entity_id: str | None, now: datetime) -> int:
        """Return how often within 24 hours; what a clock that was put back calls the future counts."""
        since = now.astimezone(UTC) - DAY
        return sum(when > since for when in self._times.get(entity_id or "", ()))


def _moment(text: object) -> datetime | None:
    """Return a time with its zone; None if it is none."""
    try:
        when = datetime.fromisoformat(text) if isinstance(text, str) else None
        return when.astimezone(UTC) if when and when.tzinfo else None
    except ValueError, OverflowError:
        return None
