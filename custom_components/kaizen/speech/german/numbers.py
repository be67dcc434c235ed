"""German numbers: cardinals, ordinals, decimals, fractions, years, digits."""

import re
from typing import Final

from ..grammar import Grammar

_SMALL: Final = [
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
]
_TENS: Final = [
    "zwanzig",
    "dreißig",
    "vierzig",
    "fünfzig",
    "sechzig",
    "siebzig",
    "achtzig",
    "neunzig",
]
_SCALE: Final = (
    ("Million", "Millionen"),
    ("Milliarde", "Milliarden"),
    ("Billion", "Billionen"),
    ("Billiarde", "Billiarden"),
    ("Trillion", "Trillionen"),
)
_ORDINAL: Final = {"eins": "erst", "drei": "dritt", "sieben": "siebt", "acht": "acht"}
_GROUPED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+")
ONE: Final = {"m": "ein", "n": "ein", "f": "eine"}


def digits(written: str) -> str:
    """Say one digit after the other."""
    return " ".join(_SMALL[int(char)] for char in written if char.isdecimal())


def cardinal(value: int, gender: str = "") -> str:
    """Say a whole number; one bends to what is counted."""
    if value == 1 and gender:
        return ONE[gender]
    if value < 0:
        return "minus " + cardinal(-value, gender)
    if value < 1_000_000:
        return _below_million(value)
    high, rest = divmod(value, 1_000_000)
    words: list[str] = [] if not rest else [_below_million(rest)]
    for one, many in _SCALE:
        high, group = divmod(high, 1000)
        if group:
            words.insert(
                0, f"eine {one}" if group == 1 else f"{_below_million(group)} {many}"
            )
    return digits(str(value)) if high else " ".join(words)


def _below_million(value: int) -> str:
    thousands, rest = divmod(value, 1000)
    words = f"{_stem(thousands)}tausend" if thousands else ""
    return words + _below_thousand(rest) if rest or not words else words


def _below_thousand(value: int) -> str:
    if value < 20:
        return _SMALL[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return (f"{_stem(ones)}und" if ones else "") + _TENS[tens - 2]
    hundreds, rest = divmod(value, 100)
    return f"{_stem(hundreds)}hundert" + (_below_thousand(rest) if rest else "")


def _stem(value: int) -> str:
    """Say a number that another word is joined to: "einhundert"."""
    words = _below_thousand(value)
    return words.removesuffix("s") if words.endswith("eins") else words


def ordinal(value: int, ending: str = "e") -> str:
    """Say which one it is: "erste", "zweiundzwanzigsten"."""
    words = cardinal(value)
    for written, stem in _ORDINAL.items():
        if words.endswith(written) and value % 100 < 20:
            return words.removesuffix(written) + stem + ending
    return words + ("t" if 0 < value % 100 < 20 else "st") + ending


def year(value: int) -> str:
    """Say a year: "neunzehnhundertachtzig", "zweitausendsechsundzwanzig"."""
    hundreds, rest = divmod(value, 100)
    if 11 <= hundreds <= 19:
        return _SMALL[hundreds] + "hundert" + (cardinal(rest) if rest else "")
    return cardinal(value)


def parts(written: str) -> tuple[str, str]:
    """Split "1.234,50" into its whole and its decimal digits.

    Home Assistant writes states with a decimal point in every language, so
    "21.5" is a decimal number too; only groups of three digits are thousands.
    """
    if "," in written:
        whole, _, decimals = written.replace(".", "").partition(",")
    elif _GROUPED.fullmatch(written):
        whole, decimals = written.replace(".", ""), ""
    else:
        whole, _, decimals = written.partition(".")
    return whole, decimals


def number(written: str, gender: str = "", /) -> str:
    """Say a written number, decimals digit by digit."""
    whole, decimals = parts(written)
    if decimals:
        return f"{cardinal(int(whole or 0))} Komma {digits(decimals)}"
    return cardinal(int(whole or 0), gender)


def fraction(over: int, under: int) -> str:
    """Say a fraction: "ein halb", "drei Viertel"."""
    if under < 2:
        return f"{cardinal(over)} durch {cardinal(under)}"
    if under == 2:
        return "ein halb" if over == 1 else f"{cardinal(over)} halbe"
    named = ordinal(under, "el")
    return f"{cardinal(over, 'n')} {named[0].upper()}{named[1:]}"


def say_code(written: str) -> str:
    """Say the digits within a name: short ones as a number, others one by one."""
    if len(written) > 3 or (written.startswith("0") and len(written) > 1):
        if len(written) == 4 and written.endswith("00"):
            return cardinal(int(written))
        return digits(written)
    return cardinal(int(written))


GRAMMAR: Final = Grammar(
    numeral=r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d+,\d+|\d+\.\d+(?!\.?\d)|\d+",
    say=number,
    parts=parts,
    to="bis",
    per="pro",
    minus="minus",
    plus="plus",
    point="Komma",
)
