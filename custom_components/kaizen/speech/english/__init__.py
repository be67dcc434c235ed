"""English."""

from typing import Final

from ..language import Language
from .abbreviations import ABBREVIATIONS, LITERAL_WORDS, NO_END
from .addresses import ADDRESSES
from .counting import COUNTING
from .dates import DATES
from .literals import LITERALS
from .numbers import digits
from .phones import PHONES
from .quantities import QUANTITIES
from .times import TIMES

ENGLISH: Final = Language(
    code="en",
    digits=digits,
    symbols={
        "$": "dollar",
        "€": "euro",
        "£": "pound",
        "¥": "yen",
        "₩": "won",
        "₹": "rupee",
        "¢": "cent",
        "%": "percent",
        "&": "and",
        "@": "at",
        "#": "hash",
        "+": "plus",
        "=": "equals",
        "*": "asterisk",
        "×": "times",
        "÷": "divided by",
        "±": "plus or minus",
        "<": "less than",
        ">": "greater than",
        "≤": "at most",
        "≥": "at least",
        "≠": "not equal to",
        "≈": "about",
        "~": "about",
        "√": "square root of",
        "∞": "infinity",
        "°": "degrees",
        "→": "to",
        "←": "from",
        "μ": "micro",
        "Ω": "ohms",
        "§": "section",
        "‰": "per mille",
        "²": "squared",
        "³": "cubed",
        "_": "",
        "^": "to the power of",
    },
    no_end=NO_END,
    code_notice="I've put the code in the chat.",
    task_done="done",
    literals=(*LITERAL_WORDS, *PHONES, *LITERALS.rules(), *ADDRESSES),
    quantities=QUANTITIES,
    numbers=(*DATES, *TIMES, *COUNTING),
    abbreviations=ABBREVIATIONS,
)
