"""What each embedding model wants to read, and how near is near for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a model is used."""

    query: str = ""
    """Stands before a question."""
    document: str = ""
    """Stands before what is remembered."""
    floor: float = 0.30
    """Cosine below which a memory has nothing to do with a question."""
    usual: float = 0.45
    """Cosine of a memory that answers a question, in the middle of what was seen."""


_INSTRUCTION: Final = (
    "Instruct: Given a question or a wish of a person at home, find what is known about the person that matters for it"
    "\nQuery: "
)
DEFAULT: Final = Recipe()

# Prefixes are those of the models' own cards. floor and usual are measured for MiniLM; the others' are where their
# makers' examples put unrelated and matching texts, until benchmarks/memory_quality.py is run with them.
RECIPES: Final[Mapping[str, Recipe]] = {
    "mxbai-embed-large": Recipe(
        query="Represent this sentence for searching relevant passages: ",
        floor=0.50,
        usual=0.65,
    ),
    "mxbai-embed-xsmall": Recipe(
        query="Represent this sentence for searching relevant passages: ",
        floor=0.45,
        usual=0.60,
    ),
    "nomic-embed-text": Recipe(
        query="search_query: ", document="search_document: ", floor=0.55, usual=0.68
    ),
    "snowflake-arctic-embed2": Recipe(query="query: ", floor=0.35, usual=0.50),
    "snowflake-arctic-embed": Recipe(
        query="Represent this sentence for searching relevant passages: ",
        floor=0.35,
        usual=0.50,
    ),
    "multilingual-e5": Recipe(
        query="query: ", document="passage: ", floor=0.78, usual=0.85
    ),
    "e5": Recipe(query="query: ", document="passage: ", floor=0.75, usual=0.83),
    "qwen3-embedding": Recipe(query=_INSTRUCTION, floor=0.35, usual=0.55),
    "embeddinggemma": Recipe(
        query="task: search result | query: ",
        document="title: none | text: ",
        floor=0.35,
        usual=0.50,
    ),
    "bge-m3": Recipe(floor=0.45, usual=0.60),
    "bge-large": Recipe(
        query="Represent this sentence for searching relevant passages: ",
        floor=0.55,
        usual=0.68,
    ),
    "granite-embedding": Recipe(floor=0.50, usual=0.65),
    "paraphrase-multilingual": Recipe(),
    "all-minilm": Recipe(),
}


def recipe_for(model: str) -> Recipe:
    """Return how a model is used, by what its name contains; of several the longest."""
    name = model.lower()
    known = [key for key in RECIPES if key in name]
    return RECIPES[max(known, key=len)] if known else DEFAULT
