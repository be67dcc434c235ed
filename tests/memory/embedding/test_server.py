"""Embedding by a model server: prefixes, batches, the cache, failures."""

from collections.abc import Sequence

import aiohttp
import pytest

from custom_components.kaizen.assistant.ollama import OllamaClient, OllamaError
from custom_components.kaizen.memory.embedding import (
    EmbeddingFailure,
    ServerEmbedder,
    recipe_for,
)

from tests.simulators.ollama import OllamaSimulator


class Recorder:
    """A server that notes what it is asked."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.asked: list[Sequence[str]] = []
        self.answer: list[list[float]] | None = None

    async def __call__(self, model: str, texts: Sequence[str]) -> list[list[float]]:
        """Return vectors that differ by text."""
        self.asked.append(texts)
        if self.answer is None:
            return [[1.0, float(len(text))] for text in texts]
        return self.answer


@pytest.mark.parametrize(
    ("model", "query", "document"),
    [
        (
            "mxbai-embed-large:latest",
            "Represent this sentence for searching relevant passages: q",
            "d",
        ),
        ("nomic-embed-text:v1.5", "search_query: q", "search_document: d"),
        ("jeffh/intfloat-multilingual-e5-large:f16", "query: q", "passage: d"),
        ("bge-m3", "q", "d"),
        ("all-minilm:l6-v2", "q", "d"),
        ("somebody/new-model", "q", "d"),
    ],
)
async def test_each_model_reads_its_own_prefixes(
    model: str, query: str, document: str
) -> None:
    """Questions with one, memories with another."""
    server = Recorder()
    embedder = ServerEmbedder(model, server, ())
    await embedder.query("q")
    await embedder.documents(["d"])
    assert server.asked == [[query], [document]]


def test_qwen_is_told_what_to_look_for() -> None:
    """In an instruction before the question."""
    assert recipe_for("qwen3-embedding:0.6b").query.startswith("Instruct: ")


def test_another_prefix_is_another_space() -> None:
    """Vectors of texts read otherwise are never compared."""
    names = {
        ServerEmbedder(model, Recorder(), ()).model
        for model in ("nomic-embed-text", "bge-m3")
    }
    assert names == {"nomic-embed-text search_document:", "bge-m3"}


async def test_many_texts_are_asked_in_batches() -> None:
    """In their order."""
    server = Recorder()
    vectors = await ServerEmbedder("bge-m3", server, ()).documents(
        ["x" * n for n in range(70)]
    )
    assert [len(batch) for batch in server.asked] == [32, 32, 6]
    assert [vector[1] for vector in vectors] == list(range(70))


async def test_a_question_is_asked_once_and_old_ones_are_forgotten() -> None:
    """The cache is bounded."""
    server = Recorder()
    embedder = ServerEmbedder("bge-m3", server, ())
    for _ in range(2):
        await embedder.query("first")
    assert len(server.asked) == 1
    for n in range(256):
        await embedder.query(str(n))
    await embedder.query("first")
    assert len(server.asked) == 258


@pytest.mark.parametrize(
    "answer", [[], [[1.0], [2.0]], [[]], [[0.0, 0.0]], [[float("nan")]], [["x"]]]
)
async def test_what_is_no_vector_is_refused(answer: list[list[float]]) -> None:
    """Whatever the server says."""
    server = Recorder()
    server.answer = answer
    with pytest.raises(EmbeddingFailure):
        await ServerEmbedder("bge-m3", server, ()).query("q")


async def test_with_an_ollama_server(socket_enabled: None) -> None:
    """The client of the assistant fits; a model that is not there is a failure without the text."""
    async with OllamaSimulator() as simulator, aiohttp.ClientSession() as session:
        client = OllamaClient(session, simulator.url)
        embedder = ServerEmbedder("mxbai-embed-large", client.embed, (OllamaError,))
        assert len(await embedder.query("Where are my keys?")) == 1024
        missing = ServerEmbedder("not-there", client.embed, (OllamaError,))
        with pytest.raises(EmbeddingFailure) as failed:
            await missing.query("my secret wish")
        assert "secret" not in str(failed.value)
