"""Home Assistant's REST and websocket interfaces, as an owner's browser uses them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Self

import aiohttp

type Json = dict[str, Any]


class ApiError(Exception):
    """Home Assistant refused a request; the message is its answer."""


class Client:
    """One Home Assistant, reached over HTTP; log in before anything else."""

    def __init__(self, url: str) -> None:
        """Take the address; nothing is sent yet."""
        self.url = url
        self.client_id = f"{url}/"
        self._session: aiohttp.ClientSession
        self._token = ""

    async def __aenter__(self) -> Self:
        """Open the connection pool."""
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close all connections."""
        await self._session.close()

    async def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        form: Json | None = None,
        accept: str = "*/*",
    ) -> Any:
        """Send a request and return what its JSON answer says.

        Raises:
            ApiError: on any answer that is not a success.
        """
        headers = {"Accept": accept}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        async with self._session.request(
            method, self.url + path, json=json, data=form, headers=headers
        ) as response:
            if response.status >= 400:
                raise ApiError(
                    f"{method} {path}: {response.status} {await response.text()}"
                )
            if response.content_type != "application/json":
                return await response.text()
            return await response.json()

    async def get(self, path: str) -> Any:
        """Fetch what is at a path."""
        return await self.request("GET", path)

    async def post(self, path: str, json: Any = None) -> Any:
        """Send JSON to a path."""
        return await self.request("POST", path, json={} if json is None else json)

    async def log_in(self, code: str) -> None:
        """Turn an authorization code into a token that lasts as long as the process needs it."""
        grant = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self.client_id,
        }
        tokens = await self.request("POST", "/auth/token", form=grant)
        self._token = tokens["access_token"]

    @asynccontextmanager
    async def socket(self) -> AsyncGenerator[Socket]:
        """Open a websocket and authenticate on it."""
        async with self._session.ws_connect(
            f"{self.url}/api/websocket", max_msg_size=0
        ) as connection:
            await connection.receive_json()
            await connection.send_json({"type": "auth", "access_token": self._token})
            answer = await connection.receive_json()
            if answer["type"] != "auth_ok":
                raise ApiError(answer.get("message", "authentication failed"))
            yield Socket(connection)

    async def command(self, type_: str, **fields: Any) -> Any:
        """Run one websocket command and return its result."""
        async with self.socket() as socket:
            return await socket.command(type_, **fields)


class Socket:
    """An authenticated websocket; one command at a time."""

    def __init__(self, connection: aiohttp.ClientWebSocketResponse) -> None:
        """Take over an authenticated connection."""
        self._connection = connection
        self._last_id = 0

    async def command(self, type_: str, **fields: Any) -> Any:
        """Run a command and return its result.

        Raises:
            ApiError: when Home Assistant refuses it.
        """
        number = await self._send(type_, fields)
        while True:
            message = await self._connection.receive_json()
            if message.get("id") == number and message["type"] == "result":
                return _result(message, type_)

    async def subscribe(self, type_: str, **fields: Any) -> AsyncGenerator[Any]:
        """Run a command and yield its events, without end."""
        number = await self._send(type_, fields)
        while True:
            message = await self._connection.receive_json()
            if message.get("id") != number:
                continue
            if message["type"] == "result":
                _result(message, type_)
            else:
                yield message["event"]

    async def send_bytes(self, data: bytes) -> None:
        """Send a binary message, as the browser's microphone does."""
        await self._connection.send_bytes(data)

    async def _send(self, type_: str, fields: Json) -> int:
        self._last_id += 1
        await self._connection.send_json({"id": self._last_id, "type": type_, **fields})
        return self._last_id


def _result(message: Json, type_: str) -> Any:
    if not message["success"]:
        raise ApiError(f"{type_}: {message['error']['message']}")
    return message["result"]


async def wait_until_running(client: Client, *, within: float = 120) -> None:
    """Wait, at most `within` seconds, until everything Home Assistant starts with is set up."""
    async with asyncio.timeout(within):
        while (await client.get("/api/config"))["state"] != "RUNNING":
            await asyncio.sleep(0.1)
