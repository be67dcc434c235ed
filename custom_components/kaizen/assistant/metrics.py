"""What one turn cost, and the running account of an agent."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class TurnMetrics:
    """The measurements of one turn; times in seconds since the agent got the words."""

    first_delta: float | None = None
    """Time to the first word of the answer; None when there was none."""
    total: float = 0.0
    prompt_tokens: int = 0
    """Prompt tokens of the turn's last request, cached ones included."""
    evaluated_tokens: int = 0
    """Prompt tokens the server had to evaluate anew, over all requests of the turn."""
    output_tokens: int = 0
    output_seconds: float = 0.0
    requests: int = 0
    model: str = ""
    error: str | None = None
    """Translation key of the failure that ended or degraded the turn."""

    @property
    def tokens_per_second(self) -> float | None:
        """Generation speed; None when nothing was generated."""
        return self.output_tokens / self.output_seconds if self.output_seconds else None


@dataclass(slots=True)
class AgentMeter:
    """The latest turn of one agent and its count of failures since start."""

    last: TurnMetrics | None = None
    turns: int = 0
    errors: int = 0
    _listeners: list[Callable[[], None]] = field(default_factory=list)

    def record(self, metrics: TurnMetrics) -> None:
        """Account for a finished turn and tell the listeners."""
        self.last = metrics
        self.turns += 1
        self.errors += metrics.error is not None
        for listener in tuple(self._listeners):
            listener()

    def add_listener(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each turn until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
