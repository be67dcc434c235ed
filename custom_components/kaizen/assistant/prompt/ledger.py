"""What a model server still holds of earlier prompts.

Ollama counts cached tokens into `prompt_eval_count` (since commit 35fa277fa,
2026-06) and reports cache hits nowhere, so the share that had to be read anew is
worked out from the requests Kaizen itself has sent: one slot per model, of which
the longest common prefix is reused (llama-server, `cache_prompt`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class PrefixLedger:
    """The last prompt each model has read, as a list of text segments."""

    _held: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def holds(self, model: str, segments: Sequence[str]) -> bool:
        """Return whether a prompt beginning with `segments` is known to the model."""
        return self._held.get(model, ())[: len(segments)] == tuple(segments)

    def evaluated(self, model: str, segments: Sequence[str], tokens: int) -> int:
        """Return how many of a prompt's `tokens` the server has to read anew."""
        length = sum(map(len, segments))
        if not length:
            return 0
        known = shared_prefix(self._held.get(model, ()), segments)
        return round(tokens * (length - known) / length)

    def record(self, model: str, segments: Sequence[str]) -> None:
        """Note that the model has read, or written, exactly these segments."""
        self._held[model] = tuple(segments)

    def forget(self, model: str) -> None:
        """Note that the model was unloaded or has read something unknown."""
        self._held.pop(model, None)


def shared_prefix(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the length in characters of the longest common prefix."""
    length = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            return length + _shared_characters(mine, theirs)
        length += len(mine)
    return length


def _shared_characters(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    differing = (index for index, (a, b) in enumerate(pairs) if a != b)
    return next(differing, min(len(one), len(other)))
