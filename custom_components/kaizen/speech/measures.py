"""Stage 7, measures: a number or a range of numbers, and its unit."""

from collections.abc import Mapping
from dataclasses import dataclass
import re
from typing import Final

from .grammar import Grammar
from .language import Rule, alternatives

_RANGE: Final = r"\s?(?:[-–—]|to|bis|\.\.)\s?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit, by the signs it is written with."""

    one: str
    many: str
    gender: str = ""
    spaced: bool = True
    """Whether a blank may stand between the number and the sign."""
    least: float = 0
    """A smaller number does not count this unit: "4K" is no temperature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """How a language speaks of measures."""

    grammar: Grammar
    units: Mapping[str, Unit]
    by: str
    """Between the sides of an area."""
    magnitudes: Mapping[str, tuple[str, str]]

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules, areas before single measures."""
        return (
            Rule(pattern=re.compile(self._area()), speak=self._speak_area, has="x×*"),
            Rule(
                pattern=re.compile(self._single(), re.IGNORECASE),
                speak=self._speak,
                has="0",
            ),
            Rule(pattern=re.compile(self._rate()), speak=self._speak_rate, has="/"),
        )

    def _sign(self, name: str) -> str:
        return rf"(?P<{name}>{alternatives(self.units)})"

    def _single(self) -> str:
        numeral = self.grammar.numeral
        return (
            rf"(?<![\w.,/:])(?P<sign>[-+±])?(?P<low>{numeral})(?:(?:\s?{self._sign('low_unit')})?{_RANGE}(?P<high>[-+]?(?:{numeral})))?"
            rf"(?P<size>\s(?:{alternatives(list(self.magnitudes))}))?"
            rf"(?P<gap>[\s-]?){self._sign('unit')}(?:\s?/\s?{self._sign('per')})?(?![\w°])(?!\.\w)"
        )

    def _rate(self) -> str:
        return rf"(?<![\w.,/:])(?P<low>{self.grammar.numeral})\s?/\s?{self._sign('unit')}(?!\w)"

    def _area(self) -> str:
        numeral, sign = self.grammar.numeral, self._sign("unit")
        return (
            rf"(?<![\w.,])(?P<a>{numeral})(?:\s?{self._sign('a_unit')})?\s?[x×*]\s?(?P<b>{numeral})"
            rf"(?:\s?[x×*]\s?(?P<c>{numeral}))?\s?{sign}(?!\w)"
        )

    def _unit(self, sign: str) -> Unit | None:
        """Return the unit of a sign, in wrong capitals too where only one can be meant."""
        if sign in self.units:
            return self.units[sign]
        meant = {
            unit for known, unit in self.units.items() if known.lower() == sign.lower()
        }
        return meant.pop() if len(meant) == 1 and len(sign) > 1 else None

    def _speak(self, match: re.Match[str]) -> str | None:
        unit = self._unit(match["unit"])
        per = self._unit(match["per"]) if match["per"] else None
        if unit is None or (match["per"] and per is None):
            return None
        if match["unit"] == '"' and match.string[: match.start()].endswith('"'):
            return None
        written = match["high"] or match["low"]
        if match["gap"].isspace() and not unit.spaced:
            return None
        if self._value(match["low"]) < unit.least or (
            match["low_unit"] and self._unit(match["low_unit"]) != unit
        ):
            return None
        words = self._number(match, unit)
        adjective = match["gap"] == "-" or (not match["high"] and self._one(match))
        named = unit.one if adjective else unit.many
        if match["high"] and self.grammar.is_one(written.lstrip("+-")):
            named = unit.many
        if per:
            named += f" {self.grammar.per} {per.one}"
        return f" {words} {named} "

    def _number(self, match: re.Match[str], unit: Unit) -> str:
        grammar = self.grammar
        sign = match["sign"]
        words = "± " if sign == "±" else grammar.signed(sign)
        if match["high"]:
            high = match["high"]
            words += (
                f"{grammar.say(match['low'])} {grammar.to}"
                f" {grammar.signed(high[0])}{grammar.say(high.lstrip('+-'))}"
            )
        else:
            words += grammar.say(match["low"], "" if match["size"] else unit.gender)
        if match["size"]:
            words += " " + self.magnitudes[match["size"].strip()][1]
        return words

    def _one(self, match: re.Match[str]) -> bool:
        return not match["size"] and self.grammar.is_one(match["low"])

    def _value(self, written: str) -> float:
        whole, decimals = self.grammar.parts(written)
        return float(f"{whole or 0}.{decimals or 0}")

    def _speak_rate(self, match: re.Match[str]) -> str | None:
        unit = self._unit(match["unit"])
        words = f" {self.grammar.say(match['low'])} {self.grammar.per}"
        return f"{words} {unit.one} " if unit else None

    def _speak_area(self, match: re.Match[str]) -> str | None:
        unit = self._unit(match["unit"])
        sides = [match[name] for name in "abc" if match[name]]
        words = f" {self.by} ".join(self.grammar.say(side) for side in sides)
        return f" {words} {unit.many} " if unit else None
