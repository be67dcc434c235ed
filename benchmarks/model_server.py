"""The simulated model server of the benchmark: its own process, so that its work is not counted."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import aiohttp

from tests.harness import free_port, running, stand_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One request, as the server saw it; times in seconds since the epoch."""

    started: float
    answered: float
    finished: float
    prompt_tokens: int
    cached_tokens: int

    @classmethod
    def from_journal(cls, entry: dict[str, Any]) -> Self:
        """Read an entry of the simulator's journal."""
        return cls(**{name: entry[name] for name in cls.__slots__})


class ModelServer:
    """Steers the simulator through its control routes."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        """Use the server at `url`."""
        self.url = url
        self._session = session

    async def prepare(self, answers: Sequence[Any]) -> None:
        """Forget everything and have these answers ready."""
        await self._post("reset", {})
        await self.queue(answers)

    async def queue(self, answers: Sequence[Any]) -> None:
        """Have more answers ready; what was asked before is still known."""
        await self._post("script", {"answers": list(answers)})

    async def served(self) -> list[Served]:
        """Return the chat requests since the last reset, once all have ended."""
        while True:
            async with self._session.get(f"{self.url}/_control/journal") as response:
                journal = await response.json()
            chats = [entry for entry in journal if entry["path"] == "/api/chat"]
            if all(entry["finished"] for entry in chats):
                return [Served.from_journal(entry) for entry in chats]

    async def _post(self, route: str, body: Any) -> None:
        url = f"{self.url}/_control/{route}"
        async with self._session.post(url, json=body) as response:
            response.raise_for_status()


@asynccontextmanager
async def running_server(folder: Path) -> AsyncGenerator[ModelServer]:
    """Run a server that answers without delay."""
    process = stand_in(port=free_port(), log=folder / "model_server.log")
    async with running(process), aiohttp.ClientSession() as session:
        yield ModelServer(process.url, session)
