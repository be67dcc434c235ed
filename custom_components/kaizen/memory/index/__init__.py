"""Indexes of the vectors in the store: disposable, and all alike."""

from .builtin import BuiltinIndex
from .chroma import ChromaIndex
from .chroma_embedded import REQUIREMENT as CHROMA_REQUIREMENT, EmbeddedChroma
from .chroma_http import ChromaServer
from .keeper import Health, IndexKeeper
from .protocol import Hit, IndexDamaged, IndexFailure, Space, VectorIndex

__all__ = [
    "CHROMA_REQUIREMENT",
    "BuiltinIndex",
    "ChromaIndex",
    "ChromaServer",
    "EmbeddedChroma",
    "Health",
    "Hit",
    "IndexDamaged",
    "IndexFailure",
    "IndexKeeper",
    "Space",
    "VectorIndex",
]
