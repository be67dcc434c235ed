"""One embedding model's part of the memories: its vectors in the store, and the index made of them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from .embedding import Embedder
from .index import Hit, IndexKeeper, Space, VectorIndex
from .model import Scope
from .store import Store, dimension_of, missing, missing_count, put_vectors

_BATCH: Final = 32

type MakeIndex = Callable[[Space], VectorIndex | None]
"""Returns the index that is wanted for a space; None means the one in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the vectors of a model have been made."""

    model: str
    done: int
    total: int


class Vectoring:
    """Makes vectors of what has none, and keeps the index in step with them."""

    def __init__(self, store: Store, embedder: Embedder, make_index: MakeIndex) -> None:
        """Begin with what the store holds of the model."""
        self.embedder = embedder
        self.keeper: IndexKeeper | None = None
        """None while there is not a single vector."""
        self.on_status: Callable[[], None] | None = None
        self._store = store
        self._make_index = make_index

    @property
    def model(self) -> str:
        """What the vectors are stored under."""
        return self.embedder.model

    async def open(self) -> None:
        """Prepare the index where there are vectors."""
        if self.keeper is None:
            model = self.model
            dimension = await self._store.read(lambda r: dimension_of(r, model))
            if dimension:
                space = Space(model, dimension)
                self.keeper = IndexKeeper(self._store, space, self._make_index(space))
                self.keeper.on_health = lambda _: self.on_status and self.on_status()

    async def near(self, text: str, scopes: Collection[Scope], limit: int) -> list[Hit]:
        """Return the memories nearest to a question.

        Raises:
            EmbeddingFailure: The question has no vector.
        """
        vector = await self.embedder.query(text)
        if self.keeper is None or len(vector) != self.keeper.space.dimension:
            return []
        return await self.keeper.search(vector, scopes, limit)

    async def follow(self, ranks: Collection[int]) -> None:
        """Bring changed memories into the index."""
        if self.keeper and ranks:
            await self.keeper.follow(ranks)

    async def lacking(self) -> int:
        """Return how many memories have no vector yet."""
        model = self.model
        return await self._store.read(lambda r: missing_count(r, model))

    async def complete(self, tell: Callable[[Progress], None] | None = None) -> None:
        """Make all vectors that are missing, batch by batch; may be cancelled and gone on with later.

        Raises:
            EmbeddingFailure: The model does not answer.
        """
        model, done = self.model, 0
        while batch := await self._store.read(
            lambda r: missing(r, model, limit=_BATCH)
        ):
            total = done + await self.lacking()
            vectors = await self.embedder.documents([text for _, text in batch])
            made = {
                rank: (text, vector)
                for (rank, text), vector in zip(batch, vectors, strict=True)
            }
            await self._store.write(lambda w, made=made: put_vectors(w, model, made))  # type: ignore[misc]
            await self.open()
            await self.follow(made.keys())
            done += len(batch)
            if tell:
                tell(Progress(model=model, done=done, total=max(total, done)))

    async def close(self) -> None:
        """Close the index; the embedder stays its owner's."""
        if self.keeper:
            await self.keeper.close()
