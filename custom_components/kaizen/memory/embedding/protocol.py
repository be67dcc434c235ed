"""What makes vectors."""

from collections.abc import Sequence
from typing import Protocol

from ..store import Vector
from .recipes import Recipe


class EmbeddingFailure(Exception):
    """No vectors could be made; the message tells nothing of the texts."""


class Embedder(Protocol):
    """One model, used the way it wants to be. Both methods raise `EmbeddingFailure` and may be cancelled."""

    @property
    def model(self) -> str:
        """What its vectors are stored under: only those of the same name can be compared."""

    @property
    def recipe(self) -> Recipe:
        """How it is used."""

    async def documents(self, texts: Sequence[str]) -> list[Vector]:
        """Return a vector per memory."""

    async def query(self, text: str) -> Vector:
        """Return the vector of a question."""

    async def close(self) -> None:
        """Let go of what it holds."""
