"""Store, embedder and index together: what is written is found, and what is asked is answered, whatever fails."""

import asyncio
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from .embedding import Embedder, EmbeddingFailure, Recipe
from .index import Hit
from .model import Memory, person
from .recall import (
    CANDIDATES,
    MOST_ABOUT_PERSON,
    PINNED_MOST,
    Audience,
    Candidate,
    Question,
    Recalled,
    SecondLook,
    about_person,
    choose,
    read_question,
    scopes_of,
    second_look,
)
from .store import Filter, Reader, Store, lacking
from .store.purge import erase_for_good
from .upkeep import By, Spawn, Upkeep
from .vectoring import MakeIndex

PATIENCE: Final = 2.0
"""Seconds a turn waits for the vector of its question; then words have to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """What a turn is told."""

    question: Question
    memories: tuple[Recalled, ...]
    by: By


class Library:
    """All memories of the house."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder | None,
        make_index: MakeIndex,
        *,
        former: Callable[[str], Embedder | None] = lambda _: None,
        spawn: Spawn = asyncio.create_task,
    ) -> None:
        """Keep `store`, which is closed by its owner, as is every embedder.

        Args:
            store: What is remembered.
            embedder: The wanted model; None finds by words only.
            make_index: What is to hold the vectors of a space.
            former: Returns the embedder of a name that was wanted before, so that it answers until the new one can.
            spawn: Runs the work behind the scenes.
        """
        self.store = store
        self.upkeep = Upkeep(store, embedder, make_index, former, spawn)

    async def start(self) -> None:
        """Begin to keep everything in step."""
        await self.upkeep.start()

    async def close(self) -> None:
        """Stop; what is not done is gone on with at the next start."""
        await self.upkeep.close()

    async def recall(
        self,
        text: str,
        audience: Audience,
        *,
        now: datetime,
        look: SecondLook = second_look,
    ) -> Recall:
        """Return what matters for what was said; empty when nothing does."""
        question = read_question(text)
        if question.about_person and audience.user_id and not audience.guest:
            return await self._recall_person(question, audience, now)
        hits = await self._near(question, audience)
        found, pinned = await self._candidates(question, audience, hits, now)
        memories = choose(
            question,
            found,
            pinned,
            audience=audience,
            recipe=self._recipe,
            now=now,
            look=look,
        )
        by = By.WORDS if hits is None else By.MEANING
        return Recall(question=question, memories=tuple(memories), by=by)

    async def similar(
        self, text: str, audience: Audience
    ) -> list[tuple[Memory, float]]:
        """Return the nearest live memories with their cosine, for proposals: similarity decides nothing.

        Raises:
            EmbeddingFailure: No embedding answers.
        """
        if self.upkeep.serving is None:
            raise EmbeddingFailure("There is no embedding")
        hits = await self.upkeep.serving.near(text, scopes_of(audience), CANDIDATES)
        ranked = await self.store.read(lambda r: r.ranked([hit.rank for hit in hits]))
        return [(ranked[h.rank], h.score) for h in hits if h.rank in ranked]

    async def erase(self, ids: Iterable[str]) -> list[Memory]:
        """Erase for good, in the store and in the index: for the owner alone.

        Raises:
            IndexFailure: It is gone from the store, the index did not answer.
            StillReadError: The rows are gone, a reader kept the journal from being emptied.
            UnknownMemoryError: One of them is not there; nothing was erased.
        """
        erased = await erase_for_good(self.store, ids)
        if self.upkeep.serving and self.upkeep.serving.keeper:
            await self.upkeep.serving.keeper.drop({memory.scope for memory in erased})
        return erased

    @property
    def _recipe(self) -> Recipe:
        return self.upkeep.serving.embedder.recipe if self.upkeep.serving else Recipe()

    async def _recall_person(
        self, question: Question, audience: Audience, now: datetime
    ) -> Recall:
        own = [person(audience.user_id or "")]

        def fetch(reader: Reader) -> list[Memory]:
            pinned = reader.browse(
                Filter(scopes=own, pinned=True), limit=MOST_ABOUT_PERSON
            )
            newest = reader.browse(Filter(scopes=own), limit=2 * MOST_ABOUT_PERSON)
            return list({memory.rank: memory for memory in pinned + newest}.values())

        memories = about_person(
            await self.store.read(fetch), audience=audience, now=now
        )
        return Recall(question=question, memories=tuple(memories), by=By.WORDS)

    async def _near(self, question: Question, audience: Audience) -> list[Hit] | None:
        """Return the nearest memories; None where nothing can be compared."""
        if self.upkeep.serving is None:
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                hits = await self.upkeep.serving.near(
                    question.text, scopes_of(audience), CANDIDATES
                )
        except EmbeddingFailure, TimeoutError:
            self.upkeep.answered(False)
            return None
        self.upkeep.answered(True)
        return hits

    async def _candidates(
        self,
        question: Question,
        audience: Audience,
        hits: Collection[Hit] | None,
        now: datetime,
    ) -> tuple[list[Candidate], list[Memory]]:
        scopes = scopes_of(audience)
        scores = {hit.rank: hit.score for hit in hits or ()}
        # What was said a moment ago may have no vector yet.
        by_words = hits is None or not self.upkeep.is_complete
        model = self.upkeep.serving.model if self.upkeep.serving else ""

        def fetch(reader: Reader) -> tuple[list[Memory], list[Memory]]:
            found = list(reader.ranked(scores).values())
            if by_words:
                near = [
                    memory
                    for memory, _ in reader.by_words(
                        question.text, scopes, now=now, limit=CANDIDATES
                    )
                    if memory.rank not in scores
                ]
                new = lacking(reader, model, [memory.rank for memory in near])
                found += [m for m in near if hits is None or m.rank in new]
            return found, reader.pinned(scopes, now=now, limit=PINNED_MOST)

        found, pinned = await self.store.read(fetch)
        return [
            Candidate(memory=memory, similarity=scores.get(memory.rank))
            for memory in found
        ], pinned
