"""German dates and times of day."""

import re
from typing import Final

from ..language import Rule
from .numbers import cardinal, number, ordinal, year

MONTHS: Final = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
_SHORT: Final = {
    **{month.lower(): month for month in MONTHS},
    **{month[:3].lower(): month for month in MONTHS},
    "sept": "September",
    "jänner": "Jänner",
}
_WEEKDAYS: Final = {
    "Mo": "Montag",
    "Di": "Dienstag",
    "Mi": "Mittwoch",
    "Do": "Donnerstag",
    "Fr": "Freitag",
    "Sa": "Samstag",
    "So": "Sonntag",
}
_MONTH: Final = (
    r"(?P<month>Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober"
    r"|November|Dezember|(?:Jan|Feb|Mär|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)\b\.?)"
)
_BENT: Final = re.compile(
    r"\b(?:am|vom|zum|beim|bis|im|dem|den|des|seit|ab|der\s(?:Nacht|Woche)\svom)\s$",
    re.IGNORECASE,
)


def _before(match: re.Match[str]) -> str:
    return match.string[: match.start()]


def _day(match: re.Match[str]) -> str:
    before = _before(match)
    if _BENT.search(before):
        return ordinal(int(match["day"]), "en")
    article = re.search(r"\b(?:der|die|das)\s$", before, re.IGNORECASE)
    return ordinal(int(match["day"]), "e" if article else "er")


def _named(match: re.Match[str]) -> str:
    month = _SHORT[match["month"].rstrip(".").lower()]
    to = f" bis {ordinal(int(match['to']), 'en')}" if match["to"] else ""
    said = f" {year(int(match['year']))}" if match["year"] else ""
    return f" {_day(match)}{to} {month}{said} "


def _numbers(match: re.Match[str]) -> str | None:
    month = int(match["month"])
    if not 1 <= month <= 12 or not 1 <= int(match["day"]) <= 31:
        return None
    written = match["year"]
    said = f" {year(_full(written))}" if written else ""
    return f" {_day(match)} {MONTHS[month - 1]}{said} "


def _full(written: str) -> int:
    value = int(written)
    return value if len(written) == 4 else 2000 + value if value < 70 else 1900 + value


def _clock(match: re.Match[str]) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour > 24 or minute > 59:
        return None
    words = f"{cardinal(hour, 'n')} Uhr"
    seconds = int(match["second"] or 0)
    if minute or seconds:
        words += f" {cardinal(minute)}"
    if seconds:
        words += (
            f" und {cardinal(seconds, 'f')} {'Sekunde' if seconds == 1 else 'Sekunden'}"
        )
    return f" {words} "


def _ordinal(match: re.Match[str]) -> str:
    before = _before(match)
    bent = _BENT.search(before) or re.search(
        r"\b(?:einen|keinen|jeden|diesen|jedem|der)\s$", before, re.IGNORECASE
    )
    if re.search(r"(?:^|[.!?]\s)der\s$", before, re.IGNORECASE):
        bent = None
    return f" {ordinal(int(match[1]), 'en' if bent else 'e')} "


def _decade(match: re.Match[str]) -> str:
    value = int(match[1])
    return f" {year(value) if len(match[1]) == 4 else number(match[1])}er "


CALENDAR: Final = (
    Rule(
        pattern=re.compile(
            r"(?<!\w)(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?(?!\w)"
        ),
        speak=lambda match: f"{match[1]} um {match[2]}",
        has="-",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w./-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\w/-])"
        ),
        speak=_numbers,
        has="-",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w.,/-])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d\d(?!\d|:))?(?![\w/-]|\.\d)"
        ),
        speak=_numbers,
        has=".",
    ),
    Rule(
        pattern=re.compile(
            rf"(?<![\w.,])(?P<day>\d{{1,2}})\.?(?:\s?(?:-|–|bis)\s?(?P<to>\d{{1,2}})\.?)?\s?{_MONTH}(?!\w)(?:\s(?P<year>\d{{4}})(?!\w))?",
            re.IGNORECASE,
        ),
        speak=_named,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            rf"\b{_MONTH}\s(?P<y>1\d{{3}}|20\d\d)(?![\w:])", re.IGNORECASE
        ),
        speak=lambda match: (
            f"{_SHORT[match['month'].rstrip('.').lower()]} {year(int(match['y']))}"
        ),
        has="0",
    ),
    Rule(
        pattern=re.compile(
            r"\b(Mo|Di|Mi|Do|Fr|Sa|So)\.?(?=,\s)|\b(Mo|Di|Mi|Do|Fr|Sa|So)\.?(?=\s?[-–]\s?(?:Di|Mi|Do|Fr|Sa|So)\b)"
        ),
        speak=lambda match: _WEEKDAYS[match[1] or match[2]],
    ),
    Rule(
        pattern=re.compile(
            r"(?<=tag)\s?[-–]\s?(Di|Mi|Do|Fr|Sa|So)\b\.?|(?<=Mittwoch)\s?[-–]\s?(Do|Fr|Sa|So)\b\.?"
        ),
        speak=lambda match: f" bis {_WEEKDAYS[match[1] or match[2]]}",
        has="-–",
    ),
    Rule(
        pattern=re.compile(
            r"(?<=\d)\s?[-–]\s?(?=\d{1,2}(?::\d\d)?\s?Uhr\b|\d{1,2}:\d\d)"
        ),
        speak=lambda match: " bis ",
        has="-–",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w:.,])(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::(?P<second>\d\d))?\s?Uhr\b"
        ),
        speak=_clock,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w:.,])(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?![\d:])(?:\s?h\b)?"
        ),
        speak=_clock,
        has=":",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w:.,])(?P<hour>\d{1,2})(?P<minute>(?!))?(?P<second>(?!))?\s?Uhr\b"
        ),
        speak=_clock,
        has="0",
    ),
    Rule(
        pattern=re.compile(r"(?<![\w.,])(\d{2}|\d{3}0)er\b"),
        speak=_decade,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w.,:])(\d{1,3})\.(?=\s+[a-zäöü]|\s+[A-ZÄÖÜ]\w+)(?<!^)"
        ),
        speak=lambda match: (
            _ordinal(match)
            if re.search(
                r"\b(?:der|die|das|dem|den|des|am|im|zum|zur|vom|beim|jede[nrms]?|ein|eine[nrms]?|mein\w*|dein\w*|sein\w*|ihr\w*|unser\w*|diese[nrms]?)\s$",
                _before(match),
                re.IGNORECASE,
            )
            or re.match(r"\s+[a-zäöü]", match.string[match.end() :])
            else None
        ),
        has=".",
    ),
)
