"""Text to spoken words, in ten stages. No dependencies, no Home Assistant."""

from .languages import LANGUAGES, language_for
from .lexicon import Lexicon
from .stages import STAGES, Voice
from .stream import Normalizer, speak
from .unmarked import Unmarked

__all__ = [
    "LANGUAGES",
    "STAGES",
    "Lexicon",
    "Normalizer",
    "Unmarked",
    "Voice",
    "language_for",
    "speak",
]
