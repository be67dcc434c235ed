"""A plain client and a plain receiver of webhooks, to look at a hub from outside."""

from dataclasses import dataclass, field
import json
from typing import Any, Self
from urllib.parse import quote

import aiohttp
from aiohttp import web
from yarl import URL

from .server import HubSimulator


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    content_type: str
    text: str

    @property
    def json(self) -> Any:
        """Return it parsed, whatever it calls itself."""
        return json.loads(self.text)


class AnswerLost(aiohttp.ClientError):
    """The connection ended before an answer."""


async def once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Send a request once: aiohttp by itself repeats every GET whose connection is lost, and here a GET is a command."""
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as err:
        raise AnswerLost from err


@dataclass(slots=True)
class Visitor:
    """Asks a hub; an async context manager that can be its webhook, too."""

    hub: HubSimulator
    events: list[dict[str, Any]] = field(default_factory=list)
    """What was posted, unwrapped."""
    session: aiohttp.ClientSession = field(init=False)
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Open."""
        self.session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close."""
        await self.session.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def get(self, path: str, *, query: str = "", method: str = "GET") -> Answer:
        """Ask with the token in the header; `path` is sent as it is."""
        headers = {"Authorization": f"Bearer {self.hub.token}"}
        return await self.ask(path + query, headers=headers, method=method)

    async def ask(
        self,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        method: str = "GET",
        ssl: bool | aiohttp.Fingerprint = True,
    ) -> Answer:
        """Ask without more than what is given."""
        url = URL(f"{self.hub.url}/apps/api/{self.hub.app_id}{path}", encoded=True)
        asked = self.session.request(
            method, url, headers=headers, ssl=ssl, middlewares=(once,)
        )
        async with asked as response:
            return Answer(
                status=response.status,
                content_type=response.content_type,
                text=await response.text(),
            )

    async def listen(self) -> None:
        """Become the hub's webhook."""
        app = web.Application()
        app.router.add_post("/hook", self._receive)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"
        await self.get(f"/postURL/{quote(url, safe='')}")

    def heard(self, device: str | None = None) -> list[tuple[str, str]]:
        """Return names and values of what was posted about a device, or the location."""
        return [(e["name"], e["value"]) for e in self.events if e["deviceId"] == device]

    async def _receive(self, request: web.Request) -> web.Response:
        self.events.append((await request.json())["content"])
        return web.Response()
