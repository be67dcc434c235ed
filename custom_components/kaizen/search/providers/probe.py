"""Trying a server without searching for anything."""

import asyncio
from typing import Final

import aiohttp

from ..errors import FormatOffError, ProtocolError, SearchError, UnreachableError
from .http import ask

TIMEOUT: Final = 6.0


class _AsExpected(SearchError):
    """What a SearXNG server answers to a search for nothing, where JSON is allowed."""


async def probe_searxng(session: aiohttp.ClientSession, url: str) -> None:
    """Ask a SearXNG server for JSON about nothing.

    It checks the format before the query: 403 for a format that is off, else 400 for want of
    a query. Something else at that address does neither.

    Raises:
        SearchError: It is not one, hands out no JSON, or does not answer.
    """
    try:
        async with asyncio.timeout(TIMEOUT):
            await ask(
                session,
                f"{url}/search",
                params={"format": "json"},
                statuses={400: _AsExpected, 403: FormatOffError},
            )
    except _AsExpected:
        return
    except TimeoutError:
        raise UnreachableError from None
    raise ProtocolError


async def probe_responses(
    session: aiohttp.ClientSession, url: str, key: str | None
) -> None:
    """Ask an OpenAI-compatible server for its models.

    Raises:
        SearchError: It has none, refuses the key, or does not answer.
    """
    try:
        async with asyncio.timeout(TIMEOUT):
            found = await ask(session, f"{url}/models", key=key or None)
    except TimeoutError:
        raise UnreachableError from None
    if not isinstance(found.get("data"), list):
        raise ProtocolError
