"""SearXNG's search API, as `searx/webapp.py` and `searx/webutils.py` of the project answer it.

The order of checks is theirs: a format that is not listed is refused with 403 before anything
else; a search for nothing is then answered with 400 and JSON.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
import json
from typing import Any, Final, Self
from urllib.parse import urlsplit

from aiohttp import web

_FORBIDDEN: Final = (
    "<!doctype html>\n<html lang=en>\n<title>403 Forbidden</title>\n<h1>Forbidden</h1>\n"
    "<p>You don&#39;t have the permission to access the requested resource. It is either "
    "read-protected or not readable by the server.</p>\n"
)
_TOO_MANY: Final = (
    "<!doctype html>\n<html lang=en>\n<title>429 Too Many Requests</title>\n"
    "<h1>Too Many Requests</h1>\n"
)
_BROKEN: Final = "<!doctype html><title>500 Internal Server Error</title><h1>Oops</h1>"
_OTHER: Final = "<!doctype html><title>Router</title><h1>Welcome</h1>"


class Fault(StrEnum):
    """What a client may meet."""

    FORMAT_OFF = "format_off"
    TOO_MANY = "too_many"
    BROKEN = "broken"
    ANOTHER_SERVER = "another_server"
    """200 and a web page."""
    SUSPENDED = "suspended"
    """Every engine has suspended the server: no results, and that is said."""
    NOT_JSON = "not_json"
    LATIN_1 = "latin_1"
    """Texts that are not UTF-8."""
    SILENT = "silent"
    """Nothing is sent until the fault is healed."""
    RESET = "reset"


def row(title: str, url: str, content: str = "", **more: Any) -> dict[str, Any]:
    """Return a result with every field a server of 2026 sends."""
    parts = urlsplit(url)
    return {
        "url": url,
        "title": title,
        "content": content,
        "publishedDate": None,
        "thumbnail": "",
        "engine": "duckduckgo",
        "template": "default.html",
        "parsed_url": [
            *(parts.scheme, parts.netloc, parts.path, "", parts.query, parts.fragment),
        ],
        "img_src": "",
        "priority": "",
        "engines": ["duckduckgo", "brave"],
        "positions": [1, 2],
        "score": 3.0,
        "category": "general",
        **more,
    }


@dataclass(slots=True, kw_only=True)
class SearXNGSimulator:
    """A server on 127.0.0.1; an async context manager."""

    results: list[dict[str, Any]] = field(default_factory=list)
    """What every search finds, unless `found` has the query."""
    found: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    answers: list[Any] = field(default_factory=list)
    fault: Fault | None = None
    delay: float = 0.0
    """Seconds before an answer."""
    asked: list[Mapping[str, str]] = field(default_factory=list)
    """The parameters of every search, in their order; trials without a query are not among them."""
    raw: list[str] = field(default_factory=list)
    """The query strings as they came over the wire."""
    healed: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0
    requests: int = 0
    _runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Return the address clients use."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        """Listen."""
        app = web.Application()
        app.router.add_get("/search", self._search)
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        self.healed.set()
        if self._runner:
            await self._runner.cleanup()

    async def _search(self, request: web.Request) -> web.Response:
        self.requests += 1
        query = request.query.get("q", "")
        if query:
            self.asked.append(dict(request.query))
            self.raw.append(request.rel_url.raw_query_string)
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.fault:
            return await self._fail(self.fault, request, query)
        if request.query.get("format") != "json":
            return web.Response(text=_OTHER, content_type="text/html")
        if not query:
            return web.json_response({"error": "No query"}, status=400)
        return web.json_response(self._body(query, self.found.get(query, self.results)))

    def _body(self, query: str, results: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "query": query,
            "number_of_results": 0,
            "results": results,
            "answers": self.answers,
            "corrections": [],
            "infoboxes": [],
            "suggestions": [],
            "unresponsive_engines": [],
        }

    async def _fail(
        self, fault: Fault, request: web.Request, query: str
    ) -> web.Response:
        match fault:
            case Fault.FORMAT_OFF:
                return web.Response(
                    text=_FORBIDDEN, status=403, content_type="text/html"
                )
            case Fault.TOO_MANY:
                return web.Response(
                    text=_TOO_MANY, status=429, content_type="text/html"
                )
            case Fault.BROKEN:
                return web.Response(text=_BROKEN, status=500, content_type="text/html")
            case Fault.SILENT:
                await self.healed.wait()
            case Fault.RESET if request.transport:
                request.transport.abort()
            case Fault.NOT_JSON:
                return web.Response(text='{"query": "', content_type="application/json")
            case Fault.LATIN_1:
                body = json.dumps(self._body(query, self.results), ensure_ascii=False)
                return web.Response(
                    body=body.encode("latin-1"), content_type="application/json"
                )
            case Fault.SUSPENDED:
                body_ = self._body(query, []) | {
                    "unresponsive_engines": [
                        ["duckduckgo", "Suspended: CAPTCHA"],
                        ["brave", "Suspended: too many requests"],
                    ]
                }
                return web.json_response(body_)
        return web.Response(text=_OTHER, content_type="text/html")
