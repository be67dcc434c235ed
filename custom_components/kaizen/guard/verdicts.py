"""What the guard answered during one turn, for whoever has to put it into words.

Between the gate in an entity and the agent that speaks lie Home Assistant's services, intents and
other people's tools, all of which lose or reword an error on its way up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from .command import GuardRefusedError

_TURN: Final[ContextVar[list[GuardRefusedError] | None]] = ContextVar(
    "kaizen_guard_verdicts", default=None
)


@contextmanager
def collect_refusals() -> Iterator[list[GuardRefusedError]]:
    """Gather what is refused in this task and in every task it starts."""
    refusals: list[GuardRefusedError] = []
    token = _TURN.set(refusals)
    try:
        yield refusals
    finally:
        _TURN.reset(token)


def is_collected() -> bool:
    """Return whether somebody will put what is refused in this task into words."""
    return _TURN.get() is not None


def note_refusal(refusal: GuardRefusedError) -> None:
    """Remember a refusal for the turn it happens in, if it happens in one."""
    if (refusals := _TURN.get()) is not None:
        refusals.append(refusal)
