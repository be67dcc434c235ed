"""The server: lists a model, answers with citations, keeps what it was asked."""

from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web


@dataclass(slots=True, kw_only=True)
class ResponsesSimulator:
    """A server on 127.0.0.1; an async context manager."""

    key: str = "sk-right"
    text: str = "It opens at nine."
    cited: list[tuple[str, str]] = field(default_factory=list)
    """Titles and addresses, cited at the end of the text."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0
    _runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Return the address clients use."""
        return f"http://127.0.0.1:{self.port}/v1"

    async def __aenter__(self) -> Self:
        """Listen."""
        app = web.Application()
        app.router.add_get("/v1/models", self._models)
        app.router.add_post("/v1/responses", self._respond)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        if self._runner:
            await self._runner.cleanup()

    async def _models(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        model = {"id": "searcher", "object": "model", "created": 0, "owned_by": "me"}
        return web.json_response({"object": "list", "data": [model]})

    async def _respond(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        self.asked.append(await request.json())
        notes = [
            {
                "type": "url_citation",
                "start_index": len(self.text),
                "end_index": len(self.text),
                "url": url,
                "title": title,
            }
            for title, url in self.cited
        ]
        message = {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "status": "completed",
            "content": [
                {"type": "output_text", "text": self.text, "annotations": notes}
            ],
        }
        call = {"id": "ws_1", "type": "web_search_call", "status": "completed"}
        return web.json_response(
            {
                "id": "resp_1",
                "object": "response",
                "status": "completed",
                "model": "searcher",
                "output": [call, message],
            }
        )

    def _refused(self, request: web.Request) -> web.Response | None:
        if request.headers.get("Authorization") == f"Bearer {self.key}":
            return None
        problem = {"message": "Incorrect API key provided", "code": "invalid_api_key"}
        return web.json_response({"error": problem}, status=401)
