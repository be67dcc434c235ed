"""Asks every question of a real library, and notes what was told and how the candidates were ranked."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from custom_components.kaizen.memory.embedding import Embedder, Recipe
from custom_components.kaizen.memory.library import Library
from custom_components.kaizen.memory.recall import (
    Audience,
    Candidate,
    Question,
    SecondLook,
    Why,
    second_look,
)
from custom_components.kaizen.memory.recall_look import Sign, signs_of
from custom_components.kaizen.memory.store import Store

from .questions import Asked, Evaluation

NOW: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one question got."""

    asked: Asked
    place: int | None
    """Of the best memory that answers among those found, from 0, told or not; 0 if it is pinned, None if not found."""
    pinned: tuple[str, ...]
    """Ids of what is told in every turn."""
    told: tuple[str, ...]
    """Ids of what else would be in the prompt."""
    signs: Mapping[Sign, float]

    @property
    def answered(self) -> bool:
        """Return whether an answer was told."""
        return not self.asked.wanted.isdisjoint(self.told + self.pinned)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Shares of questions; None where there are none."""

    hits: tuple[float, ...]
    """Answers ranked first, in the first five, in the first ten."""
    kept: float
    """Of the questions with an answer, those whose answer is told."""
    false: float
    """Of the questions without one, those that something is told for, pins aside."""
    told: float
    """Memories told in a turn in which any is told, on average, pins aside."""


class _Watch:
    """A second look that remembers what it saw."""

    def __init__(self, look: SecondLook) -> None:
        self._look = look
        self.ranked: list[int] = []
        self.signs: Mapping[Sign, float] = {}

    def __call__(
        self, question: Question, candidates: Sequence[Candidate], recipe: Recipe
    ) -> Sequence[float]:
        confidences = self._look(question, candidates, recipe)
        pairs = zip(confidences, candidates, strict=True)
        ranked = sorted(pairs, key=lambda pair: (-pair[0], pair[1].memory.rank))
        self.ranked = [one.memory.rank for _, one in ranked]
        self.signs = signs_of(question, candidates, recipe)
        return confidences


async def judge(
    evaluation: Evaluation, embedder: Embedder | None, look: SecondLook = second_look
) -> list[Judged]:
    """Return what each question gets; without an embedder, words find."""
    with TemporaryDirectory(prefix="kaizen-quality-") as folder:
        store = await Store.open(Path(folder) / "memory.db", lambda: NOW)
        ids: dict[int, str] = {}
        for id_, draft in evaluation.memories.items():
            added = await store.write(lambda w, draft=draft: w.add(draft, actor="me"))  # type: ignore[misc]
            ids[added.memory.rank] = id_
        library = Library(store, embedder, lambda _: None)
        await library.start()
        await library.upkeep.settled()
        judged = [await _ask(library, one, ids, look) for one in evaluation.questions]
        await library.close()
        await store.close()
    return judged


async def _ask(
    library: Library, asked: Asked, ids: Mapping[int, str], look: SecondLook
) -> Judged:
    watch = _Watch(look)
    audience = Audience(user_id=asked.speaker, area_id=asked.area)
    recall = await library.recall(asked.text, audience, now=NOW, look=watch)
    ranked = [ids[rank] for rank in watch.ranked]
    pinned = tuple(
        ids[one.memory.rank] for one in recall.memories if one.why is Why.PINNED
    )
    places = [ranked.index(id_) for id_ in asked.wanted if id_ in ranked]
    places += [0 for id_ in asked.wanted if id_ in pinned]
    return Judged(
        asked=asked,
        place=min(places, default=None),
        pinned=pinned,
        told=tuple(
            ids[one.memory.rank] for one in recall.memories if one.why is not Why.PINNED
        ),
        signs=watch.signs,
    )


def score(judged: Collection[Judged]) -> Score:
    """Return the shares."""
    with_answer = [one for one in judged if one.asked.wanted]
    without = [one for one in judged if not one.asked.wanted]
    told = [len(one.told) for one in judged if one.told]
    return Score(
        hits=tuple(
            _share(one.place is not None and one.place < most for one in with_answer)
            for most in (1, 5, 10)
        ),
        kept=_share(one.answered for one in with_answer),
        false=_share(bool(one.told) for one in without),
        told=sum(told) / len(told) if told else 0.0,
    )


def by_kind(judged: Collection[Judged]) -> Iterator[tuple[str, list[Judged]]]:
    """Yield the kinds of questions, in the order they were asked."""
    for kind in dict.fromkeys(one.asked.kind for one in judged):
        yield kind, [one for one in judged if one.asked.kind == kind]


def _share(values: Iterator[bool]) -> float:
    known = list(values)
    return sum(known) / len(known) if known else float("nan")
