"""Pages as text, a few at once, each within its time."""

import asyncio
from collections.abc import Sequence
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.async_ import create_eager_task

from ..errors import PageError, SearchError
from ..model import Page
from .extract import extract
from .fetch import Fetcher

MARGIN: Final = 0.05
"""Seconds kept to hand over what has come."""


class Reader:
    """Fetches pages and takes their text out of them, off the event loop."""

    def __init__(self, hass: HomeAssistant, fetcher: Fetcher) -> None:
        """Read with a fetcher, which is closed with this."""
        self._hass = hass
        self._fetcher = fetcher

    async def read(self, url: str) -> Page:
        """Return a page.

        Raises:
            PageError: It cannot be read, or may not.
        """
        document = await self._fetcher.fetch(url)
        today = dt_util.now().date()
        try:
            return await self._hass.async_add_executor_job(extract, document, today)
        except PageError:
            raise
        except Exception as err:
            raise PageError from err

    async def read_in_time(self, urls: Sequence[str], seconds: float) -> list[Page]:
        """Return those of the pages that could be read in time, in their order."""
        if not urls or seconds <= MARGIN:
            return []
        tasks = [create_eager_task(self._or_none(url)) for url in urls]
        _, late = await asyncio.wait(tasks, timeout=seconds - MARGIN)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        done = [task for task in tasks if task not in late]
        return [page for task in done if (page := task.result())]

    async def close(self) -> None:
        """Give back all connections."""
        await self._fetcher.close()

    async def _or_none(self, url: str) -> Page | None:
        try:
            return await self.read(url)
        except SearchError:
            return None
