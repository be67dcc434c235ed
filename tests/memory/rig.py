"""Memories in as few words as possible."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from custom_components.kaizen.memory.model import (
    Channel,
    Draft,
    Provenance,
    Scope,
    person,
)
from custom_components.kaizen.memory.store import Undoer, Vector
from custom_components.kaizen.memory.store.connection import open_for_writing

ROOT: Final = Path(__file__).parents[2]
OTHERS: Final = ROOT / ".setup" / "env" / "memory"
"""The environment with Chroma, and with others' runtime of MiniLM."""

START: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
ELENA: Final = person("elena")
MAX: Final = person("max")
OWNER: Final = "owner"


class Clock:
    """Time that passes by a second whenever it is asked, and when told."""

    def __init__(self) -> None:
        """Begin at noon."""
        self.now = START

    def __call__(self) -> datetime:
        """Return the time."""
        self.now += timedelta(seconds=1)
        return self.now

    def pass_by(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


def draft(text: str, scope: Scope = ELENA, **more: Any) -> Draft:
    """Return a memory somebody typed."""
    came = Provenance(
        channel=Channel.TYPED,
        at=START,
        speaker="elena",
        conversation_id="c1",
        utterance=f"remember: {text}",
    )
    return Draft(**{"text": text, "scope": scope, "provenance": came, **more})


@contextmanager
def writing(folder: Path, clock: Clock | None = None) -> Iterator[Undoer]:
    """Open a store without threads."""
    connection = open_for_writing(folder / "memory.db")
    try:
        yield Undoer(connection, clock or Clock())
    finally:
        connection.close()


def vector(seed: int, dimension: int = 8) -> Vector:
    """Return a direction, the same for the same seed."""
    return np.random.default_rng(seed).standard_normal(dimension, dtype=np.float32)
