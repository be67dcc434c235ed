"""English quantities: the rules of stage 7, in their order."""

import re
from typing import Final

from ..language import Rule, alternatives
from .dates import DECADES, MONTH_BEFORE
from .money import MONEY
from .numbers import GRAMMAR, cardinal, fraction, number
from .units import MEASURES

_N: Final = GRAMMAR.numeral


def _elapsed(match: re.Match[str]) -> str | None:
    counted = [
        f"{cardinal(int(match[unit]))} {unit if match[unit] == '1' else unit + 's'}"
        for unit in ("day", "hour", "minute", "second")
        if match[unit]
    ]
    return f" {' '.join(counted)} " if len(counted) > 1 else None


def _mixed(match: re.Match[str]) -> str | None:
    over, under = (int(match[name].replace(",", "")) for name in ("over", "under"))
    if match["whole"] is None:
        if over == under >= 10:
            return f" {cardinal(over)} {cardinal(under)} "
        if over >= 1000 and under in range(1, 13) and "," not in match["over"]:
            return None
        unit = f" {MEASURES.units[match['unit']].one}" if match["unit"] else ""
        return f" {fraction(over, under)}{unit} "
    whole = cardinal(int(match["whole"]))
    said = "a half" if (over, under) == (1, 2) else fraction(over, under)
    if (over, under) == (1, 4):
        said = "a quarter"
    unit = f" {MEASURES.units[match['unit']].many}" if match["unit"] else ""
    return f" {whole} and {said}{unit} "


def _feet(match: re.Match[str]) -> str:
    feet, inches = int(match[1]), match[2]
    words = f" {cardinal(feet)} {'foot' if feet == 1 else 'feet'}"
    return f"{words} {number(inches)} {'inch' if inches == '1' else 'inches'} "


def _range(match: re.Match[str]) -> str | None:
    if MONTH_BEFORE.search(match.string[: match.start()]):
        return None
    low, high = (float(number_.replace(",", "")) for number_ in match.group(1, 2))
    return f"{match[1]} to {match[2]}" if low < high else None


def _compared(match: re.Match[str]) -> str:
    return f" {_COMPARED[match[1]]} "


_COMPARED: Final = {
    "<=": "at most",
    "≤": "at most",
    ">=": "at least",
    "≥": "at least",
    "<": "less than",
    ">": "more than",
    "≈": "about",
    "~": "about",
    "±": "plus or minus",
    "+/-": "plus or minus",
}

_MATHS: Final = {
    "+": "plus",
    "=": "equals",
    "÷": "divided by",
    "×": "times",
    "*": "times",
    "-": "minus",
}

QUANTITIES: Final = (
    *DECADES,
    Rule(
        pattern=re.compile(r"(?<=[\d\s/])([cdkm]?m|ft|yd|mi|s)\^([23])(?!\w)"),
        speak=lambda match: match[1] + "²³"[int(match[2]) - 2],
        has="^",
    ),
    Rule(
        pattern=re.compile(r"(?<=\d)\s?[x×]\s?(?=\d+\s?=)"),
        speak=lambda match: " times ",
        has="=",
    ),
    Rule(
        pattern=re.compile(r"(?<=\w)\s/\s(?=\w+\s[-+*/=])(?=.*=)"),
        speak=lambda match: " divided by ",
        has="=",
    ),
    Rule(
        pattern=re.compile(r"(?<=\w)\s-\s(?=\w+\s[-+*/=])(?=.*=)"),
        speak=lambda match: " minus ",
        has="=",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w.])(\d{1,3})\s?(?:['′]|(?:ft|feet|foot)\b\.?|ft(?=\d))\s?(\d{1,2}(?:\.\d+)?)\s?(?:[\"″]|in(?:ch(?:es)?)?\b\.?)"
        ),
        speak=_feet,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w.,:/-])(?=\d+[dhm]\s?\d)(?:(?P<day>\d+)d\s?)?(?:(?P<hour>\d+)h\s?)?"
            r"(?:(?P<minute>\d+)m(?:in)?\s?)?(?:(?P<second>\d+)s)?(?!\w)"
        ),
        speak=_elapsed,
        has="dhm",
    ),
    *MONEY.rules(),
    Rule(
        pattern=re.compile(r"(\+/-|<=|>=|[<≤≥≈~±]|>(?!\s)|^>)\s?(?=[-+$€£]?\.?\d)"),
        speak=_compared,
        has="<>≤≥≈~±/",
    ),
    *MEASURES.rules(),
    Rule(
        pattern=re.compile(
            r"(?<![\w.,/:-])(?:(?P<whole>\d{1,6})\s)?(?P<over>\d[\d,]{0,8})\s?/\s?"
            r"(?P<under>\d[\d,]{0,8})(?P<tail>TH|th|RD|rd|ND|nd|ST|st)?"
            rf"(?:[\s-]?(?P<unit>{alternatives(MEASURES.units)}))?(?![\w/.]*\d)(?![\w/])"
        ),
        speak=_mixed,
        has="/",
    ),
    Rule(
        pattern=re.compile(r"(?<=\w)\s-\s(?=\w+\s?=)"),
        speak=lambda match: " minus ",
        has="=",
    ),
    Rule(
        pattern=re.compile(
            rf"(?<![\w.,:/-])((?:{_N}))\s?[-–—]\s?((?:{_N}))(?![\w:/]|-|[.,]\d|\s?[ap]\.?m\b)",
            re.IGNORECASE,
        ),
        speak=_range,
        has="-–—",
    ),
    Rule(
        pattern=re.compile(r"(?<=\d)(?:\s?x\s?|×)(?=\d)", re.IGNORECASE),
        speak=lambda match: " by ",
        has="x×X",
    ),
    Rule(
        pattern=re.compile(
            rf"(?<![\w.])({_N})x(?=\s(?:as|more|less|faster|slower|better|bigger|larger|smaller|higher|lower|the)\b)"
        ),
        speak=lambda match: f" {number(match[1])} times ",
        has="x",
    ),
    Rule(
        pattern=re.compile(rf"(?<![\w.])({_N})\s?×(?!\s?\w)"),
        speak=lambda match: f" {number(match[1])} times ",
        has="×",
    ),
    Rule(
        pattern=re.compile(
            r"(?<=[\w)])\s?([+=÷×]|\s\*\s|(?<=\d)\*(?=\d))\s?(?=[\w(-])"
        ),
        speak=lambda match: f" {_MATHS[match[1].strip()]} ",
        has="+=÷×*-",
    ),
)
