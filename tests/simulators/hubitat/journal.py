"""What the hub was asked, what it was told to do and what it told: the oracles of a test."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class Request:
    """One request to Maker API, without its token."""

    method: str
    path: str
    """Below the app's address, still encoded, without the query."""
    started: float
    """Seconds since the epoch, by the hub's clock."""
    auth: str
    """Where the token was: "header", "query" or "none"."""
    status: int | None = None
    """HTTP status; None as long as there is no answer."""
    fault: str | None = None
    finished: bool = False
    concurrent: int = 0
    """How many requests were under way when it came, itself included."""
    command: bool = False
    """Whether a device was told something by it."""
    admin: bool = False
    """Whether it changes the hub's configuration: nothing an integration may do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandReceived:
    """A command the hub carried out."""

    device_id: str
    name: str
    arguments: tuple[str, ...]
    at: float


@dataclass(slots=True, kw_only=True)
class WebhookSent:
    """One POST to the webhook."""

    url: str
    body: dict[str, Any]
    at: float
    status: int | None = None
    """The receiver's answer; None if it never came."""
    fault: str | None = None


@dataclass(slots=True)
class Journal:
    """Everything since the start, oldest first."""

    requests: list[Request] = field(default_factory=list)
    commands: list[CommandReceived] = field(default_factory=list)
    webhooks: list[WebhookSent] = field(default_factory=list)
    under_way: int = 0
    max_concurrency: int = 0
    rejected: int = 0
    """Requests refused because too many were pending."""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def begin(self, request: Request) -> None:
        """Note a request that has come."""
        self.under_way += 1
        request.concurrent = self.under_way
        self.max_concurrency = max(self.max_concurrency, self.under_way)
        self.requests.append(request)
        self._notify()

    def end(self, request: Request) -> None:
        """Note that a request is over."""
        self.under_way -= 1
        request.finished = True
        self._notify()

    def paths(self) -> list[str]:
        """Return what was asked for."""
        return [request.path for request in self.requests]

    def commands_to(self, device_id: str) -> list[CommandReceived]:
        """Return what a device was told."""
        return [c for c in self.commands if c.device_id == device_id]

    def repeated(self, within: float) -> list[CommandReceived]:
        """Return the commands that came twice in so many seconds: the same words to the same device."""
        latest: dict[tuple[str, str, tuple[str, ...]], float] = {}
        twice = []
        for command in self.commands:
            key = (command.device_id, command.name, command.arguments)
            if key in latest and command.at - latest[key] <= within:
                twice.append(command)
            latest[key] = command.at
        return twice

    async def wait(self, condition: Callable[[Journal], bool]) -> None:
        """Wait until something is so."""
        while not condition(self):
            await self._changed.wait()

    def command(self, command: CommandReceived) -> None:
        """Note a command."""
        self.commands.append(command)
        self._notify()

    def webhook(self, sent: WebhookSent) -> None:
        """Note a POST that is over."""
        self.webhooks.append(sent)
        self._notify()

    def clear(self) -> None:
        """Forget what was; requests under way still count."""
        self.requests.clear()
        self.commands.clear()
        self.webhooks.clear()
        self.max_concurrency = self.under_way
        self.rejected = 0

    def as_json(self) -> dict[str, Any]:
        """Return the journal for the control port."""
        return {
            "requests": [asdict(entry) for entry in self.requests],
            "commands": [asdict(entry) for entry in self.commands],
            "webhooks": [asdict(entry) for entry in self.webhooks],
            "max_concurrency": self.max_concurrency,
            "rejected": self.rejected,
        }

    def _notify(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
