"""What the owner decides about memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

from .embedding import DEFAULT_MODEL

CONF_CHROMA_HEADERS: Final = "chroma_headers"
CONF_CHROMA_URL: Final = "chroma_url"
CONF_CONSENTING: Final = "consenting"
CONF_EMBEDDING: Final = "embedding"
CONF_EMBEDDING_MODEL: Final = "embedding_model"
CONF_INDEX: Final = "index"
CONF_LEARNING: Final = "learning"
CONF_LEARNING_MODEL: Final = "learning_model"
CONF_TRASH_DAYS: Final = "trash_days"

DEFAULT_LEARNING_MODEL: Final = "qwen3:8b"
DEFAULT_TRASH_DAYS: Final = 30
MIN_TRASH_DAYS: Final = 7
MAX_TRASH_DAYS: Final = 3650


class EmbeddingKind(StrEnum):
    """What turns memories and questions into vectors."""

    AUTO = "auto"
    """The model server's model where it has it, else MiniLM where its weights are, else words."""
    SERVER = "server"
    MINILM = "minilm"
    WORDS = "words"
    """Nothing: only shared words find a memory."""


class IndexKind(StrEnum):
    """Where vectors are searched."""

    AUTO = "auto"
    """In memory, or in Chroma once its address is known."""
    BUILTIN = "builtin"
    CHROMA_HTTP = "chroma_http"
    CHROMA_EMBEDDED = "chroma_embedded"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemorySettings:
    """The options of the memory's entry."""

    embedding: EmbeddingKind = EmbeddingKind.AUTO
    embedding_model: str = DEFAULT_MODEL
    index: IndexKind = IndexKind.AUTO
    chroma_url: str = ""
    chroma_headers: str = ""
    """One `Name: value` a line, for a proxy before Chroma."""
    learning: bool = True
    """Whether conversations of those who agreed are read when the house is quiet."""
    learning_model: str = DEFAULT_LEARNING_MODEL
    consenting: frozenset[str] = frozenset()
    """User ids of those who agreed."""
    trash_days: int = DEFAULT_TRASH_DAYS

    @classmethod
    def read(cls, options: Mapping[str, Any]) -> Self:
        """Return the settings of an entry's options."""
        known = {
            name: convert(options[name])
            for name, convert in _CONVERT.items()
            if options.get(name) is not None
        }
        return cls(**known)

    @property
    def where(self) -> IndexKind:
        """Where vectors are searched, decided."""
        if self.index is IndexKind.AUTO:
            return IndexKind.CHROMA_HTTP if self.chroma_url else IndexKind.BUILTIN
        return self.index


_CONVERT: Final[Mapping[str, Any]] = {
    CONF_EMBEDDING: EmbeddingKind,
    CONF_EMBEDDING_MODEL: str,
    CONF_INDEX: IndexKind,
    CONF_CHROMA_URL: str,
    CONF_CHROMA_HEADERS: str,
    CONF_LEARNING: bool,
    CONF_LEARNING_MODEL: str,
    CONF_CONSENTING: frozenset,
    CONF_TRASH_DAYS: int,
}


def read_headers(text: str) -> dict[str, str]:
    """Return the headers of a text with one `Name: value` a line.

    Raises:
        ValueError: A line is no header.
    """
    headers: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, value = line.partition(":")
        if not colon or not name.strip().replace("-", "").isalnum():
            raise ValueError("not a header")
        headers[name.strip()] = value.strip()
    return headers
