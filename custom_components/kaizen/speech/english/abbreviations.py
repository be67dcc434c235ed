"""English abbreviations; what a full stop after them means is decided by what follows."""

from collections.abc import Callable
import re
from typing import Final
import unicodedata

from ..language import Rule

_BEFORE_NAMES: Final = {
    "Dr": "Doctor",
    "Mr": "Mister",
    "Mrs": "Misses",
    "Ms": "Miz",
    "Prof": "Professor",
    "St": "Saint",
    "Mt": "Mount",
    "Ft": "Fort",
    "Gen": "General",
    "Sgt": "Sergeant",
    "Capt": "Captain",
    "Lt": "Lieutenant",
    "Rev": "Reverend",
    "Hon": "Honorable",
    "Gov": "Governor",
    "Sen": "Senator",
    "Rep": "Representative",
    "Pres": "President",
}
_AFTER_NAMES: Final = {
    "Jr": "Junior",
    "Sr": "Senior",
    "Inc": "Incorporated",
    "Corp": "Corporation",
    "Ltd": "Limited",
    "St": "Street",
    "Ave": "Avenue",
    "Blvd": "Boulevard",
    "Rd": "Road",
    "Dr": "Drive",
    "Ln": "Lane",
    "Hwy": "Highway",
}
_ANYWHERE: Final = {
    "e.g": "for example",
    "i.e": "that is",
    "etc": "et cetera",
    "approx": "approximately",
    "vs": "versus",
    "max": "maximum",
    "avg": "average",
    "temp": "temperature",
    "dept": "department",
    "apt": "apartment",
    "incl": "including",
    "excl": "excluding",
    "tel": "telephone",
    "ext": "extension",
    "hr": "hour",
    "hrs": "hours",
    "cf": "compare",
}
_WITHOUT_STOP: Final = {
    "A/C": "A C",
    "w/o": "without",
    "w/": "with ",
    "24/7": "twenty four seven",
    "and/or": "and or",
    "N/A": "not available",
    "n/a": "not available",
    "vs": "versus",
    "approx": "approximately",
    "tv": "TV",
    "wifi": "Wi-Fi",
    "&": "and",
}
_PER: Final = {
    "h": "hour",
    "hr": "hour",
    "min": "minute",
    "s": "second",
    "sec": "second",
}
NO_END: Final = frozenset(
    {
        *(word.lower() for word in _BEFORE_NAMES),
        *("vs", "cf", "approx", "incl", "excl", "tel", "ext", "avg", "dept", "apt"),
        *("e.g", "i.e", "u.s", "a.k.a", "sq", "cu", "fl"),
        *("jan", "feb", "apr", "aug", "sept", "oct", "nov", "dec"),
    }
)


def _either(words: dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _expanded(words: dict[str, str]) -> Callable[[re.Match[str]], str]:
    folded = {word.lower(): said for word, said in words.items()}

    def expand(match: re.Match[str]) -> str:
        rest = match.string[match.end() :]
        ends = match[0].endswith(".") and re.match(r"\s+[A-Z]|\s*$", rest)
        return folded[match[1].lower()] + ("." if ends else "")

    return expand


def _before_name(match: re.Match[str]) -> str:
    return _BEFORE_NAMES[match[1]] + " "


def _greek(letter: str) -> str:
    name = unicodedata.name(letter).split()[-1].lower()
    return "lambda" if name == "lamda" else name


LITERAL_WORDS: Final = (
    Rule(
        pattern=re.compile(r"(?<!\w)24/7(?!\w)"),
        speak=lambda match: " twenty four seven ",
        has="/",
    ),
    Rule(
        pattern=re.compile(r"(?<![\w/])9/11(?![\w/])"),
        speak=lambda match: " nine eleven ",
        has="/",
    ),
    Rule(
        pattern=re.compile(r"\b401\s?(?:\(k\)|k)(?!\w)", re.IGNORECASE),
        speak=lambda match: " four oh one k ",
        has="0",
    ),
    Rule(
        pattern=re.compile(r"\bNos?\.\s?(?=\d)", re.IGNORECASE),
        speak=lambda match: "number ",
        has=".",
    ),
    Rule(
        pattern=re.compile(r"(?<!\w)#\s?(?=\d)"),
        speak=lambda match: "number ",
        has="#",
    ),
    Rule(
        pattern=re.compile(r"\b[Ff]igs?\.\s?(?=\d)"),
        speak=lambda match: "figure ",
        has=".",
    ),
    Rule(
        pattern=re.compile(r"\bp(p?)\.\s?(?=\d)"),
        speak=lambda match: "pages " if match[1] else "page ",
        has=".",
    ),
)
ABBREVIATIONS: Final = (
    Rule(
        pattern=re.compile(r"\b(Mr|Mrs|Ms|Dr|Prof)(?:\.|\s)\s?(?=[A-Z]\w)"),
        speak=_before_name,
    ),
    Rule(
        pattern=re.compile(rf"\b({_either(_BEFORE_NAMES)})\.\s(?=[A-Z]\w|and\s|&)"),
        speak=lambda match: (
            None
            if match[1] == "St"
            and re.search(r"[A-Z]\w+\s$", match.string[: match.start()])
            and re.match(
                r"(?:It|He|She|The|We|They|I|In|A|This|That)\b",
                match.string[match.end() :],
            )
            else _before_name(match)
        ),
        has=".",
    ),
    Rule(
        pattern=re.compile(rf"(?<=\w\s)({_either(_AFTER_NAMES)})\.(?!\w)"),
        speak=_expanded(_AFTER_NAMES),
        has=".",
    ),
    Rule(
        pattern=re.compile(
            rf"(?<!\w)(?-i:(?![A-Z]{{2}}))({_either(_ANYWHERE)})\.(?!\w)", re.IGNORECASE
        ),
        speak=_expanded(_ANYWHERE),
        has=".",
    ),
    Rule(
        pattern=re.compile(rf"(?<![\w/])({_either(_WITHOUT_STOP)})(?![\w/])"),
        speak=lambda match: f" {_WITHOUT_STOP[match[1]].strip()} ",
    ),
    Rule(
        pattern=re.compile(r"\b(?:[A-Z]\.){2,}(?!\w)"),
        speak=lambda match: (
            match[0].replace(".", "")
            + ("." if re.match(r"\s*$", match.string[match.end() :]) else "")
        ),
        has=".",
    ),
    Rule(
        pattern=re.compile(r"\b([A-Z])\.(?=\s[A-Z](?:\w|\.\s))"),
        speak=lambda match: match[1],
        has=".",
    ),
    Rule(
        pattern=re.compile(r"(?<=[a-z])/(hr?|min|s|sec|day|week|month|year)\b"),
        speak=lambda match: f" per {_PER.get(match[1], match[1])}",
        has="/",
    ),
    Rule(
        pattern=re.compile(r"(?<=[a-z])/(?=[a-z])"),
        speak=lambda match: " slash ",
        has="/",
    ),
    Rule(
        pattern=re.compile(r"(?<=[a-z])\.(?=[a-z])"),
        speak=lambda match: " dot ",
        has=".",
    ),
    Rule(
        pattern=re.compile(r"(?<!\w)([Α-Ωα-ωϕ])(?![Α-ω])"),
        speak=lambda match: f" {_greek(match[1])} ",
    ),
)
