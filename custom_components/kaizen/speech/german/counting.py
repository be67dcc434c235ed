"""German list items, Roman numerals, codes, phone numbers and plain numbers."""

import re
from typing import Final

from ..automaton import ITEM
from ..language import Rule
from .numbers import GRAMMAR, cardinal, digits, number, say_code, year

_N: Final = GRAMMAR.numeral
_CODE_WORDS: Final = "code|pin|passwort|nummer|plz|postleitzahl|kennung|id|endet auf|konto|durchwahl|wähle|ruf"


def _item(match: re.Match[str]) -> str:
    return f"{cardinal(int(match[1]))}, "


def _phone(match: re.Match[str]) -> str:
    groups = re.findall(r"\d+", match[0])
    plus = "plus " if match[0].startswith("+") else ""
    return f" {plus}{', '.join(map(digits, groups))} "


def _serial(match: re.Match[str]) -> str:
    pieces = re.findall(r"\d+|[^\W\d_]+", match[0])
    return f" {' '.join(say_code(one) if one.isdecimal() else one for one in pieces)} "


def _whole(match: re.Match[str]) -> str:
    sign, written = match["sign"], match["number"]
    return f" {GRAMMAR.signed(sign)}{_unsigned(written, bool(match['counted']))} "


def _unsigned(written: str, counted: bool) -> str:
    if not written.isdecimal() or counted:
        return number(written)
    if written.startswith("0") and len(written) > 1:
        return digits(written)
    if len(written) == 4 and 1100 <= int(written) <= 1999:
        return year(int(written))
    if len(written) > 4 and not written.endswith("000"):
        return digits(written)
    return cardinal(int(written))


PHONES: Final = (
    Rule(
        pattern=re.compile(
            r"(?<![\w./=])(?:\+\d{1,3}|0\d{2,5})(?:[\s/-]{1,3}\(?\d{1,8}\)?){1,5}(?![\w/]|[-.,]\d)"
        ),
        speak=_phone,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w.,:/-])11[02](?![\w.,:/%-]*\w|\s?[€$%°]|\s[A-ZÄÖÜ])"
        ),
        speak=_phone,
        has="0",
    ),
)
COUNTING: Final = (
    Rule(pattern=re.compile(rf"^(\d+){ITEM}\s"), speak=_item, has=ITEM),
    Rule(
        pattern=re.compile(
            rf"\b((?:{_CODE_WORDS})(?:\s(?:ist|lautet))?\s?:?\s?)(\d{{4,}})\b(?![.,]\d)",
            re.IGNORECASE,
        ),
        speak=lambda match: f"{match[1]}{digits(match[2])} ",
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
        pattern=re.compile(
            rf"(?<!\w)(?:(?<![\w.,)])(?P<sign>[-+])\s?)?(?P<number>{_N})(?P<counted>(?=\s[A-ZÄÖÜ][a-zäöüß]+))?"
        ),
        speak=_whole,
        has="0",
    ),
)
