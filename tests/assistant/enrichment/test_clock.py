"""Date and time in the person's language."""

from datetime import UTC, datetime

import pytest

from custom_components.kaizen.assistant.enrichment.clock import date_and_time


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Sunday 1 March 2026, 09:05"),
        ("de", "Sonntag, 1. März 2026, 09:05"),
        ("fr", "Sunday 1 March 2026, 09:05"),
    ],
)
def test_date_and_time(language: str, expected: str) -> None:
    """Weekday, date and time to the minute; English where the words are not known."""
    now = datetime(2026, 3, 1, 9, 5, 59, tzinfo=UTC)
    assert date_and_time(now, language) == expected


def test_every_day_of_a_year_has_a_name() -> None:
    """No weekday or month is missing from the tables."""
    for month in range(1, 13):
        for day in range(1, 8):
            now = datetime(2026, month, day, tzinfo=UTC)
            assert date_and_time(now, "en") == f"{now:%A} {day} {now:%B} 2026, 00:00"
