"""What the app answers: the exceptions that are answers, and how an answer goes on the wire."""

import json
from typing import Any

from aiohttp import web

from . import shapes


class Refused(Exception):
    """An answer that is not what was asked for."""

    def __init__(
        self, status: int, body: Any, content_type: str = "application/json"
    ) -> None:
        """Prepare it; a body that is no text is sent as JSON."""
        super().__init__(status)
        self.status = status
        self.body = body if isinstance(body, str) else json.dumps(body)
        self.content_type = content_type

    def response(self) -> web.Response:
        """Return it."""
        return web.Response(
            text=self.body, status=self.status, content_type=self.content_type
        )


def not_found() -> Refused:
    """Return the hub's answer to what it does not know."""
    return Refused(404, shapes.NOT_FOUND, "text/html")


def unauthorised() -> Refused:
    """Return the answer to a wrong token: XML."""
    return Refused(401, shapes.UNAUTHORISED, "text/xml")


def failed(kind: str = "java.lang.Exception") -> Refused:
    """Return the answer of an app that threw."""
    return Refused(500, shapes.exception(kind))


def page(body: str, status: int = 200) -> Refused:
    """Return a web page."""
    return Refused(status, body, "text/html")


def answer(body: shapes.Json, *, html: bool, truncated: bool) -> web.Response:
    """Return JSON, labelled as a page or cut short if wanted."""
    text = json.dumps(body)
    if truncated:
        text = text[: max(1, len(text) * 2 // 3)]
    kind = "text/html" if html else "application/json"
    return web.Response(text=text, content_type=kind)
