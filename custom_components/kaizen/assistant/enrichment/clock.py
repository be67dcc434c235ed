"""Date and time as a person would read them out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final


@dataclass(frozen=True, slots=True)
class _Words:
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    pattern: str


_ENGLISH: Final = _Words(
    weekdays=(
        *("Monday", "Tuesday", "Wednesday", "Thursday"),
        *("Friday", "Saturday", "Sunday"),
    ),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    pattern="{weekday} {day} {month} {year}, {clock}",
)
_GERMAN: Final = _Words(
    weekdays=(
        *("Montag", "Dienstag", "Mittwoch", "Donnerstag"),
        *("Freitag", "Samstag", "Sonntag"),
    ),
    months=(
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
    pattern="{weekday}, {day}. {month} {year}, {clock}",
)
_WORDS: Final[Mapping[str, _Words]] = {"de": _GERMAN, "en": _ENGLISH}


def date_and_time(now: datetime, language: str) -> str:
    """Return weekday, date and time to the minute; in English where no words are known."""
    words = _WORDS.get(language, _ENGLISH)
    return words.pattern.format(
        weekday=words.weekdays[now.weekday()],
        day=now.day,
        month=words.months[now.month - 1],
        year=now.year,
        clock=f"{now:%H:%M}",
    )
