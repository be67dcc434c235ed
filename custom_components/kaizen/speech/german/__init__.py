"""German: numbers, money, units, dates and times; everything a house says."""

import re
from typing import Final

from ..language import Language
from ..literals import Literals
from .abbreviations import ABBREVIATIONS, LITERAL_WORDS, NO_END
from .calendar import CALENDAR
from .counting import COUNTING, PHONES
from .numbers import cardinal, digits, say_code
from .quantities import QUANTITIES

_LITERALS: Final = Literals(
    link="ein Link zu",
    file="eine Datei",
    identifier="eine Kennung, die endet auf",
    at="ät",
    dot="Punkt",
    dash="Bindestrich",
    slash="Schrägstrich",
    colon="Doppelpunkt",
    underscore="Unterstrich",
    ampersand="und",
    plus="plus",
    point="Punkt",
    version="Version",
    digits=digits,
    thousands=re.compile(r"\d{1,3}(?:\.\d{3})+"),
    code=say_code,
    version_part=lambda written: (
        digits(written)
        if written.startswith("0") and len(written) > 1
        else cardinal(int(written))
    ),
)
GERMAN: Final = Language(
    code="de",
    digits=digits,
    symbols={
        "$": "Dollar",
        "€": "Euro",
        "£": "Pfund",
        "¥": "Yen",
        "¢": "Cent",
        "%": "Prozent",
        "&": "und",
        "@": "ät",
        "#": "Raute",
        "+": "plus",
        "=": "gleich",
        "*": "mal",
        "×": "mal",
        "÷": "geteilt durch",
        "±": "plus minus",
        "<": "kleiner als",
        ">": "größer als",
        "≤": "höchstens",
        "≥": "mindestens",
        "≠": "ungleich",
        "≈": "etwa",
        "~": "etwa",
        "√": "Wurzel aus",
        "∞": "unendlich",
        "°": "Grad",
        "→": "nach",
        "←": "von",
        "μ": "Mikro",
        "Ω": "Ohm",
        "§": "Paragraf",
        "‰": "Promille",
        "²": "Quadrat",
        "³": "hoch drei",
        "^": "hoch",
    },
    no_end=NO_END,
    code_notice="Den Code findest du im Chat.",
    task_done="erledigt",
    literals=(*LITERAL_WORDS, *PHONES, *_LITERALS.rules()),
    quantities=QUANTITIES,
    numbers=(*CALENDAR, *COUNTING),
    abbreviations=ABBREVIATIONS,
)
