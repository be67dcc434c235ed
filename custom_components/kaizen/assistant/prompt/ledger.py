"""What a model server still holds of earlier prompts.

Ollama counts cached tokens into `prompt_eval_count` (since commit 35fa277fa,
2026-06) and reports cache hits nowhere, so the share that had to be read anew is
worked out from the requests Kaizen itself has sent: one slot per model, of which
the longest common prefix is reused (llama-server, `cache_prompt`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from .tokens import CHARACTERS_PER_TOKEN

_OPENING: Final = 4
"""Tokens at the end of a prompt that open the answer's place for thoughts.

Qwen's templates do not repeat them when the answer has become history.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A prompt in a model's slot, as text segments."""

    segments: tuple[str, ...]
    counts: Mapping[int, int]
    """Tokens the server counted for a prompt of the first n segments."""
    expires: float
    """When the server unloads the model, on the monotonic clock, in seconds."""

    def cached(self, segments: Sequence[str]) -> int | None:
        """Return how many tokens another prompt shares; None if nothing was counted."""
        shared = shared_prefix(self.segments, segments)
        if not self.counts:
            return None
        distance, count = min(
            (
                (sum(map(len, self.segments[:n])) - shared, count)
                for n, count in self.counts.items()
            ),
            key=lambda anchor: abs(anchor[0]),
        )
        return max(0, round(count - _OPENING - distance / CHARACTERS_PER_TOKEN))


@dataclass(slots=True)
class PrefixLedger:
    """The last prompt each model has read."""

    _models: dict[str, _Held] = field(default_factory=dict)

    def holds(self, model: str, segments: Sequence[str]) -> bool:
        """Return whether a prompt beginning with `segments` is known to the model."""
        held = self._held(model)
        return held is not None and held.segments[: len(segments)] == tuple(segments)

    def evaluated(self, model: str, segments: Sequence[str], tokens: int) -> int:
        """Return how many of a prompt's `tokens` the server has to read anew."""
        if (held := self._held(model)) is None:
            return tokens
        if (cached := held.cached(segments)) is None:
            length = sum(map(len, segments)) or 1
            cached = round(tokens * shared_prefix(held.segments, segments) / length)
        return max(min(tokens, 1), tokens - cached)

    def record(
        self,
        model: str,
        segments: Sequence[str],
        tokens: int = 0,
        *,
        answer: str | None = None,
        output_tokens: int = 0,
        keep_alive: float = -1,
    ) -> None:
        """Note that the model has read these segments, and what the server counted.

        `answer` is what it wrote, if its template repeats answers as they were
        written. `keep_alive` is how long it stays loaded, in seconds; negative for ever.
        """
        counts: dict[int, int] = {}
        if (held := self._held(model)) is not None:
            same = _same_beginning(held.segments, segments)
            counts = {n: count for n, count in held.counts.items() if n <= same}
        if tokens:
            counts[len(segments)] = tokens
        if answer is not None:
            segments = (*segments, answer)
            counts[len(segments)] = tokens + output_tokens
        expires = monotonic() + keep_alive if keep_alive >= 0 else float("inf")
        self._models[model] = _Held(
            segments=tuple(segments), counts=counts, expires=expires
        )

    def forget(self, model: str) -> None:
        """Note that the model was unloaded or has read something unknown."""
        self._models.pop(model, None)

    def _held(self, model: str) -> _Held | None:
        held = self._models.get(model)
        return held if held is not None and monotonic() < held.expires else None


def shared_prefix(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the length in characters of the longest common prefix."""
    same = _same_beginning(one, other)
    length = sum(map(len, one[:same]))
    if same < min(len(one), len(other)):
        length += _same_beginning(one[same], other[same])
    return length


def _same_beginning(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many segments, or characters, are the same from the start."""
    pairs = zip(one, other, strict=False)
    differing = (index for index, (a, b) in enumerate(pairs) if a != b)
    return next(differing, min(len(one), len(other)))
