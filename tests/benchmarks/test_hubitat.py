"""The benchmark of a hub, run once with a few events, and what it judges."""

from typing import Any

import pytest

from benchmarks.hub.measure import Effort
from benchmarks.hub.report import is_flat, render
from benchmarks.hubitat import measure_apart


def test_a_few_events_yield_a_report() -> None:
    """Every event becomes a state, both ways and with all contenders, on a real Home Assistant."""
    effort = Effort(singles=2, bursts=2, burst=40, soak=1, one_by_one=4)
    measured = measure_apart(devices=74, effort=effort)
    kinds = {(s["way"], s["kind"], s["contender"]) for s in measured["samples"]}
    assert len(kinds) == 2 * 2 * 3
    assert len(measured["samples"]) == len(kinds) * 2
    assert measured["one by one"]["requests"] == 75
    assert 0 < measured["start"]["requests"] <= 6
    assert 0 < measured["restart"]["requests"] <= 6
    report, _ = render([measured])
    assert "74 devices" in report


@pytest.mark.long
@pytest.mark.timeout(300)
def test_memory_stays_flat_over_100_000_events() -> None:
    """What an event leaves behind is the state it made."""
    effort = Effort(singles=2, bursts=2, burst=1000, soak=100)
    assert is_flat(measure_apart(devices=74, effort=effort)["soak"])


def measured(
    *,
    time: float = 1.0,
    start: float = 0.1,
    requests: int = 4,
    stall: float = 5.0,
    blocks: int = 10,
    rss: int = 0,
) -> dict[str, Any]:
    """Return measurements in which Kaizen needs this much of what its peers need."""
    once = {"seconds": 10 * start, "requests": requests, "cpu": 1.0, "stall": 100.0}
    return {
        "devices": 74,
        "entities": 200,
        "one by one": {"seconds": 10.0, "requests": 75},
        "start": once,
        "restart": once,
        "samples": [
            {
                "way": way,
                "kind": kind,
                "contender": contender,
                "time": time if contender == "kaizen" else 1.0,
                "cpu": 1.0,
                "stall": stall,
            }
            for way in ("webhook", "socket")
            for kind in ("event", "burst")
            for contender in ("plain", "kaizen", "again")
            for _ in range(3)
        ],
        "soak": {"events": 100_000, "rss": rss, "blocks": blocks},
    }


@pytest.mark.parametrize(
    ("worse", "passes"),
    [
        ({}, True),
        ({"time": 1.4}, True),
        ({"time": 20.0}, False),
        ({"start": 0.7}, False),
        ({"requests": 7}, False),
        ({"stall": 100.0}, False),
        ({"blocks": 100_000}, False),
        ({"rss": 2**24}, False),
    ],
)
def test_a_missed_bar_fails_the_run(worse: dict[str, Any], passes: bool) -> None:
    """The verdict and the marks in the report agree."""
    report, passed = render([measured(**worse)])
    assert passed is passes
    assert ("MISSED" not in report) is passes
