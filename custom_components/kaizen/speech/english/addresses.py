"""American street addresses: house numbers, directions, suffixes, states and ZIP codes."""

import re
from typing import Final

from ..language import Rule
from .numbers import cardinal, digits, year

_SUFFIXES: Final = {
    "St": "Street",
    "Ave": "Avenue",
    "Av": "Avenue",
    "Blvd": "Boulevard",
    "Rd": "Road",
    "Dr": "Drive",
    "Ln": "Lane",
    "Ct": "Court",
    "Pl": "Place",
    "Sq": "Square",
    "Hwy": "Highway",
    "Pkwy": "Parkway",
    "Expy": "Expressway",
    "Ter": "Terrace",
    "Cir": "Circle",
}
_DIRECTIONS: Final = {
    "N": "North",
    "S": "South",
    "E": "East",
    "W": "West",
    "NE": "Northeast",
    "NW": "Northwest",
    "SE": "Southeast",
    "SW": "Southwest",
}
_STATES: Final = {
    line[:2]: line[3:]
    for line in [
        "AL Alabama",
        "AK Alaska",
        "AZ Arizona",
        "AR Arkansas",
        "CA California",
        "CO Colorado",
        "CT Connecticut",
        "DE Delaware",
        "FL Florida",
        "GA Georgia",
        "HI Hawaii",
        "ID Idaho",
        "IL Illinois",
        "IN Indiana",
        "IA Iowa",
        "KS Kansas",
        "KY Kentucky",
        "LA Louisiana",
        "ME Maine",
        "MD Maryland",
        "MA Massachusetts",
        "MI Michigan",
        "MN Minnesota",
        "MS Mississippi",
        "MO Missouri",
        "MT Montana",
        "NE Nebraska",
        "NV Nevada",
        "NH New Hampshire",
        "NJ New Jersey",
        "NM New Mexico",
        "NY New York",
        "NC North Carolina",
        "ND North Dakota",
        "OH Ohio",
        "OK Oklahoma",
        "OR Oregon",
        "PA Pennsylvania",
        "RI Rhode Island",
        "SC South Carolina",
        "SD South Dakota",
        "TN Tennessee",
        "TX Texas",
        "UT Utah",
        "VT Vermont",
        "VA Virginia",
        "WA Washington",
        "WV West Virginia",
        "WI Wisconsin",
        "WY Wyoming",
        "DC D C",
    ]
}
_SUFFIX: Final = "|".join((*_SUFFIXES, *map(str.lower, _SUFFIXES)))
_DIRECTION: Final = "|".join(sorted(_DIRECTIONS, key=len, reverse=True))


def house_number(written: str) -> str:
    """Say a house number: twelve eleven, seven oh eight, one twenty three."""
    value = int(written)
    if len(written) == 3 and "0" in written[1:] and not written.endswith("00"):
        return digits(written)
    if len(written) > 4 or value % 1000 == 0:
        return cardinal(value) if len(written) < 5 else digits(written)
    return year(value) if len(written) > 2 else cardinal(value)


def _street(match: re.Match[str]) -> str:
    direction = _DIRECTIONS.get((match["direction"] or "").strip(" ."), "")
    suffix = _SUFFIXES[match["suffix"].capitalize()]
    rest = match.string[match.end() :]
    stop = "." if match[0].endswith(".") and re.match(r"\s+[A-Z]|\s*$", rest) else ""
    words = (house_number(match["house"]), direction, match["name"].strip(), suffix)
    return f" {' '.join(word for word in words if word)}{stop} "


def _state(match: re.Match[str]) -> str:
    zip_code = f" {digits(match[2])}" if match[2] else ""
    return f", {_STATES[match[1]]}{zip_code}"


ADDRESSES: Final = (
    Rule(
        pattern=re.compile(
            rf"(?<![\w.,:-])(?P<house>\d{{1,5}})\s(?P<direction>(?:{_DIRECTION})\.?\s)?"
            rf"(?P<name>(?:[A-Z][\w']*|\d+(?:st|nd|rd|th))(?:\s[A-Z][\w']*){{0,3}}\s)"
            rf"(?P<suffix>{_SUFFIX})\b\.?"
        ),
        speak=_street,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            rf",\s({'|'.join(_STATES)})(?:\s(\d{{5}}(?:-\d{{4}})?))?(?!\w)"
        ),
        speak=_state,
        has=",",
    ),
)
