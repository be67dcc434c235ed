"""What an owner can set about one voice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from ..speech import Lexicon

SUBENTRY_VOICE: Final = "voice"
CONF_ENGINE: Final = "engine"
CONF_LEXICON: Final = "lexicon"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSettings:
    """The settings of one voice, as its subentry stores them."""

    engine: str
    """The engine that speaks: the registry id of its entity, or its entity id if it has none."""
    lexicon: str = ""
    """How the owner wants words to be said: lines of `written = spoken`."""
    words: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Read the lexicon.

        Raises:
            ValueError: A line of it is something else.
        """
        object.__setattr__(self, "words", Lexicon.read(self.lexicon.splitlines()))

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Read a subentry's data."""
        return cls(engine=data[CONF_ENGINE], lexicon=data.get(CONF_LEXICON, ""))
