"""Reading pages of the public web."""

from .addresses import Rules
from .body import Limits
from .fetch import Fetcher
from .passages import best_passage
from .reader import Reader

__all__ = ["Fetcher", "Limits", "Reader", "Rules", "best_passage"]
