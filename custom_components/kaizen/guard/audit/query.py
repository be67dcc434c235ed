"""What of the audit is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from .chain import KEY_KIND, KEY_PREVIOUS, KEY_SEQUENCE, Line, Record, decode
from .journal import KEY_SALT, KEY_TIME

MAX_PAGE: Final = 200
MAX_LOOKED_AT: Final = 50_000
"""Lines that one question looks at; the next goes on from there."""
KEY_DURESS: Final = "duress"
_EQUAL: Final = (
    KEY_KIND,
    "origin",
    "tier",
    "decision",
    "risk",
    "user_id",
    "request_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """What lines must be like; None is any."""

    start: datetime | None = None
    end: datetime | None = None
    """The first moment after the lines."""
    kind: str | None = None
    origin: str | None = None
    tier: str | None = None
    decision: str | None = None
    risk: str | None = None
    entity: str | None = None
    user_id: str | None = None
    request_id: str | None = None
    rule: str | None = None
    """A part of the rule or the reason."""
    duress: bool | None = None
    """Only the owner may ask."""

    def matches(self, record: Record) -> bool:
        """Return whether a line is asked for."""
        return (
            all(getattr(self, key) in (None, record.get(key)) for key in _EQUAL)
            and (self.entity is None or self.entity in record.get("entities", ()))
            and self._is_about_rule(record)
            and self.duress in (None, record.get(KEY_DURESS, False))
            and self._is_in_time(record)
        )

    def _is_about_rule(self, record: Record) -> bool:
        said = f"{record.get('rule', '')} {record.get('reason', '')}"
        return self.rule is None or self.rule.lower() in said.lower()

    def _is_in_time(self, record: Record) -> bool:
        if self.start is None and self.end is None:
            return True
        when = datetime.fromisoformat(record[KEY_TIME])
        after = self.start is None or when >= self.start
        return after and (self.end is None or when < self.end)


@dataclass(frozen=True, slots=True)
class Page:
    """Lines, newest first."""

    records: tuple[Record, ...]
    before: int | None
    """Where the next page begins; None when there is none."""


def page(
    newest: Iterable[Line], wanted: AuditFilter, *, before: int | None, limit: int
) -> Page:
    """Return the newest lines before a sequence that are asked for.

    The page may hold less than `limit` lines, or none, though there is a next one: a question only looks
    at so many lines.
    """
    found: list[Record] = []
    looked_at = 0
    for line in newest:
        if (record := decode(line.raw)) is None:
            continue
        sequence: int = record[KEY_SEQUENCE]
        if before is not None and sequence >= before:
            continue
        if len(found) == min(limit, MAX_PAGE) or looked_at == MAX_LOOKED_AT:
            return Page(tuple(found), sequence + 1)
        looked_at += 1
        if _is_wanted(record, wanted):
            found.append(record)
    return Page(tuple(found), None)


def _is_wanted(record: Record, wanted: AuditFilter) -> bool:
    """Return whether a line is asked for; one that somebody disfigured is shown rather than hidden."""
    try:
        return wanted.matches(record)
    except LookupError, TypeError, ValueError:
        return True


def shown(record: Record, *, to_owner: bool) -> dict[str, Any]:
    """Return what is shown of a line: to others than the owner, duress looks like anything else.

    The link to the line before and the salt stay where they are: with them, one could guess what is hidden.
    """
    hidden = (
        {KEY_PREVIOUS, KEY_SALT} if to_owner else {KEY_PREVIOUS, KEY_SALT, KEY_DURESS}
    )
    return {key: value for key, value in record.items() if key not in hidden}
