"""Embedding by a model server."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, override

import numpy as np

from ..store import Vector
from .protocol import Embedder, EmbeddingFailure
from .recipes import Recipe, recipe_for

type Embed = Callable[[str, Sequence[str]], Awaitable[Sequence[Sequence[float]]]]
"""Returns one vector per text, from a model: `OllamaClient.embed` is one."""

DEFAULT_MODEL: Final = "mxbai-embed-large"
BATCH: Final = 32
"""Texts in one request: between two requests others get their turn, and a cancelled one ends."""
CACHED_MOST: Final = 256
"""Questions whose vectors are kept: a turn asks more than once."""


class ServerEmbedder(Embedder):
    """A model that somebody else runs."""

    def __init__(
        self, model: str, embed: Embed, failures: tuple[type[Exception], ...]
    ) -> None:
        """Embed with `model` through `embed`; `failures` are what it raises when it cannot."""
        self._name = model
        self._embed = embed
        self._failures: tuple[type[Exception], ...] = (
            *failures,
            TypeError,
            ValueError,
        )
        self._recipe = recipe_for(model)
        self._queries: OrderedDict[str, Vector] = OrderedDict()

    @property
    @override
    def model(self) -> str:
        # A memory read with another prefix has another vector.
        return f"{self._name} {self._recipe.document}".strip()

    @property
    @override
    def recipe(self) -> Recipe:
        return self._recipe

    @override
    async def documents(self, texts: Sequence[str]) -> list[Vector]:
        vectors: list[Vector] = []
        for start in range(0, len(texts), BATCH):
            batch = texts[start : start + BATCH]
            vectors += await self._ask([self._recipe.document + text for text in batch])
        return vectors

    @override
    async def query(self, text: str) -> Vector:
        if (known := self._queries.get(text)) is not None:
            self._queries.move_to_end(text)
            return known
        (vector,) = await self._ask([self._recipe.query + text])
        self._queries[text] = vector
        if len(self._queries) > CACHED_MOST:
            self._queries.popitem(last=False)
        return vector

    async def _ask(self, texts: list[str]) -> list[Vector]:
        try:
            found = await self._embed(self._name, texts)
            vectors = [np.asarray(vector, np.float32) for vector in found]
        except self._failures as err:
            raise EmbeddingFailure(
                f"{self._name} made no vectors: {type(err).__name__}"
            ) from err
        if len(vectors) != len(texts) or any(
            vector.ndim != 1 or not np.isfinite(vector).all() or not vector.any()
            for vector in vectors
        ):
            raise EmbeddingFailure(f"{self._name} made something else than vectors")
        return vectors

    @override
    async def close(self) -> None:
        self._queries.clear()
