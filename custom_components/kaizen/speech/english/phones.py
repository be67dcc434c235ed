"""English phone numbers, and other numbers that are dictated in groups."""

import re
from typing import Final

from ..language import Rule
from .numbers import digits


def _groups(match: re.Match[str]) -> str | None:
    written = match[0].strip()
    plus = "plus " if written.startswith("+") else ""
    words = [
        _group(group) for group in re.findall(r"\d+|[A-Za-z]+", written.lstrip("+"))
    ]
    return f" {plus}{', '.join(words)} "


def _group(group: str) -> str:
    if group in ("800", "900"):
        return f"{digits(group[0])} hundred"
    return digits(group) if group.isdecimal() else group


_TAIL: Final = r"(?![\w/]|[-.]\d)"
PHONES: Final = tuple(
    Rule(pattern=re.compile(pattern), speak=_groups, has="0")
    for pattern in (
        rf"(?<![\w.-])\d{{4}}(?:([ -])\d{{4}})(?:\1\d{{4}}){{1,2}}{_TAIL}",
        r"(?<![\w.,:/-])(?:911|999|112)(?![\w.,:/%-]*\w|\s?[€$%°]|\s[a-z]+s\b)",
        rf"(?<![\w./=])(?:\+?\d{{1,2}}[-.\s]?)?\(\d{{3}}\)[-.\s]?\d{{3}}[-.\s]\d{{4}}{_TAIL}",
        rf"(?<![\w./=-])(?:\+?\d{{1,2}}[-.\s])?\d{{3}}[-.\s]\d{{3}}[-.\s]\d{{4}}{_TAIL}",
        rf"(?<![\w./=-])(?:\d-)?\d{{3}}(?:-[A-Z\d]{{1,7}}){{1,3}}(?<=[A-Z]){_TAIL}",
        rf"(?<![\w./=-])\d{{3}}-\d{{2}}-\d{{4}}{_TAIL}",
        rf"(?<![\w.,/=-])\d{{3}}-\d{{4}}{_TAIL}",
        rf"(?<![\w./=])\+\d{{1,3}}(?:[\s-]?\(?\d{{1,5}}\)?){{2,5}}{_TAIL}",
    )
)
