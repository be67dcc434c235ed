"""What the server was asked, and what it cost."""

import asyncio
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class JournalEntry:
    """One request; the counts are zero where no model was asked."""

    path: str
    body: dict[str, Any]
    started: float
    """Seconds since the epoch, by the simulator's clock."""
    answered: float | None = None
    """When the head of the answer went out, the first line right behind it."""
    finished: float | None = None
    status: int | None = None
    """HTTP status; None until the head of the answer was sent."""
    fault: str | None = None
    """The fault that struck it."""
    disconnected: bool = False
    """Whether the client hung up before the end."""
    model: str = ""
    prompt: str = ""
    """The rendered prompt."""
    truncated: bool = False
    """Whether messages were dropped, or the prompt cut, to fit the context."""
    prompt_tokens: int = 0
    cached_tokens: int = 0
    evaluated_tokens: int = 0
    append_only: bool = False
    """Whether the prompt went on where the slot stood: all a hybrid model can reuse without a checkpoint."""
    output_tokens: int = 0
    load: str = ""
    """How the model came: "warm", "load" or "reload"."""
    answer: str = ""
    """The words sent."""
    tool_calls: list[dict[str, Any]] = field(default_factory=list)
    done_reason: str | None = None
    load_duration: float = 0.0
    prompt_duration: float = 0.0
    output_duration: float = 0.0
    """Durations as reported to the client, in seconds."""


class Journal(list[JournalEntry]):
    """Every request since the start, oldest first."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._changed = asyncio.Event()

    @property
    def chats(self) -> list[JournalEntry]:
        """Return the requests to /api/chat."""
        return self.of("/api/chat")

    @property
    def reloads(self) -> int:
        """Return how often a loaded model had to be loaded anew because its options changed."""
        return sum(entry.load == "reload" for entry in self)

    def of(self, path: str) -> list[JournalEntry]:
        """Return the requests to a path."""
        return [entry for entry in self if entry.path == path]

    def changed(self) -> None:
        """Wake those who wait for something to happen."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait(
        self, count: int = 1, *, path: str = "/api/chat", finished: bool = False
    ) -> list[JournalEntry]:
        """Return a path's requests once there are this many (and, if wanted, they have ended)."""
        while True:
            seen = [e for e in self.of(path) if not finished or e.finished is not None]
            if len(seen) >= count:
                return seen
            await self._changed.wait()

    def as_json(self) -> list[dict[str, Any]]:
        """Return the journal for the control route."""
        return [asdict(entry) for entry in self]
