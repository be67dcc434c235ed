"""English numbers: cardinals, ordinals, decimals, fractions, years, digits."""

from typing import Final

from ..grammar import Grammar

_SMALL: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = [
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
_SCALE: Final = [
    "",
    "thousand",
    "million",
    "billion",
    "trillion",
    "quadrillion",
    "quintillion",
    "sextillion",
    "septillion",
    "octillion",
    "nonillion",
    "decillion",
]
_ORDINAL: Final = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def digits(written: str) -> str:
    """Say one digit after the other."""
    return " ".join(_SMALL[int(char)] for char in written if char.isdecimal())


def cardinal(value: int) -> str:
    """Say a whole number; one beyond all names digit by digit."""
    if value < 0:
        return "minus " + cardinal(-value)
    if value < 1000:
        return _below_thousand(value)
    groups = f"{value:,}".split(",")
    if len(groups) > len(_SCALE):
        return digits(str(value))
    scales = reversed(_SCALE[: len(groups)])
    return " ".join(
        f"{_below_thousand(int(group))} {scale}".strip()
        for group, scale in zip(groups, scales, strict=True)
        if int(group)
    )


def _below_thousand(value: int) -> str:
    if value < 20:
        return _SMALL[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _TENS[tens - 2] + (f" {_SMALL[ones]}" if ones else "")
    hundreds, rest = divmod(value, 100)
    return f"{_SMALL[hundreds]} hundred" + (f" {_below_thousand(rest)}" if rest else "")


def ordinal(value: int) -> str:
    """Say which one it is: first, twenty second."""
    front, _, last = cardinal(value).rpartition(" ")
    if last in _ORDINAL:
        last = _ORDINAL[last]
    else:
        last = (last[:-1] + "ie" if last.endswith("y") else last) + "th"
    return f"{front} {last}".strip()


def plural(word: str) -> str:
    """Return the last word in the plural: "twenties", "hundreds", "sixes"."""
    if word.endswith("y"):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith("x") else "s")


def year(value: int) -> str:
    """Say a number of three or four digits in pairs, as years and houses are."""
    high, low = divmod(value, 100)
    if not 100 <= value <= 9999 or (high % 10 == 0 and low < 10):
        return cardinal(value)
    if low == 0:
        return f"{cardinal(high)} hundred"
    return f"{cardinal(high)} {f'oh {_SMALL[low]}' if low < 10 else cardinal(low)}"


def parts(written: str) -> tuple[str, str]:
    """Split "1,234.50" into its whole and its decimal digits."""
    whole, _, decimals = written.replace(",", "").partition(".")
    return whole, decimals


def number(written: str, _gender: str = "", /) -> str:
    """Say a written number, decimals digit by digit."""
    whole, decimals = parts(written)
    words = cardinal(int(whole)) if whole else ""
    return f"{words} point {digits(decimals)}".strip() if decimals else words


def fraction(over: int, under: int) -> str:
    """Say a fraction: one half, three quarters, two over one."""
    if under in (0, 1):
        return f"{cardinal(over)} over {cardinal(under)}"
    match under:
        case 2:
            name = "half"
        case 4:
            name = "quarter"
        case _:
            name = ordinal(under)
    if over != 1:
        name = "halves" if name == "half" else plural(name)
        if name.endswith("seconds") or not name.endswith("s"):
            name = name.rstrip("s") + "s"
    return f"{cardinal(over)} {name}"


def say_code(written: str) -> str:
    """Say the digits within a name: short ones as a number, others one by one."""
    if len(written) > 4 or (written.startswith("0") and len(written) > 1):
        return digits(written)
    if len(written) == 3:
        return cardinal(int(written)) if written.endswith("00") else digits(written)
    if len(written) == 4:
        value = int(written)
        spelled = value % 100 and not 1900 <= value < 2100
        return digits(written) if spelled else year(value)
    return cardinal(int(written))


GRAMMAR: Final = Grammar(
    numeral=r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|\d*\.\d+|\d+",
    say=number,
    parts=parts,
    to="to",
    per="per",
    minus="minus",
    plus="plus",
    point="point",
)
