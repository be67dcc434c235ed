"""What every index must do, told by checks that know neither pytest nor which index they try."""

from collections.abc import Awaitable, Callable, Collection, Sequence
import random
from typing import Final

import numpy as np

from custom_components.kaizen.memory.index.protocol import (
    Hit,
    IndexFailure,
    Space,
    VectorIndex,
)
from custom_components.kaizen.memory.model import HOUSE, Scope, person, room
from custom_components.kaizen.memory.store import Entry, Vector
from custom_components.kaizen.memory.store.vectors import loaded, stored, vector_digest

from tests.memory.rig import ELENA, MAX, vector

SPACE: Final = Space("test/Model:latest", 16)
KITCHEN: Final = room("kitchen")

type Make = Callable[[Space], VectorIndex]
"""Makes another index on what the ones before have left behind."""


def entry(rank: int, scope: Scope = ELENA, seed: int | None = None) -> Entry:
    """Return an entry as the store would hand it out."""
    data = stored(vector(rank if seed is None else seed, SPACE.dimension))
    return Entry(rank, scope, vector_digest(rank, data), loaded(data))


def brute_force(
    entries: Sequence[Entry], query: Vector, scopes: Collection[Scope], limit: int
) -> list[Hit]:
    """Return what is nearest, the slow way."""
    unit = query.astype(np.float64) / np.linalg.norm(query)
    hits = [
        Hit(e.rank, float(e.vector.astype(np.float64) @ unit))
        for e in entries
        if e.scope in scopes
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.rank))[:limit]


def assert_same(found: Sequence[Hit], wanted: Sequence[Hit]) -> None:
    """Compare: as many, with the same scores, and the same ranks where scores are not close."""
    assert len(found) == len(wanted), (found, wanted)
    for ours, theirs in zip(found, wanted, strict=True):
        assert abs(ours.score - theirs.score) < 2e-3, (ours, theirs)
        others = {hit.rank for hit in wanted if abs(hit.score - ours.score) < 4e-3}
        assert ours.rank in others | {theirs.rank}, (ours, theirs)


async def answers_as_brute_force_does(make: Make) -> None:
    """After any mixture of adding, replacing, moving and removing."""
    index = make(SPACE)
    await index.open()
    rng = random.Random(7)
    truth: dict[int, Entry] = {}
    scopes = (ELENA, MAX, KITCHEN, HOUSE)
    for step in range(40):
        ranks = rng.sample(range(1, 200), 10)
        if step % 4 == 3:
            await index.remove(ranks)
            for rank in ranks:
                truth.pop(rank, None)
        else:
            batch = [
                entry(rank, rng.choice(scopes), seed=rng.randrange(9999))
                for rank in ranks
            ]
            await index.put(batch)
            truth |= {one.rank: one for one in batch}
        if step % 5 == 0:
            query = vector(step, SPACE.dimension)
            some = rng.sample(scopes, 2)
            assert_same(
                await index.search(query, some, 10),
                brute_force([*truth.values()], query, some, 10),
            )
    contents = await index.contents()
    assert {
        (scope, rank, digest)
        for scope, digests in contents.items()
        for rank, digest in digests.items()
    } == {(one.scope, one.rank, one.digest) for one in truth.values()}
    await index.close()


async def finds_what_is_nearest(make: Make) -> None:
    """Itself first, with a score of one."""
    index = make(SPACE)
    await index.open()
    await index.put([entry(rank) for rank in range(1, 30)])
    (hit,) = await index.search(entry(12).vector * 5, [ELENA], 1)
    assert (hit.rank, round(hit.score, 2)) == (12, 1.0)
    await index.close()


async def keeps_to_the_scopes(make: Make) -> None:
    """Nobody hears of what is another's, however near it is."""
    index = make(SPACE)
    await index.open()
    await index.put([entry(1, ELENA), entry(2, MAX, seed=1), entry(3, HOUSE, seed=5)])
    query = entry(1).vector
    assert {hit.rank for hit in await index.search(query, [MAX, HOUSE], 9)} == {2, 3}
    assert await index.search(query, [], 9) == []
    assert await index.search(query, [person("nobody")], 9) == []
    await index.close()


async def moves_an_entry_to_its_new_scope(make: Make) -> None:
    """It is in the old one no more."""
    index = make(SPACE)
    await index.open()
    await index.put([entry(1, ELENA)])
    await index.put([entry(1, MAX)])
    assert await index.search(entry(1).vector, [ELENA], 9) == []
    assert [hit.rank for hit in await index.search(entry(1).vector, [MAX], 9)] == [1]
    assert set(await index.contents()) == {MAX}
    await index.close()


async def breaks_ties_by_age(make: Make) -> None:
    """The older one first, every time."""
    index = make(SPACE)
    await index.open()
    await index.put([entry(rank, seed=3) for rank in (9, 4, 7, 2, 11)])
    hits = await index.search(entry(1, seed=3).vector, [ELENA], 3)
    assert len({round(hit.score, 3) for hit in hits}) == 1
    assert [hit.rank for hit in hits] == sorted(hit.rank for hit in hits)
    await index.close()


async def takes_unknown_ranks_and_nothing_calmly(make: Make) -> None:
    """Twice removed is removed."""
    index = make(SPACE)
    await index.open()
    await index.put([])
    await index.remove([])
    await index.remove([404])
    assert await index.contents() == {}
    await index.put([entry(1)])
    await index.remove([1])
    await index.remove([1])
    assert await index.contents() == {}
    assert await index.search(entry(1).vector, [ELENA], 5) == []
    await index.close()


async def drops_a_scope_whole(make: Make) -> None:
    """And no other; it can be filled again."""
    index = make(SPACE)
    await index.open()
    await index.put([entry(1, ELENA), entry(2, MAX)])
    await index.drop(ELENA)
    await index.drop(person("nobody"))
    assert set(await index.contents()) == {MAX}
    await index.put([entry(1, ELENA, seed=8)])
    assert set(await index.contents()) == {ELENA, MAX}
    await index.close()


async def refuses_vectors_of_another_length(make: Make) -> None:
    """With a failure of its own kind, and stays usable."""
    index = make(SPACE)
    await index.open()
    await index.put([entry(1)])
    data = stored(vector(2, 8))
    try:
        await index.put([Entry(2, ELENA, 1, loaded(data))])
    except IndexFailure:
        pass
    else:
        raise AssertionError("A vector of another length was taken")
    assert len(await index.search(entry(1).vector, [ELENA], 5)) == 1
    await index.close()


async def keeps_spaces_apart(make: Make) -> None:
    """Vectors of two models never meet."""
    first, second = make(SPACE), make(Space("other", SPACE.dimension))
    await first.open()
    await second.open()
    await first.put([entry(1)])
    await second.put([entry(2)])
    assert set((await first.contents())[ELENA]) == {1}
    assert set((await second.contents())[ELENA]) == {2}
    await first.close()
    await second.close()


CHECKS: Final[Sequence[Callable[[Make], Awaitable[None]]]] = (
    answers_as_brute_force_does,
    finds_what_is_nearest,
    keeps_to_the_scopes,
    moves_an_entry_to_its_new_scope,
    breaks_ties_by_age,
    takes_unknown_ranks_and_nothing_calmly,
    drops_a_scope_whole,
    refuses_vectors_of_another_length,
    keeps_spaces_apart,
)


async def survives_being_closed(make: Make) -> None:
    """What is on disk is found again; only by its own store."""
    index = make(SPACE)
    await index.open()
    await index.put([entry(rank) for rank in range(1, 1200)])
    before = await index.search(entry(5).vector, [ELENA], 5)
    await index.close()
    again = make(SPACE)
    await again.open()
    assert len((await again.contents())[ELENA]) == 1199
    assert_same(await again.search(entry(5).vector, [ELENA], 5), before)
    await again.remove([5])
    assert len((await again.contents())[ELENA]) == 1198
    await again.close()


LASTING: Final = (survives_being_closed,)
"""Of those that keep something on disk."""
