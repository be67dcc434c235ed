"""The words in which people say digits, and what speech-to-text makes of them."""

from enum import Enum, auto
from typing import Final, NamedTuple


class Kind(Enum):
    """What a word contributes to a code."""

    DIGITS = auto()
    """Written digits, as many as there are."""
    UNIT = auto()
    TEEN = auto()
    TEN = auto()
    HUNDRED = auto()
    THOUSAND = auto()
    AND = auto()
    TIMES = auto()
    """The next digit counts several times."""
    NOTHING = auto()


class Atom(NamedTuple):
    """One word, understood."""

    kind: Kind
    text: str = ""
    german: bool = False
    sure: bool = True
    """False for a word that only sounds like a number."""


def _atoms(kind: Kind, words: str, *, german: bool, first: int) -> dict[str, Atom]:
    return {
        word: Atom(kind, str(value), german)
        for value, row in enumerate(words.split(), first)
        for word in row.split("/")
    }


ENGLISH: Final[dict[str, Atom]] = {
    **_atoms(
        Kind.UNIT,
        "zero/naught/nought/nil one two three four five six seven eight nine",
        german=False,
        first=0,
    ),
    **_atoms(
        Kind.TEEN,
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
        german=False,
        first=10,
    ),
    **_atoms(
        Kind.TEN,
        "twenty thirty forty/fourty fifty sixty seventy eighty ninety",
        german=False,
        first=2,
    ),
    "hundred": Atom(Kind.HUNDRED),
    "thousand": Atom(Kind.THOUSAND),
}
GERMAN: Final[dict[str, Atom]] = {
    **_atoms(
        Kind.UNIT,
        "null eins/eine/ein zwei/zwo drei vier fünf/fuenf sechs sieben acht neun",
        german=True,
        first=0,
    ),
    **_atoms(
        Kind.TEEN,
        "zehn elf zwölf/zwoelf dreizehn vierzehn fünfzehn/fuenfzehn sechzehn siebzehn"
        " achtzehn neunzehn",
        german=True,
        first=10,
    ),
    **_atoms(
        Kind.TEN,
        "zwanzig dreissig vierzig fünfzig/fuenfzig sechzig siebzig achtzig neunzig",
        german=True,
        first=2,
    ),
    "hundert": Atom(Kind.HUNDRED, german=True),
    "tausend": Atom(Kind.THOUSAND, german=True),
    "und": Atom(Kind.AND, german=True),
}
"""The words a German number is glued together from."""

ALONE: Final[dict[str, Atom]] = {
    "and": Atom(Kind.AND),
    "double": Atom(Kind.TIMES, "2"),
    "triple": Atom(Kind.TIMES, "3"),
    "treble": Atom(Kind.TIMES, "3"),
    "doppel": Atom(Kind.TIMES, "2", german=True),
    "doppelt": Atom(Kind.TIMES, "2", german=True),
    "zweimal": Atom(Kind.TIMES, "2", german=True),
    "dreimal": Atom(Kind.TIMES, "3", german=True),
    **_atoms(
        Kind.NOTHING,
        "dash/hyphen/strich/bindestrich/comma/komma/space/leerzeichen/then/dann/die"
        "/uh/um/er/erm/äh/ähm/hm",
        german=False,
        first=0,
    ),
}
"""Words that count only when they stand by themselves."""


def _sounds(words: dict[str, str], *, german: bool) -> dict[str, Atom]:
    return {
        word: Atom(Kind.UNIT, digit, german, sure=False)
        for digit, row in words.items()
        for word in row.split()
    }


SOUNDS: Final[dict[str, dict[str, Atom]]] = {
    "en": _sounds(
        {
            "0": "o oh owe",
            "1": "won",
            "2": "to too",
            "3": "tree free",
            "4": "for fore",
            "5": "fife",
            "6": "sicks",
            "8": "a ate ait",
            "9": "niner",
        },
        german=False,
    ),
    "de": _sounds(
        {
            "0": "o oh",
            "1": "einz",
            "2": "zwoo",
            "3": "drai",
            "4": "für fier",
            "6": "sex",
            "9": "neuen",
        },
        german=True,
    ),
}
"""Words of a language that speech-to-text writes for digits."""
