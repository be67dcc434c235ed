"""Kaizen's agent beside core's `ollama` agent: what each adds to a turn.

Prints ratios, and exits with 1 when a bar is missed.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
import sys
from typing import Any, Final

from .apart import run_apart, run_here
from .instance import running_rig
from .measure import Bench
from .model_server import running_server
from .report import render

from tests.simulators.ollama import QWEN_VOICE

ENTITIES: Final = (0, 100, 500)
ROUNDS: Final = 40
QUICK_ROUNDS: Final = 8


async def measure(entities: int, rounds: int, folder: Path) -> dict[str, Any]:
    """Return the measurements in a house with so many exposed entities."""
    async with (
        running_server(folder) as server,
        running_rig(folder, server.url, QWEN_VOICE.name, entities=entities) as rig,
    ):
        return await Bench(rig=rig, server=server, entities=entities).run(rounds)


def measure_apart(entities: int, rounds: int) -> Any:
    """Measure in a process of its own: a second Home Assistant would find the first one's caches."""
    return run_apart(
        "benchmarks.turn", "--house", str(entities), "--rounds", str(rounds)
    )


def measure_here(entities: int, rounds: int) -> bytes:
    """Measure in this process; return the result as JSON."""
    return run_here(lambda folder: measure(entities, rounds, folder))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--entities", type=int, nargs="+", default=ENTITIES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--quick", action="store_true", help="few rounds, more noise")
    parser.add_argument("--house", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.house is not None:
        sys.stdout.buffer.write(measure_here(given.house, given.rounds))
        return 0
    rounds = QUICK_ROUNDS if given.quick else given.rounds
    report, passed = render([measure_apart(count, rounds) for count in given.entities])
    print(report)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
