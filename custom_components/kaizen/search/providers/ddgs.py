"""ddgs: search engines read as a browser would, without a server or a key."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from homeassistant.util import dt as dt_util

from ..dates import read_date
from ..errors import BusyError, NothingFoundError, UnreachableError
from ..model import Answer, Query, Result, SafeSearch

ENGINES: Final = ("brave", "duckduckgo", "mojeek", "startpage", "wikipedia", "yahoo")
"""What ddgs 9 can ask and the owner may choose from."""
TIMEOUT: Final = 5
"""Seconds an engine may take; the caller gives up earlier by itself."""
_SAFE: Final = {
    SafeSearch.OFF: "off",
    SafeSearch.MODERATE: "moderate",
    SafeSearch.STRICT: "on",
}
_NO_RESULTS: Final = "No results found"
AT_ONCE: Final = 2


class Ddgs:
    """Asks the chosen engines."""

    def __init__(self, engines: Sequence[str]) -> None:
        """Ask these and no others."""
        self._engines = ",".join(engines)
        self._running = 0

    async def search(self, query: Query) -> Answer:
        """Search in a thread of its own."""
        if self._running >= AT_ONCE:
            raise BusyError
        self._running += 1
        # The library blocks; a search that was given up must not keep a thread of Home Assistant's.
        thread = ThreadPoolExecutor(1, thread_name_prefix="kaizen_ddgs")
        task = asyncio.get_running_loop().run_in_executor(
            thread, _search, query, self._engines
        )
        thread.shutdown(wait=False)
        task.add_done_callback(self._ended)
        await asyncio.wait((task,))
        rows = task.result()
        today = dt_util.now().date()
        results = [
            Result(
                title=str(row.get("title", "")),
                url=str(row.get("href", "")),
                snippet=str(row.get("body", "")),
                published=read_date(row.get("date"), today),
            )
            for row in rows
        ]
        if not results:
            raise NothingFoundError
        return Answer(results=results)

    def _ended(self, task: asyncio.Future[Any]) -> None:
        self._running -= 1
        if not task.cancelled():
            task.exception()  # whoever waited has it; nobody may be waiting any more


def _search(query: Query, engines: str) -> list[dict[str, Any]]:
    # Installed when a search is set up; importing it takes disk and time.
    from ddgs import DDGS  # noqa: PLC0415
    from ddgs.exceptions import DDGSException, RatelimitException, TimeoutException  # noqa: PLC0415

    try:
        return DDGS(timeout=TIMEOUT).text(
            query.text,
            region=f"{(query.country or 'us').lower()}-{query.language}",
            safesearch=_SAFE[query.safe],
            max_results=query.most,
            backend=engines,
        )
    except RatelimitException:
        failure: Exception = BusyError()
    except TimeoutException:
        failure = UnreachableError()
    except DDGSException as err:
        failure = NothingFoundError() if _NO_RESULTS in str(err) else UnreachableError()
    # Outside the handlers: the library's errors have the query in them.
    raise failure
