"""The guard: who may do what, how they prove it, and the record of it."""

from .answers import Answer, async_answer
from .command import GuardedCommand, GuardRefusedError, ProofNeededError
from .gatekeeper import async_authorize, watches
from .model import Caller, TaintSource, Tier
from .people import async_limits, async_who_is
from .proof.replies import Reply, read_reply
from .questions import async_words
from .setup import (
    async_ensure_entry,
    async_setup,
    async_setup_entry,
    async_start,
    async_unload_entry,
)
from .taint import async_note as async_note_taint, source_of, taint_of
from .tiers import Memories, TierLimits
from .tools import async_may_call
from .untrusted import clean, fence, neutralise, new_nonce, own_words, strip
from .verdicts import collect_refusals

__all__ = [
    "Answer",
    "Caller",
    "GuardRefusedError",
    "GuardedCommand",
    "Memories",
    "ProofNeededError",
    "Reply",
    "TaintSource",
    "Tier",
    "TierLimits",
    "async_answer",
    "async_authorize",
    "async_ensure_entry",
    "async_limits",
    "async_may_call",
    "async_note_taint",
    "async_setup",
    "async_setup_entry",
    "async_start",
    "async_unload_entry",
    "async_who_is",
    "async_words",
    "clean",
    "collect_refusals",
    "fence",
    "neutralise",
    "new_nonce",
    "own_words",
    "read_reply",
    "source_of",
    "strip",
    "taint_of",
    "watches",
]
