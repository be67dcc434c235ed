"""Pages from the public web: checked before every connection, and never too much of them."""

import asyncio
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp.resolver import DefaultResolver
from homeassistant.util.ssl import get_default_context
from yarl import URL

from ..errors import ForbiddenAddressError, PageError
from .addresses import Rules
from .body import Limits, read_body
from .resolver import CheckedResolver

AT_ONCE: Final = 4
CHUNK: Final = 64 * 1024

_HEADERS: Final = {
    "User-Agent": "Mozilla/5.0 (compatible; Kaizen)",
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.8",
    "Accept-Encoding": "gzip, deflate",
}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_READABLE: Final = frozenset({"text/html", "application/xhtml+xml", "text/plain"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A page as it was sent."""

    url: str
    content: bytes
    charset: str | None
    plain: bool = False
    """Text, not HTML."""


class Fetcher:
    """Fetches pages; keeps no cookies and tells no page where it comes from."""

    def __init__(
        self,
        *,
        rules: Rules = Rules(),
        limits: Limits = Limits(),
        resolver: AbstractResolver | None = None,
    ) -> None:
        """Connect as the rules allow; `resolver` is asked for names."""
        self._rules = rules
        self._limits = limits
        self._resolver = resolver
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def fetch(self, address: str) -> Document:
        """Return a page.

        Raises:
            ForbiddenAddressError: It, or where it redirects to, is not a public page.
            PageTooLargeError: It is too large.
            PageError: It is no page, does not come in time, or something else is wrong.
        """
        url = self._rules.check(address)
        try:
            async with self._slots, asyncio.timeout(self._limits.seconds):
                for _ in range(self._limits.redirects + 1):
                    found = await self._get(url)
                    if isinstance(found, Document):
                        return found
                    url = self._rules.check(found)
        except ForbiddenAddressError:
            raise
        except aiohttp.ClientError, OSError, ValueError:
            pass
        raise PageError

    async def close(self) -> None:
        """Give back all connections."""
        if self._session:
            await self._session.close()
            self._session = None

    async def _get(self, url: URL) -> Document | str:
        """Return a page, or where it has moved to."""
        async with self._open().get(url, allow_redirects=False) as response:
            if response.status in _REDIRECTS:
                return urljoin(str(url), response.headers.get("Location", ""))
            if response.status != 200 or response.content_type not in _READABLE:
                raise PageError
            content = await read_body(
                response.content.iter_chunked(CHUNK),
                response.headers.get("Content-Encoding", ""),
                self._limits,
            )
            return Document(
                url=str(url),
                content=content,
                charset=response.charset,
                plain=response.content_type == "text/plain",
            )

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            resolver = self._resolver or DefaultResolver()
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=CheckedResolver(resolver, self._rules.public),
                    use_dns_cache=False,
                    force_close=True,
                    limit=AT_ONCE,
                    ssl=get_default_context(),
                ),
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers=_HEADERS,
                trust_env=False,
            )
        return self._session
