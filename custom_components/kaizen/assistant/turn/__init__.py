"""One conversation turn: words in, model and tools, words out."""

from .acknowledge import Acknowledgement, is_spoken_at_once
from .local import async_match_sentence, speech_of
from .loop import Turn
from .speak import async_speak
from .targets import Target, targets
from .verdict import async_verdict

__all__ = [
    "Acknowledgement",
    "Target",
    "Turn",
    "async_match_sentence",
    "async_speak",
    "async_verdict",
    "is_spoken_at_once",
    "speech_of",
    "targets",
]
