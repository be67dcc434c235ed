"""One conversation turn: words in, model and tools, words out."""

from .local import async_match_sentence, speech_of
from .loop import Turn
from .sentences import async_sentence
from .speak import async_speak
from .targets import Target, targets

__all__ = [
    "Target",
    "Turn",
    "async_match_sentence",
    "async_sentence",
    "async_speak",
    "speech_of",
    "targets",
]
