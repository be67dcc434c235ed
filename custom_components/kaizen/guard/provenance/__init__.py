"""Where calls come from, through parents, delays and detours."""

from .caller import async_caller
from .ledger import ContextLedger, TurnBegun, async_get, async_setup
from .marks import Mark

__all__ = [
    "ContextLedger",
    "Mark",
    "TurnBegun",
    "async_caller",
    "async_get",
    "async_setup",
]
