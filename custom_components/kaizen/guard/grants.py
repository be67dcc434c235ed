"""Calls that have been proven: the gate recognises exactly them, while they run."""

from collections.abc import Iterator
from contextlib import contextmanager

from homeassistant.core import Context

from .command import GuardedCommand
from .model import Action, Caller, Grant
from .proof.challenges import Proof
from .runtime import Guard


@contextmanager
def granting(
    guard: Guard, context: Context, proof: Proof, caller: Caller
) -> Iterator[None]:
    """Let the proven action through in this context alone."""
    with guard.book.granted(context.id, proof.action):
        guard.grants[context.id] = Grant(
            caller=caller,
            factors=proof.factors,
            request_id=proof.challenge_id,
        )
        try:
            yield
        finally:
            del guard.grants[context.id]


def granted(guard: Guard, command: GuardedCommand) -> Grant | None:
    """Return the grant of a command, if it is what was proven and nothing else."""
    if command.context is None or command.entity_id is None:
        return None
    action = Action(
        verb=command.verb,
        entity_id=command.entity_id,
        parameters=dict(command.parameters),
    )
    if not guard.book.is_granted(command.context.id, action):
        return None
    return guard.grants.get(command.context.id)
