"""What is known, and where what is learned is kept: the store, and whoever finds what is like a text."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Final, override

from ..model import Channel, Draft, Memory, Scope
from ..store import Filter, Reader, State, Store, Undoer
from .decision import Neighbour
from .learner import Knowledge
from .model import Add, Decision, Ignore

LEARNING: Final = "learning"
"""The actor of what was learned unasked."""
_NEIGHBOURS: Final = 12
_RECENT: Final = 200
"""Newest memories of each state among which those of the last hour are."""

type Similar = Callable[[str, Scope], Awaitable[Iterable[tuple[Memory, float]] | None]]
"""Returns what is near a text in a scope, with its cosine; None when there are no vectors."""


class StoreKnowledge(Knowledge):
    """Knows what the store knows."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], similar: Similar
    ) -> None:
        """Keep in `store`, which stays the caller's."""
        self._store = store
        self._clock = clock
        self._similar = similar

    @override
    async def neighbours(self, draft: Draft) -> Sequence[Neighbour]:
        near = await self._similar(draft.text, draft.scope)
        now = self._clock()

        def by_words(reader: Reader) -> list[Memory]:
            same = reader.same(draft.text, draft.scope)
            like = reader.by_words(
                draft.text, [draft.scope], now=now, limit=_NEIGHBOURS
            )
            return ([same] if same else []) + [memory for memory, _ in like]

        shared = await self._store.read(by_words)
        found = {
            memory.id: Neighbour(memory=memory, similarity=1.0) for memory in shared
        }
        for memory, similarity in near or ():
            found[memory.id] = Neighbour(memory=memory, similarity=similarity)
        return list(found.values())

    @override
    async def learned_since(self, at: datetime) -> int:
        def count(reader: Reader) -> int:
            return sum(
                memory.provenance.channel is Channel.LEARNED and memory.created_at >= at
                for state in State
                for memory in reader.browse(Filter(state=state), limit=_RECENT)
            )

        return await self._store.read(count)

    @override
    async def keep(self, decisions: Sequence[Decision]) -> int:
        return await self._store.write(
            lambda undoer: carry_out(undoer, decisions, actor=LEARNING)
        )


def carry_out(undoer: Undoer, decisions: Sequence[Decision], *, actor: str) -> int:
    """Store all decisions in one change; return how many memories are new."""
    with undoer.change(actor):
        return sum(_carry_out(undoer, one, actor) for one in decisions)


def _carry_out(undoer: Undoer, decision: Decision, actor: str) -> bool:
    if isinstance(decision, Ignore):
        return False
    outdated: list[str] = []
    if not isinstance(decision, Add):
        # Between the question and now somebody may have put one of them into the trash.
        known = [undoer.find(one) for one in decision.ids]
        outdated = [memory.id for memory in known if memory and memory.is_live]
    if outdated:
        return not undoer.supersede(outdated, decision.draft, actor=actor).known
    return not undoer.add(decision.draft, actor=actor).known
