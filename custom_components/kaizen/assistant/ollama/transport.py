"""Requests to a model server, with every failure turned into one of Kaizen's errors."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
import io
from typing import Any, Final

import aiohttp
import orjson

from .errors import (
    BrokenStreamError,
    ModelNotFoundError,
    NotOllamaError,
    OllamaError,
    ServerError,
    StalledError,
    TlsError,
    UnauthorizedError,
    UnreachableError,
)
from .stream import read_lines

CONNECT_TIMEOUT: Final = 5.0
ANSWER_TIMEOUT: Final = 10.0
"""Seconds for questions the server answers from its own records."""

_LARGE: Final = 512 * 1024
_MESSAGE_LENGTH: Final = 300
_GATEWAY_STATUSES: Final = frozenset({502, 503, 504})
# Words of Ollama's library when it does not have what is pulled.
_NOT_IN_LIBRARY: Final = ("file does not exist", "not found")


class Transport:
    """One model server behind a session it does not own."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, api_key: str | None
    ) -> None:
        """Use the normalised `url`; the key goes nowhere but into the header."""
        self._session = session
        self._url = url
        self._api_key = api_key
        self._headers = {"Content-Type": "application/json"}
        if api_key:
            self._headers["Authorization"] = f"Bearer {api_key}"

    async def ask(
        self,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        timeout: float = ANSWER_TIMEOUT,
        model: str | None = None,
    ) -> dict[str, Any]:
        """Return the JSON object a path answers; GET without a body, POST with one.

        Raises:
            StalledError: A POST was not answered within `timeout` seconds.
            UnreachableError: The same of a GET, or no connection.
            OllamaError: Any other failure.
        """
        try:
            async with asyncio.timeout(timeout):
                async with await self._open(path, body, model) as response:
                    answer = await _json(response)
        except TimeoutError:
            late = UnreachableError if body is None else StalledError
            raise late("The model server did not answer in time") from None
        except aiohttp.ClientError:
            raise BrokenStreamError("The connection broke during the answer") from None
        if answer is None:
            raise NotOllamaError("The answer is not a JSON object")
        return answer

    async def stream(
        self,
        path: str,
        body: Mapping[str, Any],
        *,
        first: float,
        idle: float,
        model: str,
    ) -> AsyncGenerator[dict[str, Any]]:
        """Yield the lines a path answers; `first` seconds count from the request on.

        Raises:
            StalledError: A line did not come in time.
            OllamaError: Any other failure, also one the server reports in a line.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + first
        try:
            async with asyncio.timeout_at(end):
                response = await self._open(path, body, model)
        except TimeoutError:
            raise StalledError("The model server did not begin to answer") from None
        if response.content_type == "text/html":
            response.close()
            raise NotOllamaError("The answer is a web page")
        async with (
            response,
            aclosing(read_lines(response, first=end - loop.time(), idle=idle)) as lines,
        ):
            async for line in lines:
                if "error" in line:
                    raise self._reported(200, str(line["error"]), model)
                yield line

    async def _open(
        self, path: str, body: Mapping[str, Any] | None, model: str | None
    ) -> aiohttp.ClientResponse:
        """Return the response once its status says that the answer follows."""
        try:
            response = await self._session.request(
                "GET" if body is None else "POST",
                f"{self._url}{path}",
                data=None if body is None else _payload(body),
                headers=self._headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(sock_connect=CONNECT_TIMEOUT),
            )
        except (aiohttp.ClientError, OSError) as err:
            raise _connection_error(err) from None
        if response.status == 200:
            return response
        async with response:
            raise await self._refusal(response, model)

    async def _refusal(
        self, response: aiohttp.ClientResponse, model: str | None
    ) -> OllamaError:
        """Return the error an HTTP status other than 200 stands for."""
        status = response.status
        if status in {401, 403}:
            return UnauthorizedError("The model server refuses the API key")
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT):
                answer = await _json(response)
        except TimeoutError, aiohttp.ClientError:
            answer = None
        if answer is not None and isinstance(message := answer.get("error"), str):
            return self._reported(status, message, model)
        if status in _GATEWAY_STATUSES:
            return UnreachableError(f"A gateway finds no model server ({status})")
        if status >= 500:
            return ServerError(status, "")
        return NotOllamaError(f"The answer is not Ollama's (status {status})")

    def _reported(self, status: int, message: str, model: str | None) -> OllamaError:
        """Return the error that fits the server's own words."""
        if model and (
            status == 404
            or (status == 200 and any(words in message for words in _NOT_IN_LIBRARY))
        ):
            return ModelNotFoundError(model)
        if self._api_key:
            message = message.replace(self._api_key, "***")
        return ServerError(status, message[:_MESSAGE_LENGTH])


def _payload(body: Mapping[str, Any]) -> bytes | io.BytesIO:
    """Encode a body; large ones, with images in them, are written in pieces."""
    data = orjson.dumps(body)
    return io.BytesIO(data) if len(data) > _LARGE else data


async def _json(response: aiohttp.ClientResponse) -> dict[str, Any] | None:
    try:
        answer = orjson.loads(await response.read())
    except orjson.JSONDecodeError:
        return None
    return answer if isinstance(answer, dict) else None


def _connection_error(err: Exception) -> OllamaError:
    """Name a failure to send, without the address: it is the caller's to tell."""
    match err:
        case aiohttp.ClientSSLError() | aiohttp.ServerFingerprintMismatch():
            return TlsError("No trusted TLS connection to the model server")
        case aiohttp.ClientResponseError() | aiohttp.ClientPayloadError():
            return NotOllamaError("The answer is not HTTP")
        case _:
            return UnreachableError("No connection to the model server")
