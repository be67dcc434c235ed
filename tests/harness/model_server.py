"""The simulated Ollama server of another process, told what to answer and asked what it was asked."""

from typing import Any

from .client import Client, Json


class ModelServer:
    """Steers a simulator over its control routes."""

    def __init__(self, url: str) -> None:
        """Take the simulator's address."""
        self.url = url
        self._http = Client(url)

    async def answer(self, *answers: str | Json) -> None:
        """Queue what the model says next: texts, or objects as the control route takes them."""
        await self._control("script", {"answers": list(answers)})

    async def fail(self, fault: str, **details: Any) -> None:
        """Let requests fail from now on."""
        await self._control("fault", {"name": fault, **details})

    async def reset(self) -> None:
        """Forget answers, faults and the journal."""
        await self._control("reset", {})

    async def chats(self) -> list[Json]:
        """Return the chat requests so far."""
        async with self._http as http:
            journal = await http.get("/_control/journal")
        return [entry for entry in journal if entry["path"] == "/api/chat"]

    async def _control(self, what: str, body: Json) -> None:
        async with self._http as http:
            await http.post(f"/_control/{what}", body)
