"""Between the wire and the app: the token, the faults on the way, the hub's strength, the journal."""

from typing import TYPE_CHECKING, Final

from aiohttp import web

from .answers import Refused, answer, failed, not_found, page, unauthorised
from .app import MakerApp
from .capacity import Capacity, Overloaded
from .faults import Fault, Planned
from .journal import Request
from .shapes import OTHER_PAGE, exception

if TYPE_CHECKING:
    from .server import HubSimulator

BASE: Final = "/apps/api/"
ANY_CASE_SINCE: Final = (2, 5, 2, 120)
"""The firmware from which "bearer" may be written in any case."""
_ALL_DEVICES: Final = frozenset({"/devices/all", "/devices/*", "/devices/%2A"})


class Unanswered(Exception):
    """The connection is cut instead of an answer."""


class Gate:
    """Handles every request to a hub."""

    def __init__(self, hub: HubSimulator, app: MakerApp, capacity: Capacity) -> None:
        """Stand before an app."""
        self._hub = hub
        self._app = app
        self._capacity = capacity

    async def event_socket(self, request: web.Request) -> web.StreamResponse:
        """Open an event socket."""
        if self._hub.starting is not None:
            return self._hub.starting.response()
        return await self._hub.sockets.handle(request)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer a request to Maker API; the hub's other pages are not simulated."""
        if self._hub.starting is not None:
            return self._hub.starting.response()
        path = request.raw_path.partition("?")[0]
        app_id, _, rest = path.removeprefix(BASE).partition("/")
        if not path.startswith(BASE):
            return not_found().response()
        entry = Request(
            method=request.method,
            path=f"/{rest}",
            started=self._hub.clock.now(),
            auth=_where_token(request),
        )
        self._hub.journal.begin(entry)
        try:
            response = await self._answer(request, app_id, rest, entry)
            entry.status = response.status
        except Refused as refused:
            entry.status = refused.status
            return refused.response()
        except Unanswered:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        else:
            return response
        finally:
            self._hub.journal.end(entry)

    async def _answer(
        self, request: web.Request, app_id: str, rest: str, entry: Request
    ) -> web.StreamResponse:
        path = entry.path
        if app_id != self._hub.app_id or self._strikes(Fault.APP_DELETED, entry):
            raise not_found()
        if self._strikes(Fault.APP_DISABLED, entry):
            raise failed("com.hubitat.app.exception.AppException")
        if not self._admitted(request):
            raise unauthorised()
        if request.method != "GET":
            raise page("Method Not Allowed", 405)
        if slow := self._strikes(Fault.SLOW, entry):
            await self._hub.clock.sleep(15.0 if slow.seconds is None else slow.seconds)
        if self._strikes(Fault.OVERLOADED, entry):
            raise failed()
        if self._strikes(Fault.WEB_PAGE, entry):
            raise page(OTHER_PAGE)
        if self._strikes(Fault.ERROR_200, entry):
            raise Refused(200, exception())
        try:
            async with self._capacity.serving(all_devices=path in _ALL_DEVICES):
                query = dict(request.query)
                body = self._app.answer(rest.split("/"), query, entry)
        except Overloaded as err:
            raise failed() from err
        if entry.command and self._strikes(Fault.ANSWER_LOST, entry):
            raise Unanswered
        truncated = self._strikes(Fault.TRUNCATED_JSON, entry) is not None
        html = self._hub.rng.random() < self._hub.mislabelled
        return answer(body, html=html, truncated=truncated)

    def _strikes(self, fault: Fault, entry: Request) -> Planned | None:
        if planned := self._hub.faults.strikes(fault, path=entry.path):
            entry.fault = fault
        return planned

    def _admitted(self, request: web.Request) -> bool:
        if (token := request.query.get("access_token")) is not None:
            return token == self._hub.token
        if self._hub.faults.strikes(Fault.HEADER_IGNORED):
            return False
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if tuple(map(int, self._hub.firmware.split("."))) >= ANY_CASE_SINCE:
            scheme = scheme.title()
        return scheme == "Bearer" and token == self._hub.token


def _where_token(request: web.Request) -> str:
    if "access_token" in request.query:
        return "query"
    return "header" if "Authorization" in request.headers else "none"
