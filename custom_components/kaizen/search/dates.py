"""Dates as search engines write them."""

from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
import re
from typing import Final

_AGO: Final = re.compile(
    r"^(?:vor\s+)?(\d{1,3})\s*(hour|day|week|month|stunde|tag|woche|monat)\w*(?:\s+ago)?",
    re.IGNORECASE,
)
_DAYS: Final = {
    "hour": 0,
    "day": 1,
    "week": 7,
    "month": 30,
    "stunde": 0,
    "tag": 1,
    "woche": 7,
    "monat": 30,
}


def read_date(value: object, today: date) -> date | None:
    """Return the day a text names; None if it names none that can be so."""
    if not isinstance(value, str) or not (text := value.strip()):
        return None
    found = _absolute(text) or _relative(text, today)
    # A date to come is a mistake of the page's, or an event's.
    return (
        found if found and date(1990, 1, 1) <= found <= today + timedelta(1) else None
    )


def _absolute(text: str) -> date | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime, _day_first):
        try:
            return read(text).date()
        except ValueError, TypeError, IndexError:
            continue
    return None


def _day_first(text: str) -> datetime:
    return datetime.strptime(text[:12].strip(), "%b %d, %Y")


def _relative(text: str, today: date) -> date | None:
    if not (found := _AGO.match(text)):
        return None
    return today - timedelta(int(found[1]) * _DAYS[found[2].lower()])
