"""Requests to a hub, with every failure turned into one of Kaizen's errors."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
import re
from typing import Any, Final
from urllib.parse import quote

import aiohttp
from yarl import URL

from .address import HubAddress, check_token
from .errors import (
    AppError,
    AuthError,
    CommandUnconfirmedError,
    HubBusyError,
    HubError,
    InvalidFingerprintError,
    NotFoundError,
    ProtocolError,
    TlsError,
    UnreachableError,
)
from .wire import read_json

TIMEOUT: Final = 10.0
"""Seconds for a request, of which connecting may take `CONNECT_TIMEOUT`."""
CONNECT_TIMEOUT: Final = 5.0
READS: Final = 4
"""Requests that hubs are known to serve at once without harm."""
BACKOFF: Final = (0.5, 1.0, 2.0)
"""Seconds before each further attempt to read, on average."""

_BUSY: Final = frozenset({408, 425, 429})
_REFUSED: Final = frozenset({401, 403})
_WEB_PAGE: Final = re.compile(
    r"\s*<(!doctype|html|head|body|\?xml|oauth)\b", re.IGNORECASE
)
_NOT_SENT: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ServerFingerprintMismatch,
)
_UNREADABLE: Final = object()
_NO_PRINT: Final = aiohttp.Fingerprint(bytes(32))

type Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    text: str


class Transport:
    """One Maker API app behind a session it does not own."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        address: HubAddress,
        token: str,
        *,
        ssl: bool | aiohttp.Fingerprint,
        sleep: Sleep,
        random: Callable[[], float],
    ) -> None:
        """Use the address; the token goes nowhere but into requests.

        Raises:
            InvalidAddressError: The address has no app, or the token is none.
        """
        self._session = session
        self._root = address.root
        self._token = check_token(token)
        self._ssl = ssl
        self._sleep = sleep
        self._random = random
        self._reads = asyncio.Semaphore(READS)
        self._in_query = False

    async def read(self, path: str) -> Any:
        """Return the JSON an encoded path answers; ask again after failures that pass.

        Raises:
            HubError: The last failure.
        """
        return await self._repeated(self._read, path)

    async def order(self, path: str) -> None:
        """Send a command that does no harm when it comes twice; ask again as `read` does."""
        await self._repeated(self._order, path)

    async def command(self, path: str) -> None:
        """Send a command once; no part of the answer is needed.

        Raises:
            CommandUnconfirmedError: It was sent, and no whole answer came.
            HubError: It was not sent, or the hub answered that it failed.
        """
        _check_order(await self._exchange(path, repeatable=False))

    async def _repeated[T](
        self, ask: Callable[[str], Coroutine[Any, Any, T]], path: str
    ) -> T:
        for delay in BACKOFF:
            try:
                return await ask(path)
            except HubError as err:
                if not err.passing:
                    raise
            await self._sleep(delay * (0.5 + self._random()))
        return await ask(path)

    async def _read(self, path: str) -> Any:
        async with self._reads:
            answer = await self._exchange(path, repeatable=True)
        _raise_for_status(answer)
        found = _json(answer)
        if found is _UNREADABLE:
            raise ProtocolError("The answer is not JSON")
        _raise_for_error(found)
        return found

    async def _order(self, path: str) -> None:
        async with self._reads:
            answer = await self._exchange(path, repeatable=True)
        _check_order(answer)

    async def _exchange(self, path: str, *, repeatable: bool) -> _Answer:
        """Ask with the token in the header, and in the query where headers do not count."""
        if self._in_query:
            return await self._get(path, repeatable=repeatable, in_query=True)
        answer = await self._get(path, repeatable=repeatable, in_query=False)
        if answer.status != 401:
            return answer
        second = await self._get(path, repeatable=repeatable, in_query=True)
        if second.status < 500 and second.status not in _REFUSED:
            self._in_query = True
        return second

    async def _get(self, path: str, *, repeatable: bool, in_query: bool) -> _Answer:
        url, headers = f"{self._root}/{path}", {}
        if in_query:
            separator = "&" if "?" in path else "?"
            url = f"{url}{separator}access_token={quote(self._token, safe='')}"
        else:
            # The scheme's case matters before firmware 2.5.2.120.
            headers = {"Authorization": f"Bearer {self._token}"}
        try:
            response = await self._session.get(
                URL(url, encoded=True),
                headers=headers,
                ssl=self._ssl,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=TIMEOUT, connect=CONNECT_TIMEOUT),
                middlewares=None if repeatable else (_once,),
            )
            async with response:
                return _Answer(response.status, await response.text(errors="replace"))
        except (aiohttp.ClientError, OSError) as err:
            failure = _failure(err, repeatable=repeatable)
        except _SentOnceError:
            failure = CommandUnconfirmedError("The command was sent, no answer came")
        # Outside the handler: what aiohttp raised has the URL and the headers in it.
        raise failure


class _SentOnceError(Exception):
    """The connection broke after a command was sent."""


async def _once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending a GET again by itself when the connection breaks."""
    try:
        return await handler(request)
    except _NOT_SENT:
        raise
    except aiohttp.ClientOSError, aiohttp.ServerDisconnectedError:
        pass
    raise _SentOnceError


async def presented_fingerprint(
    session: aiohttp.ClientSession, address: HubAddress
) -> str:
    """Return the fingerprint of the certificate the hub shows, to be compared by its owner.

    Raises:
        HubError: It shows none.
    """
    if not address.base.startswith("https:"):
        raise TlsError("The address is not one of TLS")
    try:
        async with asyncio.timeout(CONNECT_TIMEOUT):
            response = await session.get(
                URL(f"{address.base}/", encoded=True),
                ssl=_NO_PRINT,
                allow_redirects=False,
            )
            response.close()
    except aiohttp.ServerFingerprintMismatch as err:
        return err.got.hex()
    except (aiohttp.ClientError, OSError) as err:
        raise _failure(err, repeatable=True) from None
    raise TlsError("The hub does not speak TLS")


def parse_fingerprint(text: str) -> aiohttp.Fingerprint:
    """Read a SHA-256 fingerprint, with or without colons.

    Raises:
        InvalidFingerprintError: It is none.
    """
    digits = re.sub(r"[:\s]", "", text)
    if not re.fullmatch("[0-9a-fA-F]{64}", digits):
        raise InvalidFingerprintError("Not the SHA-256 fingerprint of a certificate")
    return aiohttp.Fingerprint(bytes.fromhex(digits))


def _json(answer: _Answer) -> Any:
    try:
        return read_json(answer.text)
    except ValueError:
        return _UNREADABLE


def _check_order(answer: _Answer) -> None:
    """Raise what an answer tells; what it looks like when all is well is documented nowhere."""
    _raise_for_status(answer)
    if _WEB_PAGE.match(answer.text):
        raise ProtocolError("A web page answers")
    _raise_for_error(_json(answer))


def _raise_for_status(answer: _Answer) -> None:
    status = answer.status
    if status == 200:
        return
    if status in _REFUSED:
        raise AuthError("The hub refuses the token")
    if status == 404:
        raise NotFoundError("The hub does not know what was asked for")
    if status >= 500:
        _raise_for_error(_json(answer))
    if status >= 500 or status in _BUSY:
        raise HubBusyError(f"The hub answers that it failed (status {status})")
    raise ProtocolError(f"The answer is not Maker API's (status {status})")


def _raise_for_error(answer: Any) -> None:
    """Recognise what the app answers when it throws, with whatever status."""
    if not isinstance(answer, dict) or not answer.get("error"):
        return
    if str(answer.get("type")).endswith("AppException"):
        raise AppError("The Maker API app refuses")
    raise HubBusyError("The Maker API app failed")


def _failure(err: Exception, *, repeatable: bool) -> HubError:
    """Name a failure to get a whole answer."""
    match err:
        case aiohttp.ClientSSLError() | aiohttp.ServerFingerprintMismatch():
            return TlsError("No trusted TLS connection to the hub")
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return UnreachableError("No connection to the hub")
        case _ if not repeatable:
            return CommandUnconfirmedError("The command was sent, no answer came")
        case TimeoutError():
            return HubBusyError("The hub does not answer in time")
        case aiohttp.ClientPayloadError():
            return ProtocolError("The answer broke off")
        case aiohttp.ClientResponseError():
            return ProtocolError("The answer is not HTTP")
        case _:
            return UnreachableError("The connection to the hub broke")
