"""A SearXNG server of the owner's: one HTTP request, JSON back.

The API is SearXNG's documented search API (docs.searxng.org, "Search API"): formats that
are not listed under `search.formats` in its settings are answered with 403.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import aiohttp
from homeassistant.util import dt as dt_util

from ..dates import read_date
from ..errors import BusyError, FormatOffError, NothingFoundError, ProtocolError
from ..model import Answer, Query, Result
from .http import ask

_STATUSES: Final = {403: FormatOffError}


class SearXNG:
    """Asks one server."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        """Use a normalised address."""
        self._session = session
        self._url = f"{url}/search"

    async def search(self, query: Query) -> Answer:
        """Ask for JSON."""
        found = await ask(
            self._session,
            self._url,
            params={
                "q": query.text,
                "format": "json",
                "language": query.language,
                "safesearch": str(int(query.safe)),
                "categories": "general",
            },
            statuses=_STATUSES,
        )
        rows = found.get("results")
        if not isinstance(rows, list):
            raise ProtocolError
        results = list(_results(rows, dt_util.now().date()))
        direct = next(_answers(found), "")
        if not results and not direct:
            # Engines that have suspended the server are no proof that nothing exists.
            raise BusyError if found.get("unresponsive_engines") else NothingFoundError
        return Answer(results=results, direct=direct)


def _results(rows: list[Any], today: date) -> Iterator[Result]:
    for row in rows:
        if isinstance(row, dict) and isinstance(row.get("url"), str):
            yield Result(
                title=_text(row, "title"),
                url=row["url"],
                snippet=_text(row, "content"),
                published=read_date(row.get("publishedDate"), today),
            )


def _answers(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield instant answers: plain texts in older servers, objects since 2024."""
    for answer in found.get("answers") or ():
        match answer:
            case str() if answer.strip():
                yield answer.strip()
            case {"answer": str() as text} if text.strip():
                yield text.strip()
    for box in found.get("infoboxes") or ():
        if isinstance(box, dict) and (text := _text(box, "content").strip()):
            yield f"{_text(box, 'infobox')}: {text}"


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""
