"""Stage 7, money: before or after its amount, in thousands or in cents."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
import re
from typing import Final

from .grammar import Grammar
from .language import Rule, alternatives

_RANGE: Final = r"\s?(?:-|–|—|to|bis)\s?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A currency, by the signs it is written with."""

    signs: tuple[str, ...]
    one: str
    many: str
    cent: str = ""
    """The hundredth part; empty where there is none."""
    cents: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """How a language speaks of money."""

    grammar: Grammar
    currencies: tuple[Currency, ...]
    magnitudes: Mapping[str, tuple[str, str]]
    """Written to spoken, of one and of many."""
    joint: str
    """Between the whole and the hundredths."""
    names_cents: bool
    """Whether the hundredths are named after a whole."""
    per: Mapping[str, str]
    """What a price may be for."""
    gender: str = ""

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules for signs before, and signs after an amount."""
        return (
            Rule(pattern=re.compile(self._before()), speak=self._speak, has="0"),
            Rule(pattern=re.compile(self._after()), speak=self._speak, has="0"),
        )

    def _signs(self) -> str:
        return alternatives(
            list(chain.from_iterable(currency.signs for currency in self.currencies))
        )

    def _amount(self, name: str) -> str:
        magnitudes = alternatives(list(self.magnitudes))
        return rf"(?P<{name}>{self.grammar.numeral})(?:\s?(?P<{name}_size>{magnitudes})(?!\w))?"

    def _tail(self) -> str:
        return rf"(?:\s?/\s?(?P<per>{alternatives(list(self.per))})(?!\w))?"

    def _before(self) -> str:
        signs = self._signs()
        return (
            rf"(?<![\w$€£])(?P<sign>[-+])?(?P<currency>{signs})\s?(?P<inner>-)?{self._amount('low')}"
            rf"(?:{_RANGE}(?:(?:{signs})\s?)?{self._amount('high')})?{self._tail()}"
        )

    def _after(self) -> str:
        return (
            rf"(?<![\w.,])(?P<sign>[-+])?{self._amount('low')}"
            rf"(?:{_RANGE}{self._amount('high')})?"
            rf"\s?(?P<currency>{self._signs()})(?![\w$€£]){self._tail()}"
        )

    def _speak(self, match: re.Match[str]) -> str:
        currency = next(
            one for one in self.currencies if match["currency"] in one.signs
        )
        words = self._sum(match["low"], match["low_size"], currency)
        if match["high"]:
            low = self._sum(match["low"], match["low_size"], currency)
            high = self._sum(match["high"], match["high_size"], currency)
            if low.endswith(" " + currency.many) and high.endswith(currency.many):
                low = low.removesuffix(" " + currency.many)
            words = f"{low} {self.grammar.to} {high}"
        if match["per"]:
            words += f" {self.grammar.per} {self.per[match['per']]}"
        return f" {self.grammar.signed(match['sign'] or match.groupdict().get('inner'))}{words} "

    def _sum(self, written: str, size: str | None, currency: Currency) -> str:
        say = self.grammar.say
        whole, decimals = self.grammar.parts(written)
        if size:
            one, many = self.magnitudes[size]
            if self.grammar.is_one(written):
                return f"{one} {currency.many}"
            return f"{say(written)} {many} {currency.many}"
        decimals = decimals.rstrip("0")
        if len(decimals) > 2 or (decimals and not currency.cent):
            return f"{say(written)} {currency.many}"
        cents = int(decimals.ljust(2, "0") or 0)
        if cents and not int(whole or 0):
            return self._coins(cents, currency)
        words = (
            f"{say(whole or '0', self.gender)}"
            f" {currency.one if int(whole or 0) == 1 else currency.many}"
        )
        if not cents:
            return words
        if self.names_cents:
            return f"{words} {self.joint} {self._coins(cents, currency)}"
        return f"{words} {say(str(cents))}"

    def _coins(self, cents: int, currency: Currency) -> str:
        named = currency.cent if cents == 1 else currency.cents
        return f"{self.grammar.say(str(cents), self.gender)} {named}"
