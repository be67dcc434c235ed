"""The server: listens, lets faults strike, routes, keeps the journal."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
import json
from typing import Any, Final, Self

from aiohttp import web

from .answers import Backend
from .catalogue import Catalogue
from .chat import Chat
from .clock import Clock
from .control import CONTROL, control_routes
from .engine import Engine, Speed
from .faults import Fault, Faults, Planned
from .journal import Journal, JournalEntry
from .models import INSTALLED, REGISTRY, Library, ModelCard
from .script import Script
from .wire import ENTRY, FAULT, WireError, error, hang_up

VERSION: Final = "0.33.0"

_LARGEST_BODY: Final = 64 * 1024 * 1024

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_WEB_PAGE: Final = (
    "<!DOCTYPE html><html><head><title>Router</title></head>"
    "<body><h1>Welcome</h1></body></html>"
)


class OllamaSimulator:
    """An Ollama server on 127.0.0.1; an async context manager."""

    def __init__(
        self,
        *,
        port: int = 0,
        backend: Backend | None = None,
        models: Iterable[ModelCard] = INSTALLED,
        registry: Iterable[ModelCard] = REGISTRY,
        token: str | None = None,
        speed: Speed = Speed(),
        gpu_share: float = 1.0,
        version: str = VERSION,
    ) -> None:
        """Prepare a server; `token` is the bearer token it wants, port 0 any free port (kept when it comes back)."""
        self.script = Script()
        self.journal = Journal()
        self.clock = Clock()
        self.library = Library(models, registry)
        self.engine = Engine(self.clock, gpu_share)
        self.faults = Faults()
        self.token = token
        self.version = version
        self.port = port
        self.backend = self.script if backend is None else backend
        self._catalogue = Catalogue(self.library, self.engine, self.clock)
        self._chat = Chat(
            self.backend, self.library, self.engine, speed, self.clock.timestamp
        )
        self._listener: asyncio.Server | None = None
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Return the address clients use."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.close()

    async def start(self) -> None:
        """Load the backend and listen."""
        await self.backend.start()
        self._runner = web.AppRunner(
            self._application(), handler_cancellation=True, access_log=None
        )
        await self._runner.setup()
        await self.listen()

    async def close(self) -> None:
        """Cut every connection and stop listening."""
        self.faults.heal()
        await self.refuse()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        await self.backend.close()

    async def listen(self) -> None:
        """Accept connections, on the same port as before."""
        if self._listener is not None or self._runner is None:
            return
        factory = self._runner.server
        assert factory is not None
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(factory, "127.0.0.1", self.port)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def refuse(self) -> None:
        """Stop listening and cut what is open, as a server that died."""
        if (listener := self._listener) is None:
            return
        self._listener = None
        listener.close()
        listener.abort_clients()
        await listener.wait_closed()

    async def fault(
        self,
        fault: Fault | str,
        *,
        times: int | None = None,
        path: str | None = None,
        after: int = 1,
        delay: float | None = None,
    ) -> None:
        """Let a fault strike the next `times` requests (or all), on one path (or all but the control routes)."""
        fault = Fault(fault)
        if fault is Fault.REFUSED:
            await self.refuse()
            return
        self.faults.plan(
            Planned(fault=fault, times=times, path=path, after=after, delay=delay)
        )

    async def heal(self) -> None:
        """End every fault; a server that refused listens again."""
        self.faults.heal()
        await self.listen()

    async def reset(self) -> None:
        """Forget journal, script, faults and loaded models; models on disk stay."""
        await self.heal()
        self.journal.clear()
        self.script.clear()
        self.engine.unload_all()

    def _application(self) -> web.Application:
        app = web.Application(
            middlewares=[self._middleware], client_max_size=_LARGEST_BODY
        )
        app.on_response_prepare.append(self._note_answer)
        catalogue = self._catalogue
        app.add_routes(
            [
                web.get("/", self._root),
                web.get("/api/version", self._version),
                web.get("/api/tags", catalogue.tags),
                web.get("/api/ps", catalogue.loaded),
                web.post("/api/show", catalogue.show),
                web.post("/api/embed", catalogue.embed),
                web.post("/api/pull", catalogue.pull),
                web.post("/api/create", catalogue.create),
                web.delete("/api/delete", catalogue.delete),
                web.post("/api/chat", self._chat.handle),
                *control_routes(self),
            ]
        )
        return app

    @web.middleware
    async def _middleware(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        if request.path.startswith(CONTROL):
            return await handler(request)
        entry = JournalEntry(path=request.path, body={}, started=self.clock.now())
        request[ENTRY] = entry
        problem = await _read_body(request, entry)
        self.journal.append(entry)
        self.journal.changed()
        try:
            response = problem or await self._answer(request, handler)
            entry.status = response.status
        except asyncio.CancelledError:
            entry.disconnected = True
            raise
        except ConnectionError:
            entry.disconnected = entry.fault is None
            raise
        else:
            return response
        finally:
            entry.finished = self.clock.now()
            self.journal.changed()

    async def _note_answer(self, request: web.Request, _: web.StreamResponse) -> None:
        if entry := request.get(ENTRY):
            entry.answered = self.clock.now()

    async def _answer(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        if planned := self.faults.meet(request.path):
            request[FAULT] = planned
            request[ENTRY].fault = planned.fault.value
            if response := _struck(planned.fault, request):
                return response
        if (
            self.token
            and request.headers.get("Authorization") != f"Bearer {self.token}"
        ):
            return error(401, "unauthorized")
        try:
            return await handler(request)
        except WireError as err:
            return error(err.status, err.message)
        except web.HTTPNotFound:
            return web.Response(status=404, text="404 page not found")
        except web.HTTPMethodNotAllowed:
            return web.Response(status=405, text="405 method not allowed")

    async def _root(self, _: web.Request) -> web.StreamResponse:
        return web.Response(text="Ollama is running")

    async def _version(self, _: web.Request) -> web.StreamResponse:
        return web.json_response({"version": self.version})


async def _read_body(request: web.Request, entry: JournalEntry) -> web.Response | None:
    if request.method not in ("POST", "DELETE"):
        return None
    if not (data := await request.read()):
        return error(400, "missing request body")
    try:
        body: Any = json.loads(data)
    except ValueError:
        return error(400, "invalid character in request body")
    if not isinstance(body, dict):
        return error(400, "json: cannot unmarshal into Go value")
    entry.body, entry.model = body, str(body.get("model") or body.get("name") or "")
    return None


def _struck(fault: Fault, request: web.Request) -> web.Response | None:
    """Return what a fault sends in place of the real answer, if it does."""
    match fault:
        case Fault.RESET:
            hang_up(request, reset=True)
        case Fault.UNAUTHORIZED:
            return error(401, "unauthorized")
        case Fault.MODEL_NOT_FOUND:
            return error(
                404, f"model '{request[ENTRY].body.get('model', '')}' not found"
            )
        case Fault.ERROR_500:
            return error(500, "llama runner process has terminated: exit status 2")
        case Fault.ERROR_503:
            return error(
                503, "server busy, please try again.  maximum pending requests exceeded"
            )
        case Fault.NOT_OLLAMA:
            return web.Response(text=_WEB_PAGE, content_type="text/html")
    return None
