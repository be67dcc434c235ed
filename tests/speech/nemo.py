"""NeMo's English cases: which count, how they are scored, and a table per category.

`python -m tests.speech.nemo` prints the table; with `--read` also what was
missed in the half that may be looked at.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
import hashlib
from pathlib import Path
import re
import sys
from typing import Final

from custom_components.kaizen.speech import Lexicon, Voice, language_for, speak

_DATA: Final = Path(__file__).parent / "data" / "nemo_tn_en"
HOME: Final = frozenset(
    [
        "cardinal",
        "date",
        "decimal",
        "fraction",
        "measure",
        "money",
        "ordinal",
        "range",
        "telephone",
        "time",
    ]
)
OUT_OF_SCOPE: Final = {
    "a link is named, not read: nobody can follow it by ear": r"://|\bwww\.",
    "tags and phonemes in brackets are markup, not words": r"</?\w+[^<>]*>|^\[[^\]]+\]$",
    "a bare round number is a quantity, not a code": r"^\d{2,3}000$",
    "a number and s are seconds, as a sensor writes them": r"(?<!\d\d\d)\ds\b|\d s\b",
    "the sides of an area are spoken with by, a product with times": r"^\d+[x*]\d+$",
}
_VOICE: Final = Voice(language=language_for("en"), lexicon=Lexicon())


class Half(IntEnum):
    """Half of the cases, by a hash of the line."""

    READ = 0
    """Rules may be written while looking at it."""
    HELD_OUT = 1
    """Only ever scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A text, and how it should be said."""

    category: str
    half: Half
    written: str
    spoken: str

    @property
    def reason_out(self) -> str | None:
        """Return why a home says it otherwise, None for a case that counts."""
        for reason, pattern in OUT_OF_SCOPE.items():
            if re.search(pattern, self.written):
                return reason
        return None

    @property
    def said(self) -> str:
        """Return what Kaizen says."""
        return speak(self.written, _VOICE)

    @property
    def passed(self) -> bool:
        """Tell whether that is right, leniently."""
        return lenient(self.said) == lenient(self.spoken)


@dataclass(slots=True)
class Score:
    """How many cases were right, of how many."""

    right: int = 0
    cases: int = 0

    def count(self, passed: bool) -> None:
        """Add a case."""
        self.right += passed
        self.cases += 1

    @property
    def percent(self) -> float:
        """Return the share of right ones."""
        return 100 * self.right / self.cases if self.cases else 100.0


@dataclass(slots=True)
class Report:
    """Scores of one half."""

    categories: dict[str, Score] = field(default_factory=dict)
    overall: Score = field(default_factory=Score)
    home: Score = field(default_factory=Score)
    unscoped: Score = field(default_factory=Score)
    """All cases, those out of scope too."""
    out: Counter[str] = field(default_factory=Counter)
    missed: list[Case] = field(default_factory=list, repr=False)


def lenient(text: str) -> str:
    """Return words alone: no capitals, hyphens, punctuation, and no "and"."""
    words = re.sub(r"[^\w\s]|_", " ", re.sub(r"['’]", "", text.lower())).split()
    return " ".join(word for word in words if word != "and")


def cases() -> Iterator[Case]:
    """Yield every case."""
    for path in sorted(_DATA.glob("test_cases_*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            written, separator, spoken = line.partition("~")
            if separator:
                yield Case(
                    category=path.stem.removeprefix("test_cases_"),
                    half=Half(hashlib.sha256(line.encode()).digest()[0] % 2),
                    written=written,
                    spoken=spoken,
                )


def report(half: Half) -> Report:
    """Score a half."""
    result = Report()
    for case in cases():
        if case.half is not half:
            continue
        passed = case.passed
        result.unscoped.count(passed)
        if reason := case.reason_out:
            result.out[reason] += 1
            continue
        result.categories.setdefault(case.category, Score()).count(passed)
        result.overall.count(passed)
        if case.category in HOME:
            result.home.count(passed)
        if not passed:
            result.missed.append(case)
    return result


def table() -> str:
    """Return both halves as a Markdown table."""
    halves = [report(half) for half in Half]
    rows = ["| category | read half | held-out half |", "|---|---|---|"]
    names = sorted({name for one in halves for name in one.categories})
    for name in names:
        scores = [one.categories.get(name, Score()) for one in halves]
        rows.append(_row(name + (" *" if name in HOME else ""), scores))
    rows.append(_row("**home classes (*)**", [one.home for one in halves]))
    rows.append(_row("**all in scope**", [one.overall for one in halves]))
    rows.append(_row("all, nothing left out", [one.unscoped for one in halves]))
    return "\n".join(rows)


def _row(name: str, scores: list[Score]) -> str:
    cells = [
        f"{score.right}/{score.cases} ({score.percent:.1f} %)" if score.cases else "-"
        for score in scores
    ]
    return f"| {name} | {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
    if "--read" in sys.argv:
        for case in report(Half.READ).missed:
            sys.stdout.write(
                f"{case.category}: {case.written!r}\n  wanted {case.spoken!r}\n"
                f"  said   {case.said!r}\n"
            )
