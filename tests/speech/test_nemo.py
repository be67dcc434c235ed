"""How Kaizen does on cases nobody here wrote."""

import pytest

from .nemo import Half, report, table

OVERALL_LEAST = 85
HOME_LEAST = 90


@pytest.mark.parametrize("half", Half, ids=lambda half: half.name.lower())
def test_most_cases_of_both_halves_are_spoken_right(half: Half) -> None:
    """The half no rule was written for counts as much as the other."""
    result = report(half)
    overall, home = result.overall.percent, result.home.percent
    assert overall >= OVERALL_LEAST, table()
    assert home >= HOME_LEAST, table()


def test_little_is_declared_out_of_scope() -> None:
    """Leaving cases out cannot make up for speaking them wrong."""
    for half in Half:
        result = report(half)
        assert result.out.total() <= 0.1 * result.unscoped.cases
