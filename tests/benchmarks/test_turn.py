"""The benchmark of a turn, run once in a small house."""

from benchmarks.report import render
from benchmarks.turn import measure_apart


def test_one_round_yields_a_report() -> None:
    """Every kind of turn of all contenders is measured, on a real Home Assistant."""
    measured = measure_apart(entities=5, rounds=1)
    kinds = {sample["scenario"] for sample in measured["samples"]}
    assert len(measured["samples"]) == 3 * len(kinds)
    report, _ = render([measured])
    assert "5 exposed entities" in report
    assert all(kind in report for kind in kinds)
    assert {share["contender"] for share in measured["reuse"]} == {"core", "kaizen"}
    assert all(sample["cpu"] > 0 for sample in measured["samples"])
