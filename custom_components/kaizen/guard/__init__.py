"""The guard: who may do what, how they prove it, and the record of it."""

from .answers import Answer, async_answer
from .command import GuardedCommand, GuardRefusedError, ProofNeededError
from .gatekeeper import async_authorize, watches
from .verdicts import collect_refusals

__all__ = [
    "Answer",
    "GuardRefusedError",
    "GuardedCommand",
    "ProofNeededError",
    "async_answer",
    "async_authorize",
    "collect_refusals",
    "watches",
]
