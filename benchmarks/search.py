"""A question to the web, spoken: when something is heard, when results are there, when the answer begins.

The search takes two seconds, the model and the voice none. Prints a table, and exits with 1 when a bar is missed.
"""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path
from statistics import median
import sys
from tempfile import TemporaryDirectory
from typing import Final

from .searching.turns import Sample, measure

ROUNDS: Final = 10
QUICK_ROUNDS: Final = 3

BARS: Final = {
    ("asked by the model", "heard"): 0.5,
    ("asked by the model", "answer after results"): 0.3,
    ("searched at once", "heard"): 0.6,
    ("searched at once", "answer after results"): 0.3,
    ("known already", "heard"): 0.5,
}
"""Seconds, at most, in the median."""
COLUMNS: Final = ("heard", "results", "answer", "answer after results")


def render(samples: Sequence[Sample]) -> tuple[str, bool]:
    """Return a table of medians, and whether every bar is met."""
    lines = [f"| | {' | '.join(COLUMNS)} |", f"|---{'|---' * len(COLUMNS)}|"]
    missed: list[str] = []
    for scenario in dict.fromkeys(sample.scenario for sample in samples):
        values = {
            column: median(s.value(column) for s in samples if s.scenario == scenario)
            for column in COLUMNS
        }
        told = " | ".join(f"{values[column]:.2f} s" for column in COLUMNS)
        lines.append(f"| {scenario} | {told} |")
        missed += [
            f"{scenario}: {column} {values[column]:.2f} s, bar {bar} s"
            for (kind, column), bar in BARS.items()
            if kind == scenario and values[column] > bar
        ]
    lines += ["", *(f"MISSED {one}" for one in missed)] if missed else []
    return "\n".join(lines), not missed


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="scripts/bench search", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--quick", action="store_true", help="few rounds, more noise")
    given = parser.parse_args(arguments)
    rounds = QUICK_ROUNDS if given.quick else given.rounds
    with TemporaryDirectory(prefix="kaizen-bench-") as folder:
        report, passed = render(asyncio.run(measure(rounds, Path(folder))))
    print(report)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
