"""Texts to vectors: by a model on a server, else by a small one of our own."""

from .minilm import REQUIREMENT as MINILM_REQUIREMENT, MiniLmEmbedder, find_weights
from .protocol import Embedder, EmbeddingFailure
from .recipes import Recipe, recipe_for
from .server import DEFAULT_MODEL, Embed, ServerEmbedder

__all__ = [
    "DEFAULT_MODEL",
    "MINILM_REQUIREMENT",
    "Embed",
    "Embedder",
    "EmbeddingFailure",
    "MiniLmEmbedder",
    "Recipe",
    "ServerEmbedder",
    "find_weights",
    "recipe_for",
]
