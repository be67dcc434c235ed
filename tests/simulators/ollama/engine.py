"""Which models are loaded, with which options, and what their prefix cache holds."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from .clock import Clock
from .models import ModelCard

DEFAULT_NUM_CTX: Final = 4096

_RUNNER_OPTIONS: Final = (
    "num_ctx",
    "num_batch",
    "num_gpu",
    "main_gpu",
    "use_mmap",
    "num_thread",
)
"""Options a model is loaded with: a request that changes one loads it anew."""
_WHOLE_NUMBERS: Final = frozenset(
    {*_RUNNER_OPTIONS, "num_keep", "seed", "num_predict", "top_k", "repeat_last_n"}
) - {"use_mmap"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """How fast the simulated machine is; durations are computed from it, never waited for."""

    load: float = 2.0
    """Seconds to load a model."""
    prompt: float = 2000.0
    """Prompt tokens evaluated per second."""
    output: float = 50.0
    """Tokens written per second."""


@dataclass(slots=True, kw_only=True)
class Runner:
    """A loaded model with its one slot."""

    card: ModelCard
    options: Mapping[str, Any]
    context_length: int
    keep_alive: float
    expires_at: float
    gpu_share: float
    slot: list[str] = field(default_factory=list)
    """The tokens whose state is still in memory: the last prompt and what was written after it."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while a request uses the slot; others wait."""

    @property
    def size(self) -> int:
        """Memory taken, in bytes."""
        return self.card.size + self.context_length * self.card.context_bytes

    @property
    def size_vram(self) -> int:
        """Memory taken on the GPU, in bytes."""
        return int(self.size * self.gpu_share)


class Engine:
    """Loads and unloads models the way the server's scheduler does."""

    def __init__(self, clock: Clock, gpu_share: float = 1.0) -> None:
        """Start with nothing loaded; `gpu_share` of a model's memory is the GPU's."""
        self._clock = clock
        self._gpu_share = gpu_share
        self._runners: dict[str, Runner] = {}
        self.loads = 0
        self.reloads = 0

    @property
    def loaded(self) -> list[Runner]:
        """Return the loaded models, the one that stays longest first."""
        now = self._clock.now()
        for weights, runner in list(self._runners.items()):
            if runner.expires_at <= now and not runner.turn.locked():
                del self._runners[weights]
        return sorted(self._runners.values(), key=lambda r: -r.expires_at)

    def load(
        self, card: ModelCard, body: Mapping[str, Any], keep_alive: float
    ) -> tuple[Runner, str]:
        """Return the runner for a request and how it came: "warm", "load" or "reload"."""
        wanted = runner_options(card, body)
        current = {r.card.weights: r for r in self.loaded}.get(card.weights)
        if current is not None and current.options == wanted:
            current.keep_alive = keep_alive
            current.expires_at = self._clock.now() + max(keep_alive, 1.0)
            return current, "warm"
        how = "load" if current is None else "reload"
        self.loads += 1
        self.reloads += how == "reload"
        runner = Runner(
            card=card,
            options=wanted,
            context_length=wanted["num_ctx"],
            keep_alive=keep_alive,
            expires_at=self._clock.now() + max(keep_alive, 1.0),
            gpu_share=self._gpu_share,
        )
        self._runners[card.weights] = runner
        return runner, how

    def finished(self, runner: Runner) -> None:
        """Start the countdown to unloading; with a `keep_alive` of 0 it is over at once."""
        runner.expires_at = self._clock.now() + runner.keep_alive

    def unload(self, card: ModelCard) -> None:
        """Take a model out of memory."""
        self._runners.pop(card.weights, None)

    def unload_all(self) -> None:
        """Forget every model and every count."""
        self._runners.clear()
        self.loads = self.reloads = 0


def runner_options(card: ModelCard, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what makes a runner what it is: options, the model's own below the request's, and `shift`."""
    merged = {**card.parameters, **(body.get("options") or {})}
    chosen: dict[str, Any] = {
        name: merged[name] for name in _RUNNER_OPTIONS if merged.get(name)
    }
    context = int(chosen.get("num_ctx", DEFAULT_NUM_CTX))
    chosen["num_ctx"] = min(context, card.context_length)
    chosen["shift"] = body.get("shift") is not False
    return chosen


def wrong_option(options: Mapping[str, Any]) -> str | None:
    """Return the server's complaint about an option of the wrong type."""
    for name, value in options.items():
        if name in _WHOLE_NUMBERS and (
            isinstance(value, bool) or not isinstance(value, int | float)
        ):
            return f'option "{name}" must be of type integer'
    return None
