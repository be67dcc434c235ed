"""Memories of a household, with vectors that lie as those of real texts do: in clusters, far from evenly."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
import random
from typing import Final, override

import numpy as np

from custom_components.kaizen.memory.embedding import Embedder, Recipe
from custom_components.kaizen.memory.model import (
    HOUSE,
    Channel,
    Draft,
    Provenance,
    Scope,
    person,
    room,
)
from custom_components.kaizen.memory.store import Undoer, Vector, put_vectors
from custom_components.kaizen.memory.store.connection import open_for_writing

DIMENSION: Final = 1024
"""As mxbai-embed-large makes them."""
MODEL: Final = "benchmark"
_CLUSTERS: Final = 300
_SCOPES: Final[Sequence[tuple[Scope, float]]] = (
    *((person(name), 0.2) for name in ("elena", "max", "ruth", "otto")),
    (HOUSE, 0.1),
    *((room(name), 0.025) for name in ("kitchen", "office", "hall", "garage")),
)
_WORDS: Final = [
    "coffee",
    "tea",
    "milk",
    "garden",
    "piano",
    "school",
    "doctor",
    "sister",
    "brother",
    "car",
    "garage",
    "window",
    "heater",
    "lamp",
    "window",
    "summer",
    "winter",
    "birthday",
    "holiday",
    "train",
    "office",
    "meeting",
    "recipe",
    "bread",
    "allergy",
    "glasses",
    "shoes",
    "bicycle",
    "cat",
    "dog",
    "plant",
    "key",
    "wallet",
]


class KnownVectors(Embedder):
    """Knows the vector of every text, and needs no time to say it."""

    def __init__(self, seed: int = 1) -> None:
        """Lay the clusters out."""
        self._rng = np.random.default_rng(seed)
        self._centres = self._rng.standard_normal((_CLUSTERS, DIMENSION), np.float32)
        self._known: dict[str, Vector] = {}

    def make(self, text: str) -> Vector:
        """Return a vector near one of the clusters."""
        noise = self._rng.standard_normal(DIMENSION, np.float32)
        vector: Vector = self._centres[self._rng.integers(_CLUSTERS)] + noise
        return vector

    @property
    @override
    def model(self) -> str:
        return MODEL

    @property
    @override
    def recipe(self) -> Recipe:
        return Recipe()

    @override
    async def documents(self, texts: Sequence[str]) -> list[Vector]:
        return [self.make(text) for text in texts]

    @override
    async def query(self, text: str) -> Vector:
        if text not in self._known:
            self._known[text] = self.make(text)
        return self._known[text]

    @override
    async def close(self) -> None:
        """Nothing to let go of."""


def drafts(count: int, seed: int = 1) -> list[Draft]:
    """Return memories of all kinds of scopes."""
    rng = random.Random(seed)
    scopes, weights = zip(*_SCOPES, strict=True)
    came = Provenance(channel=Channel.TYPED, at=datetime.now(UTC), speaker="elena")
    return [
        Draft(
            text=f"Fact {seed}-{number}: " + " ".join(rng.choices(_WORDS, k=8)),
            scope=scope,
            provenance=came,
        )
        for number, scope in enumerate(rng.choices(scopes, weights, k=count))
    ]


def fill(folder: Path, count: int) -> None:
    """Make a store."""
    writer = Undoer(open_for_writing(folder / "memory.db"), lambda: datetime.now(UTC))
    vectors = KnownVectors(seed=2)
    everything = drafts(count)
    for start in range(0, count, 2000):
        with writer.change("benchmark"):
            added = [
                writer.add(draft, actor="benchmark").memory
                for draft in everything[start : start + 2000]
            ]
            put_vectors(
                writer, MODEL, {m.rank: (m.text, vectors.make(m.text)) for m in added}
            )
    writer.checkpoint()
    writer.connection.close()
