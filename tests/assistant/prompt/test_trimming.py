"""Old exchanges are dropped in blocks, and at the same place on every turn."""

from itertools import pairwise

from hypothesis import given, strategies as st

from custom_components.kaizen.assistant.prompt import Budget
from custom_components.kaizen.assistant.prompt.trimming import first_kept

BUDGET = Budget(num_ctx=8192)
STATIC = 2000

COSTS = st.lists(st.integers(1, 1500), min_size=1, max_size=60)
HISTORY = st.integers(0, 12)


def kept(costs: list[int], max_history: int = 0) -> int:
    """Return the first exchange that is sent."""
    return first_kept(costs, static=STATIC, budget=BUDGET, max_history=max_history)


@given(COSTS, HISTORY)
def test_the_running_exchange_is_always_sent(
    costs: list[int], max_history: int
) -> None:
    """Whatever it costs: a turn without the person's words makes no sense."""
    assert 0 <= kept(costs, max_history) < len(costs)


@given(COSTS, HISTORY)
def test_what_is_dropped_stays_dropped(costs: list[int], max_history: int) -> None:
    """Over the turns of a conversation the beginning only ever moves on."""
    starts = [kept(costs[:turn], max_history) for turn in range(1, len(costs) + 1)]
    assert starts == sorted(starts)


@given(COSTS, HISTORY)
def test_it_fits(costs: list[int], max_history: int) -> None:
    """What is sent stays below the high water mark and the owner's limit."""
    start = kept(costs, max_history)
    sent = STATIC + sum(costs[start:])
    assert sent <= BUDGET.high_water or start == len(costs) - 1
    assert not max_history or len(costs) - 1 - start <= max_history


def test_dropping_happens_in_blocks() -> None:
    """In a long conversation of like turns most keep the prefix of the one before."""
    turns = [kept([150] * turn) for turn in range(1, 200)]
    moved = sum(a != b for a, b in pairwise(turns))
    assert turns[-1] > 100
    assert moved <= 20


def test_the_largest_static_prompt_leaves_a_conversation() -> None:
    """Where it takes all it may, the last words of a talk are kept, not none."""
    for turn in range(1, 60):
        costs = [80] * turn
        start = first_kept(costs, static=BUDGET.static, budget=BUDGET, max_history=0)
        assert turn - start >= min(turn, 5)


def test_a_limit_drops_in_blocks_too() -> None:
    """The owner's limit halves the history instead of cutting one exchange a turn."""
    turns = [kept([10] * turn, 20) for turn in range(1, 101)]
    assert turns[20] == 0
    assert turns[21] == 11
    assert sum(a != b for a, b in pairwise(turns)) <= 8
