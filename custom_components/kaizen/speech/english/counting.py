"""English ordinals, Roman numerals, codes, serial numbers and plain numbers."""

import re
from typing import Final

from ..automaton import ITEM
from ..language import Rule
from .numbers import GRAMMAR, cardinal, digits, number, ordinal, say_code, year

_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_WRITTEN: Final = re.compile(
    r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
)
_SUFFIX: Final = {1: "st", 2: "nd", 3: "rd"}
_N: Final = GRAMMAR.numeral
_CODE_WORDS: Final = (
    "code|pin|passcode|password|zip|extension|ext|id|ending in|ends in|serial|account|card"
    "|dial|call|text|channel"
)


def roman(written: str) -> int:
    """Return the value of a Roman numeral, 0 where it is none."""
    if not written or not _ROMAN_WRITTEN.fullmatch(written):
        return 0
    values = [_ROMAN[char] for char in written]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value
        for value, after in zip(values, following, strict=True)
    )


def _ordinal(match: re.Match[str]) -> str:
    written, suffix = match[1].replace(",", ""), match[2].lower()
    value = int(written)
    teen = value % 100 in (11, 12, 13)
    expected = "th" if teen else _SUFFIX.get(value % 10, "th")
    if suffix == expected:
        return f" {ordinal(value)} "
    return f" {say_code(written)} {suffix} "


def _roman(match: re.Match[str]) -> str | None:
    value = roman(match[2])
    return f"{match[1]} {cardinal(value)} " if value else None


def _monarch(match: re.Match[str]) -> str | None:
    value = roman(match[2])
    return f"{match[1]} the {ordinal(value)} " if value else None


def _code(match: re.Match[str]) -> str:
    return f"{match[1]}{digits(match[2])} "


def _serial(match: re.Match[str]) -> str | None:
    written = match[0]
    if not any(char.isdecimal() for char in written):
        return None
    words = []
    for piece in re.findall(r"\d+|[^\W\d_]+|[-/]|[^\w\s]", written):
        if piece.isdecimal():
            hyphened = re.match(rf"{piece}-[a-zA-Z]", written)
            words.append(
                cardinal(int(piece))
                if hyphened and piece[0] != "0"
                else say_code(piece)
            )
        elif piece[0].isalpha():
            words.append(piece)
        elif piece in "-/":
            words.append(" ")
        else:
            words.append(piece)
    return f" {' '.join(' '.join(words).split())} "


def _whole(match: re.Match[str]) -> str:
    sign, written = match["sign"], match["number"]
    return f" {GRAMMAR.signed(sign)}{_unsigned(written, match['counted'] is not None)} "


def _unsigned(written: str, counted: bool) -> str:
    bare = written.replace(",", "")
    if "." in bare or "," in written or counted:
        return number(written)
    if bare.startswith("0") and len(bare) > 1:
        return digits(bare)
    if len(bare) == 4 and int(bare) < 2100:
        return year(int(bare)) if not bare.startswith("200") else cardinal(int(bare))
    if len(bare) > 4 and not bare.endswith("000"):
        return digits(bare)
    return cardinal(int(bare))


COUNTING: Final = (
    Rule(
        pattern=re.compile(r"(?<=\d)(st|nd|rd|th)\s?[-–]\s?(?=\d+(?:st|nd|rd|th)\b)"),
        speak=lambda match: match[1] + " to ",
        has="-–",
    ),
    Rule(
        pattern=re.compile(rf"^(\d+){ITEM}\s"),
        speak=lambda match: f"{cardinal(int(match[1]))}, ",
        has=ITEM,
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w.])(\d+(?:,\d{3})*)\s?(st|nd|rd|th)\b(?!\.\w)", re.IGNORECASE
        ),
        speak=_ordinal,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            r"\b((?i:chapter|part|volume|vol\.|act|scene|section|phase|type|war|book|article|appendix|stage|level|season|episode|title|table|figure|mark|class|grade))\s([IVXLCDM]+)\b"
        ),
        speak=_roman,
    ),
    Rule(
        pattern=re.compile(
            r"\b((?:King|Queen|Pope|Emperor)\s[A-Z]\w+|Louis|Henry|Francis|James|Philip|Benedict|Pius|Paul|Richard|Napoleon|Leo|Alexander|Nicholas|Frederick|Peter|Catherine|Elizabeth|Charles|George|Edward|William)\s([IVX]{1,5})\b(?!')"
        ),
        speak=_monarch,
        has="IVX",
    ),
    Rule(
        pattern=re.compile(r"\b(II|[IVXL]{3,})\b"),
        speak=lambda match: cardinal(value) if (value := roman(match[1])) else None,
        has="IVX",
    ),
    Rule(
        pattern=re.compile(
            r"\b((?:room|suite|apartment|apt|flight|unit|route|highway|bus|gate)\s#?)(\d{3,4})\b(?![.,]\d)",
            re.IGNORECASE,
        ),
        speak=lambda match: f"{match[1]}{year(int(match[2]))} ",
        has="0",
    ),
    Rule(
        pattern=re.compile(r"(?<![\w.,:])(\d{1,3}):(\d{1,3})(?![\w:])"),
        speak=lambda match: f"{match[1]} to {match[2]}",
        has=":",
    ),
    Rule(
        pattern=re.compile(
            rf"\b((?:{_CODE_WORDS})(?:\s(?:is|number|no\.?|code|now|to))?\s?[:#]?\s?#?)(\d{{4,}}|(?<=[lt]\s)\d{{3,}})\b(?![.,]\d)",
            re.IGNORECASE,
        ),
        speak=_code,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w.,/-])[^\W\d_]++(?:[-/:]?\d++[^\W\d_]*+)++(?:[-/][^\W_]++)*+(?!\w)"
        ),
        speak=_serial,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w.,])\d++(?:[-/]?[^\W\d_]++\d*+)++(?:[-/][^\W_]++)*+(?!\w)"
        ),
        speak=_serial,
        has="0",
    ),
    Rule(
        pattern=re.compile(r"(?<![\w.,])\d++(?:/[^\W_]++-?[^\W_]*+)++(?!\w)"),
        speak=_serial,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            rf"(?<![\w])(?:(?<![\w.,)])(?P<sign>[-+])\s?)?(?P<number>{_N})"
            r"(?P<counted>(?=\s[a-z]+s\b(?<!\bis)(?<!\bwas)(?<!\bhas)(?<!\bas)(?<!\bdoes)))?"
        ),
        speak=_whole,
        has="0",
    ),
)
