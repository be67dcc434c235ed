"""English times of day, their ranges, and durations written with colons."""

import re
from typing import Final

from ..language import Rule
from .numbers import cardinal

_HALF: Final = r"(?P<half>[ap])(?:\.\s?m\.?|m\b\.?(?=\s[a-z]|\s*$|,)|m)(?!\w)"
_ZONES: Final = (
    "UTC GMT EST EDT CST CDT MST MDT PST PDT CET CEST BST IST JST AEST AEDT Z"
)
_ZONE: Final = (
    r"(?:\s?(?P<zone>"
    + "|".join(rf"{r'\.?'.join(zone)}" for zone in _ZONES.split())
    + r")\b\.?)?"
)
_TO: Final = r"\s?(?:-|–|—)\s?"


def clock(hour: int, minute: int, *, half: bool) -> str:
    """Say a time of day; on the hour with nothing else to tell, "o'clock"."""
    if minute:
        minutes = f"oh {cardinal(minute)}" if minute < 10 else cardinal(minute)
        return f"{cardinal(hour)} {minutes}"
    if half:
        return cardinal(hour)
    return (
        "midnight"
        if hour == 0
        else f"{cardinal(hour)} {'hundred' if hour > 12 else 'o clock'}"
    )


def _time(match: re.Match[str]) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour > 24 or minute > 59:
        return None
    half = match["half"]
    if half and match["second"]:
        words = _long(match)
    else:
        words = clock(hour, minute, half=bool(half or match["zone"])).replace(
            "o clock", "o'clock"
        )
    if half:
        words += f" {half.upper()}M"
    if match["zone"]:
        zone = match["zone"].replace(".", "").upper()
        words += " " + ("UTC" if zone == "Z" else zone)
    return f" {words}{_stop(match)} "


def _stop(match: re.Match[str]) -> str:
    """Keep the full stop of "5 p.m." where a sentence ends with it."""
    rest = match.string[match.end() :]
    ends = match[0].endswith(".") and re.match(r"\s+[A-Z]", rest)
    return "." if ends else ""


def _long(match: re.Match[str]) -> str:
    hours, minutes, seconds = (
        int(match[name] or 0) for name in ("hour", "minute", "second")
    )
    return (
        f"{_counted(hours, 'hour')} {_counted(minutes, 'minute')}"
        f" and {_counted(seconds, 'second')}"
    )


def _counted(count: int, named: str) -> str:
    return f"{cardinal(count)} {named if count == 1 else named + 's'}"


def _duration(match: re.Match[str]) -> str | None:
    if int(match["minute"]) > 59 or int(match["second"]) > 59:
        return None
    zone = f" {match['zone'].replace('.', '').upper()}" if match["zone"] else ""
    return f" {_long(match)}{zone} "


_I: Final = re.IGNORECASE
TIMES: Final = (
    Rule(
        pattern=re.compile(
            rf"(?<=[\dm.])(?P<dash>{_TO})(?=\d{{1,2}}(?::\d\d|\s?[ap]\.?m\b))", _I
        ),
        speak=lambda match: " to ",
        has="0",
    ),
    Rule(
        pattern=re.compile(
            rf"(?<![\w:])(?P<hour>\d{{1,2}})[:.](?P<minute>\d\d)[:.](?P<second>\d\d)(?:\.\d+)?\s?{_HALF}{_ZONE}",
            _I,
        ),
        speak=_time,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            rf"(?<![\w:])(?P<hour>\d{{1,3}}):(?P<minute>\d\d):(?P<second>\d\d)(?:\.\d+)?(?![\d:]){_ZONE}"
        ),
        speak=_duration,
        has=":",
    ),
    Rule(
        pattern=re.compile(
            rf"(?<![\w:$€£])(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))?(?P<second>(?!))?\s?{_HALF}{_ZONE}",
            _I,
        ),
        speak=_time,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            rf"(?<![\w:.,$€£])(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?P<second>(?!))?(?P<half>(?!))?(?![\d:]){_ZONE}(?:\s?h(?:rs)?\b)?"
        ),
        speak=_time,
        has=":",
    ),
    Rule(
        pattern=re.compile(r"(?<![\w.])([ap])\.m\.?(?!\w)", _I),
        speak=lambda match: f"{match[1].upper()}M{_stop(match)}",
        has=".",
    ),
)
