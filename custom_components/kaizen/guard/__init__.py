"""The guard: who may do what, how they prove it, and the record of it."""

from .answers import Answer, async_answer
from .command import GuardedCommand, GuardRefusedError, ProofNeededError
from .gatekeeper import async_authorize, watches
from .people import async_limits
from .questions import async_words
from .setup import (
    async_ensure_entry,
    async_setup,
    async_setup_entry,
    async_start,
    async_unload_entry,
)
from .taint import source_of
from .tiers import Memories, TierLimits
from .tools import async_may_call
from .untrusted import clean, fence, neutralise, new_nonce, own_words, strip
from .verdicts import collect_refusals

__all__ = [
    "Answer",
    "GuardRefusedError",
    "GuardedCommand",
    "Memories",
    "ProofNeededError",
    "TierLimits",
    "async_answer",
    "async_authorize",
    "async_ensure_entry",
    "async_limits",
    "async_may_call",
    "async_setup",
    "async_setup_entry",
    "async_start",
    "async_unload_entry",
    "async_words",
    "clean",
    "collect_refusals",
    "fence",
    "neutralise",
    "new_nonce",
    "own_words",
    "source_of",
    "strip",
    "watches",
]
