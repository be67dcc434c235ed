"""Reads the tensors out of an ONNX file: the few fields of its protobuf that hold them."""

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

type Tensor = npt.NDArray[np.generic]

# Field numbers of ModelProto, GraphProto and TensorProto in onnx.proto3.
_MODEL_GRAPH: Final = 7
_GRAPH_INITIALIZER: Final = 5
_TENSOR_DIMS, _TENSOR_TYPE, _TENSOR_NAME, _TENSOR_RAW = 1, 2, 8, 9
_TYPES: Final[Mapping[int, npt.DTypeLike]] = {1: "<f4", 3: "<i1", 7: "<i8"}


class NotOnnxError(ValueError):
    """The data is no ONNX model."""


def tensors(data: bytes) -> dict[str, Tensor]:
    """Return the named weights of a model, as views of `data`.

    Raises:
        NotOnnxError: The data cannot be read.
    """
    try:
        graphs = [
            value for field, value in _fields(memoryview(data)) if field == _MODEL_GRAPH
        ]
        (graph,) = graphs
        return dict(
            _tensor(value)
            for field, value in _fields(graph)
            if field == _GRAPH_INITIALIZER and _has_numbers(value)
        )
    except (IndexError, KeyError, TypeError, ValueError) as err:
        raise NotOnnxError("The data is no ONNX model") from err


def _has_numbers(tensor: memoryview | int) -> bool:
    return dict(_fields(tensor)).get(_TENSOR_TYPE) in _TYPES


def _tensor(message: memoryview | int) -> tuple[str, Tensor]:
    found: dict[int, memoryview | int] = {}
    shape: list[int] = []
    for field, value in _fields(message):
        if field == _TENSOR_DIMS and isinstance(value, int):
            shape.append(value)
        else:
            found[field] = value
    name, kind, raw = (
        found[field] for field in (_TENSOR_NAME, _TENSOR_TYPE, _TENSOR_RAW)
    )
    if isinstance(name, int) or isinstance(raw, int) or not isinstance(kind, int):
        raise NotOnnxError("A tensor without name or numbers")
    numbers = np.frombuffer(raw, dtype=_TYPES[kind]).reshape(shape)
    return bytes(name).decode(), numbers


def _fields(message: memoryview | int) -> Iterator[tuple[int, memoryview | int]]:
    """Yield field numbers and values of a protobuf message: numbers, or the bytes of anything longer."""
    if isinstance(message, int):
        raise NotOnnxError("A number where a message should be")
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        match key & 7:
            case 0:
                value, at = _varint(message, at)
                yield key >> 3, value
                continue
            case 2:
                length, at = _varint(message, at)
            case 1:
                length = 8
            case 5:
                length = 4
            case _:
                raise NotOnnxError("An unknown kind of field")
        if at + length > len(message):
            raise NotOnnxError("A field without its end")
        yield key >> 3, message[at : at + length]
        at += length


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = message[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at
