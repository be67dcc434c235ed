"""One conversation turn: words in, model and tools, words out."""

from .local import async_match_sentence, speech_of
from .loop import Turn
from .speak import async_speak
from .targets import Target, targets
from .verdict import async_verdict

__all__ = [
    "Target",
    "Turn",
    "async_match_sentence",
    "async_speak",
    "async_verdict",
    "speech_of",
    "targets",
]
