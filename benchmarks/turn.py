"""Kaizen's agent beside core's `ollama` agent: what each adds to a turn.

Prints ratios, and exits with 1 when a bar is missed.
"""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import Any, Final

from homeassistant import runner
import orjson

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
    """Measure in a process of its own: a second Home Assistant would find the first one's caches.

    Raises:
        SystemExit: That process failed; what it wrote is shown.
    """
    house = ("--house", str(entities), "--rounds", str(rounds))
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.turn", *house],
        capture_output=True,
        check=False,
    )
    if run.returncode:
        sys.exit(run.stderr.decode())
    return orjson.loads(run.stdout)


def measure_here(entities: int, rounds: int) -> bytes:
    """Measure in this process; return the result as JSON."""
    with (
        TemporaryDirectory(prefix="kaizen-bench-") as folder,
        asyncio.Runner(loop_factory=runner.create_event_loop) as loop,
    ):
        return orjson.dumps(loop.run(measure(entities, rounds, Path(folder))))


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
