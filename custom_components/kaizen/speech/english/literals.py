"""English links, addresses of machines and mail, paths, entity ids, versions, phones."""

from ..literals import Literals
from .numbers import cardinal, digits, say_code, year


def _version_part(written: str) -> str:
    if len(written) > 1 and written.startswith("0"):
        return digits(written)
    value = int(written)
    return year(value) if 1900 <= value <= 2099 else cardinal(value)


LITERALS = Literals(
    link="a link to",
    file="a file",
    identifier="an identifier ending in",
    at="at",
    dot="dot",
    dash="dash",
    slash="slash",
    colon="colon",
    underscore="underscore",
    ampersand="ampersand",
    plus="plus",
    point="point",
    version="version",
    digits=digits,
    code=say_code,
    version_part=_version_part,
)
