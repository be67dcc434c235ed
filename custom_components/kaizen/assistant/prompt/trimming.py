"""Which earlier exchanges still fit.

Dropping one exchange a turn would shift the prompt's prefix on every turn, and
the model server would read everything anew. So history is dropped in blocks:
nothing until the high water mark, then half of what fits below it.
"""

from collections.abc import Sequence

from .tokens import Budget


def first_kept(
    costs: Sequence[int], *, static: int, budget: Budget, max_history: int
) -> int:
    """Return the index of the oldest exchange to keep.

    `costs` are the tokens of each exchange, the running one last; it is always
    kept. `static` are the tokens before the first exchange. `max_history` caps
    the earlier exchanges (0: no cap). The result depends on the history alone,
    so the same history is cut at the same place on every turn.
    """
    start = 0
    total = static
    low_water = (static + budget.high_water) // 2
    for index, cost in enumerate(costs):
        total += cost
        if max_history and index - start > max_history:
            keep_from = index - max_history // 2
            total -= sum(costs[start:keep_from])
            start = keep_from
        if total > budget.high_water:
            while start < index and total > low_water:
                total -= costs[start]
                start += 1
    return start
