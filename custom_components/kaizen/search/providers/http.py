"""JSON over HTTP, with every failure turned into one of the search's errors."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import orjson
from yarl import URL

from ..errors import (
    BusyError,
    ProtocolError,
    SearchError,
    TlsError,
    UnauthorizedError,
    UnreachableError,
)

CONNECT_TIMEOUT: Final = 2.0
MOST_BYTES: Final = 2 * 1024 * 1024


class InvalidAddressError(ValueError):
    """The text is not the address of a server."""


def normalise_address(text: str) -> str:
    """Return a server's address without what is entered by mistake.

    Raises:
        InvalidAddressError: It is none, or has a user name or password in it.
    """
    text = text.strip()
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        port = parts.port
    except ValueError:
        raise InvalidAddressError from None
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or " " in text
        or parts.username is not None
        or parts.password is not None
        or port == 0
    ):
        raise InvalidAddressError
    path = parts.path.rstrip("/")
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


async def ask(
    session: aiohttp.ClientSession,
    url: str,
    *,
    params: Mapping[str, str] | None = None,
    body: Mapping[str, Any] | None = None,
    key: str | None = None,
    statuses: Mapping[int, type[SearchError]] | None = None,
) -> dict[str, Any]:
    """Return the JSON object that a path answers; GET without a body, POST with one.

    Raises:
        SearchError: It answers none; `statuses` names what a status means here.
    """
    target = URL(url).with_query(params) if params else URL(url)
    headers = {"Accept": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    if body is not None:
        headers["Content-Type"] = "application/json"
    try:
        async with session.request(
            "GET" if body is None else "POST",
            target,
            data=None if body is None else orjson.dumps(body),
            headers=headers,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(sock_connect=CONNECT_TIMEOUT),
        ) as response:
            if failure := _failure(response.status, statuses or {}):
                raise failure
            text = await _read(response)
    except (aiohttp.ClientError, OSError) as err:
        # Without the cause: what aiohttp raises has the query in it.
        raise _connection_error(err) from None
    return _object(text)


async def _read(response: aiohttp.ClientResponse) -> bytes:
    read = bytearray()
    async for chunk in response.content.iter_chunked(65536):
        read += chunk
        if len(read) > MOST_BYTES:
            raise ProtocolError
    return bytes(read)


def _object(text: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = _repaired(text)
    if not isinstance(found, dict):
        raise ProtocolError
    return found


def _repaired(text: bytes) -> Any:
    """Read JSON whose texts an engine has left in another encoding."""
    try:
        return orjson.loads(text.decode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        return None


def _failure(
    status: int, statuses: Mapping[int, type[SearchError]]
) -> SearchError | None:
    if status == 200:
        return None
    if kind := statuses.get(status):
        return kind()
    if status in {401, 403}:
        return UnauthorizedError()
    if status == 429 or status >= 500:
        return BusyError()
    return ProtocolError()


def _connection_error(err: Exception) -> SearchError:
    match err:
        case aiohttp.ClientSSLError() | aiohttp.ServerFingerprintMismatch():
            return TlsError()
        case aiohttp.ClientPayloadError():
            return UnreachableError()
        case aiohttp.ClientResponseError() | aiohttp.InvalidURL():
            return ProtocolError()
        case _:
            return UnreachableError()
