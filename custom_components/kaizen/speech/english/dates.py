"""English dates: by name, by number, by decade, by quarter."""

import re
from typing import Final

from ..language import Rule
from .numbers import cardinal, digits, ordinal, plural, year

MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SHORT: Final = {
    **{month[:3].lower(): month for month in MONTHS},
    **{month.lower(): month for month in MONTHS},
    "sept": "September",
}
WEEKDAYS: Final = {
    "mon": "Monday",
    "tue": "Tuesday",
    "tues": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "thur": "Thursday",
    "thurs": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_MONTH: Final = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October"
    r"|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_MONTHS: Final = "|".join(
    (
        *MONTHS,
        *[
            "Jan",
            "Feb",
            "Mar",
            "Apr",
            "Jun",
            "Jul",
            "Aug",
            "Sept",
            "Sep",
            "Oct",
            "Nov",
            "Dec",
        ],
    )
)
_DAY: Final = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>\d{4}|'\d{2})"
_TO_DAY: Final = r"(?:\s?[-–]\s?(?P<to>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?)?"


def day_month_year(day: int, month: int, written_year: str) -> str:
    """Say a date written in numbers, day first."""
    return f"the {ordinal(day)} of {MONTHS[month - 1]}{_year(written_year)}"


def month_day_year(day: int, month: int, written_year: str) -> str:
    """Say a date written in numbers, month first."""
    return f"{MONTHS[month - 1]} {ordinal(day)}{_year(written_year)}"


def _year(written: str | None) -> str:
    if not written:
        return ""
    bare = written.strip("'")
    if len(bare) == 2 and bare.startswith("0"):
        return " oh " + digits(bare[1])
    value = int(bare)
    if len(bare) == 4 and 2000 <= value <= 2009:
        return " " + cardinal(value)
    return " " + year(value)


def _named(match: re.Match[str]) -> str:
    return _SHORT[match["month"].rstrip(".").lower()]


def _month_first(match: re.Match[str]) -> str:
    to = f" to {ordinal(int(match['to']))}" if match["to"] else ""
    return f" {_named(match)} {ordinal(int(match['day']))}{to}{match['comma'] or ''}{_year(match['year'])} "


def _day_first(match: re.Match[str]) -> str:
    article = "" if match["the"] else "the "
    the = match["the"] or ""
    to = f" to {ordinal(int(match['to']))}" if match["to"] else ""
    return (
        f" {the}{article}{ordinal(int(match['day']))}{to} of {_named(match)}"
        f"{match['comma'] or ''}{_year(match['year'])} "
    )


def _month_year(match: re.Match[str]) -> str:
    return f" {_named(match)}{_year(match['year'])} "


def _year_first(match: re.Match[str]) -> str | None:
    month, day = int(match["month"]), int(match["day"])
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return f" {month_day_year(day, month, match['year'])} "


def _numbers(match: re.Match[str]) -> str | None:
    first, second, written = int(match[1]), int(match[3]), match[4]
    if 1 <= first <= 12 and 1 <= second <= 31:
        return f" {month_day_year(second, first, written)} "
    if 1 <= second <= 12 and 13 <= first <= 31:
        return f" {day_month_year(first, second, written)} "
    return None


def _decade(match: re.Match[str]) -> str:
    return f" {decade(match[1])} "


def decade(written: str) -> str:
    """Say a decade: nineteen eighties, two thousands, eighties."""
    value = int(written)
    return plural(year(value) if len(written) == 4 else cardinal(value))


def _decades(match: re.Match[str]) -> str:
    return f" {decade(match[1])} to {decade(match[2])} "


def _years(match: re.Match[str]) -> str | None:
    low, high = int(match[1]), int(match[2])
    return f" {year(low)} to {year(high)} " if low % 100 < high else None


def _quarter(match: re.Match[str]) -> str:
    number = ordinal(int(match["q"]))
    written = match["year"]
    full = "20" + written if written and len(written) == 2 else written
    return f" the {number} quarter{' of' + _year(full) if full else ''} "


def _era(match: re.Match[str]) -> str:
    letters = match[2].replace(".", "").upper()
    return f" {year(int(match[1]))} {letters} "


_I: Final = re.IGNORECASE
DATES: Final = (
    Rule(
        pattern=re.compile(
            r"(?<!\w)(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?(?!\w)"
        ),
        speak=lambda match: (
            f"{match[1]} at {match[2]}{' UTC' if match[3] == 'Z' else ''}"
        ),
        has="-",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w./-])(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?![\w/-]|\.\d)"
        ),
        speak=_year_first,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w./-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-]|\.\d)"
        ),
        speak=_numbers,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            r"\b(Mon|Tues?|Wed|Thu|Thurs?|Fri|Sat|Sun)(?:\.(,?\s)|(,?\s)(?=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|\d)))"
        ),
        speak=lambda match: WEEKDAYS[match[1].lower()] + (match[2] or match[3]),
    ),
    Rule(
        pattern=re.compile(
            rf"\b{_MONTH}[\s-]?{_DAY}{_TO_DAY}(?!\w)(?![.:]\d)(?:(?P<comma>,)?[\s-]{_YEAR}(?![\w:]))?",
            _I,
        ),
        speak=_month_first,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            rf"(?<![\w.,:/])(?P<the>the\s)?{_DAY}{_TO_DAY}(?:\sof)?[\s-]?{_MONTH}(?!\w)(?:(?P<comma>,)?[\s-]?{_YEAR}(?![\w:]))?",
            _I,
        ),
        speak=_day_first,
        has="0",
    ),
    Rule(
        pattern=re.compile(rf"\b{_MONTH},?\s(?P<year>1\d{{3}}|20\d\d)(?![\w:])", _I),
        speak=_month_year,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            r"\b(?:Q(?P<q>[1-4]))(?:[\s/]?'?(?P<year>\d{4}|\d{2}))?(?!\w)"
        ),
        speak=_quarter,
        has="Q",
    ),
    Rule(
        pattern=re.compile(r"(?<!\w)(?P<q>[1-4])Q\s?'?(?P<year>\d{4}|\d{2})(?!\w)"),
        speak=_quarter,
        has="Q",
    ),
    Rule(
        pattern=re.compile(rf"\b({_MONTHS})\.?\s?[-–]\s?({_MONTHS})\b"),
        speak=lambda match: f"{_SHORT[match[1].lower()]} to {_SHORT[match[2].lower()]}",
        has="-–",
    ),
    Rule(
        pattern=re.compile(
            r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?\s?[-–]\s?(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b"
        ),
        speak=lambda match: (
            f"{WEEKDAYS[match[1].lower()]} to {WEEKDAYS[match[2].lower()]}"
        ),
        has="-–",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w.,])(\d{1,4})\s?(A\.?D|B\.?C\.?E|C\.?E|B\.?C)\b\.?(?!\w)", _I
        ),
        speak=_era,
        has="0",
    ),
)

_CENTURY: Final = r"1[1-9]\d0|20\d0"
DECADES: Final = (
    Rule(
        pattern=re.compile(
            rf"(?<![\w.])({_CENTURY}|[1-9]0)(?:['’]?s)?\s?[-–]\s?({_CENTURY}|[1-9]0)['’]?s\b"
        ),
        speak=_decades,
        has="s",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w.,$€£/-])(1[1-9]\d\d|20\d\d)\s?[-–]\s?(\d\d)(?![\w%°/-]|[.,:]\d)"
        ),
        speak=_years,
        has="-–",
    ),
    Rule(
        pattern=re.compile(r"(?<![\w.,$€£/-])(20\d\d)/(\d\d)(?![\w%°/-]|[.,:]\d)"),
        speak=lambda match: f" {year(int(match[1]))} {cardinal(int(match[2]))} ",
        has="/",
    ),
    Rule(
        pattern=re.compile(rf"(?<![\w.,$€£])({_CENTURY})['’]?s\b"),
        speak=_decade,
        has="s",
    ),
    Rule(
        pattern=re.compile(
            r"(?:(?<=\bthe\s)|(?<=early\s)|(?<=late\s)|(?<=mid\s)|(?<=mid-)|(?<!\w)')'?([1-9]0)s\b|(?<!\w)'?([1-9]0)'s\b",
            _I,
        ),
        speak=lambda match: f" {decade(match[1] or match[2])} ",
        has="s",
    ),
)
MONTH_BEFORE: Final = re.compile(rf"{_MONTH}\s$", _I)
"""What makes the numbers after it days."""
