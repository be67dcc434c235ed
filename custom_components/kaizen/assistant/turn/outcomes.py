"""What the tool calls of a turn came to."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one tool call came to."""

    tool: str
    succeeded: bool
    acted: bool
    """False for a tool that only reads."""
    request: int = 0
    """Which request of the turn called it: calls of one request run side by side."""


def all_done(outcomes: Sequence[Outcome]) -> bool | None:
    """Return whether every action was carried out in the end; None if there was none.

    A model that is told of a mistake tries again: a later success of the same tool
    makes up for a failure.
    """
    actions = [outcome for outcome in outcomes if outcome.acted]
    if not actions:
        return None
    return all(
        action.succeeded
        or any(
            later.succeeded
            and later.tool == action.tool
            and later.request > action.request
            for later in actions
        )
        for action in actions
    )
