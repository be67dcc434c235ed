"""German abbreviations."""

from collections.abc import Mapping
import re
from typing import Final

from ..language import Rule

_DOTTED: Final[Mapping[str, str]] = {
    "z. B": "zum Beispiel",
    "z.B": "zum Beispiel",
    "d. h": "das heißt",
    "d.h": "das heißt",
    "u. a": "unter anderem",
    "u.a": "unter anderem",
    "u. U": "unter Umständen",
    "u.U": "unter Umständen",
    "i. d. R": "in der Regel",
    "i.d.R": "in der Regel",
    "usw": "und so weiter",
    "bzw": "beziehungsweise",
    "ca": "circa",
    "evtl": "eventuell",
    "ggf": "gegebenenfalls",
    "inkl": "inklusive",
    "zzgl": "zuzüglich",
    "max": "maximal",
    "mind": "mindestens",
    "min": "Minuten",
    "vgl": "vergleiche",
    "etc": "et cetera",
    "Dr": "Doktor",
    "Prof": "Professor",
    "Hr": "Herr",
    "Fr": "Frau",
    "St": "Sankt",
    "Str": "Straße",
    "Tel": "Telefon",
    "Std": "Stunden",
    "Sek": "Sekunden",
    "Abb": "Abbildung",
    "gem": "gemäß",
    "vs": "gegen",
    "bspw": "beispielsweise",
    "zzt": "zurzeit",
    "Temp": "Temperatur",
}
_BARE: Final[Mapping[str, str]] = {
    "&": "und",
    "u.": "und",
    "und/oder": "und oder",
    "ca": "circa",
    "bzw": "beziehungsweise",
    "WLAN": "W-Lan",
}
NO_END: Final = frozenset(
    {*(word.lower() for word in _DOTTED), "#", "nr", "mio", "mrd"}
) - {
    "usw",
    "etc",
}


def _expand(match: re.Match[str]) -> str:
    rest = match.string[match.end() :]
    ends = match[1] in ("usw", "etc") and re.match(r"\s+[A-ZÄÖÜ]|\s*$", rest)
    at_end = not rest.strip()
    return _DOTTED[match[1]] + ("." if ends or at_end else "")


def _either(words: Mapping[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


LITERAL_WORDS: Final = (
    Rule(
        pattern=re.compile(r"\bNr\.\s?(?=\d)|(?<!\w)#\s?(?=\d)"),
        speak=lambda match: "Nummer ",
        has=".#",
    ),
    Rule(
        pattern=re.compile(r"\bS\.\s?(?=\d)"),
        speak=lambda match: "Seite ",
        has=".",
    ),
    Rule(
        pattern=re.compile(r"(?<!\w)24/7(?!\w)"),
        speak=lambda match: " rund um die Uhr ",
        has="/",
    ),
)
ABBREVIATIONS: Final = (
    Rule(
        pattern=re.compile(rf"(?<!\w)({_either(_DOTTED)})\.(?!\w)"),
        speak=_expand,
        has=".",
    ),
    Rule(
        pattern=re.compile(r"(?<=\w)(s|S)tr\.(?!\w)"),
        speak=lambda match: match[1] + "traße",
        has=".",
    ),
    Rule(
        pattern=re.compile(rf"(?<![\w/])({_either(_BARE)})(?![\w/])"),
        speak=lambda match: f" {_BARE[match[1]]} ",
    ),
    Rule(
        pattern=re.compile(r"\b(?:[A-Z]\.){2,}(?!\w)"),
        speak=lambda match: match[0].replace(".", ""),
        has=".",
    ),
    Rule(
        pattern=re.compile(r"(?<=[a-zäöüß])\.(?=[a-z])"),
        speak=lambda match: " Punkt ",
        has=".",
    ),
)
