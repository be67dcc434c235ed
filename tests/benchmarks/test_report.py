"""How measurements are judged."""

from typing import Any

import pytest

from benchmarks.report import render


def measured(
    *, entities: int = 100, added: float = 1.0, cpu: float = 1.0, reused: float = 1.0
) -> dict[str, Any]:
    """Return measurements in which Kaizen needs this much of what core needs."""
    return {
        "entities": entities,
        "samples": [
            {
                "contender": contender,
                "scenario": scenario,
                "first_delta": 10.0,
                "added": 10.0 * (added if contender == "kaizen" else 1),
                "cpu": size * (cpu if contender == "kaizen" else 1),
                "prompt_tokens": 1000,
            }
            for contender in ("core", "kaizen", "again")
            for scenario, size in (("first turn", 10.0), ("long answer", 20.0))
            for _ in range(3)
        ],
        "reuse": [
            {"contender": "core", "same_room": 1.0, "other_room": 0.5},
            {"contender": "kaizen", "same_room": 1.0, "other_room": reused},
        ],
    }


@pytest.mark.parametrize(
    ("worse", "passes"),
    [
        ({}, True),
        ({"added": 1.2}, True),
        ({"added": 1.3}, False),
        ({"entities": 500, "added": 1.1}, False),
        ({"entities": 0, "added": 2.0}, True),
        ({"cpu": 1.4}, True),
        ({"cpu": 1.6}, False),
        ({"reused": 0.96}, True),
        ({"reused": 0.94}, False),
    ],
)
def test_a_missed_bar_fails_the_run(worse: dict[str, Any], passes: bool) -> None:
    """The verdict and the marks in the report agree."""
    report, passed = render([measured(**worse)])
    assert passed is passes
    assert ("MISSED" not in report) is passes
