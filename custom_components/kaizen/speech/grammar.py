"""How a language reads a written number, before any unit or currency."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Say(Protocol):
    """Says a written number; some languages bend it to what is counted."""

    def __call__(self, written: str, gender: str = "", /) -> str:
        """Return the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The numerals of a language, and the small words around them."""

    numeral: str
    """Pattern of a written number without its sign."""
    say: Say
    parts: Callable[[str], tuple[str, str]]
    """Splits a written number into whole and decimal digits."""
    to: str
    per: str
    minus: str
    plus: str
    point: str

    def is_one(self, written: str) -> bool:
        """Tell whether what is counted stands in the singular."""
        whole, decimals = self.parts(written)
        return whole.lstrip("0") == "1" and not decimals

    def signed(self, sign: str | None) -> str:
        """Return the word for a sign, with the blank after it."""
        match sign:
            case "-":
                return self.minus + " "
            case "+":
                return self.plus + " "
        return ""
