"""A hub in Home Assistant: how fast its events become states, and what a start-up takes.

Prints ratios, and exits with 1 when a bar is missed.
"""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
import sys
from typing import Any, Final

from .apart import run_apart, run_here
from .hub.measure import Effort, HubBench
from .hub.report import render
from .hub.rig import running_hub_rig

DEVICES: Final = (74, 1000)
SOAKED: Final = 74
"""Devices of the house in which memory is watched."""
EFFORT: Final = Effort(singles=1000, bursts=5, burst=1000)
QUICK: Final = Effort(singles=200, bursts=2, burst=1000)
SOAK: Final = 100
"""Bursts over which memory is watched."""


async def measure(devices: int, effort: Effort, folder: Path) -> dict[str, Any]:
    """Return the measurements in a house with so many devices."""
    async with running_hub_rig(folder, devices) as rig:
        return await HubBench(rig=rig, effort=effort).run()


def measure_apart(devices: int, effort: Effort) -> Any:
    """Measure in a process of its own."""
    amounts = [f"{name}={amount}" for name, amount in asdict(effort).items()]
    return run_apart(
        "benchmarks.hubitat", "--house", str(devices), "--effort", *amounts
    )


def measure_here(devices: int, effort: Effort) -> bytes:
    """Measure in this process; return the result as JSON."""
    return run_here(lambda folder: measure(devices, effort, folder))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="scripts/bench hubitat", description=__doc__)
    parser.add_argument("--devices", type=int, nargs="+", default=DEVICES)
    parser.add_argument("--quick", action="store_true", help="few events, more noise")
    parser.add_argument("--house", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--effort", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.house is not None:
        amounts = (amount.split("=") for amount in given.effort)
        effort = Effort(**{name: int(amount) for name, amount in amounts})
        sys.stdout.buffer.write(measure_here(given.house, effort))
        return 0
    report, passed = render(
        [measure_apart(count, _effort(count, given.quick)) for count in given.devices]
    )
    print(report)
    return 0 if passed else 1


def _effort(devices: int, quick: bool) -> Effort:
    if quick:
        return QUICK
    return replace(EFFORT, soak=SOAK) if devices == SOAKED else EFFORT


if __name__ == "__main__":
    sys.exit(main())
