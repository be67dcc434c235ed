"""The search of this house, while it is set up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..const import CONF_KIND, DOMAIN, EntryKind
from .asker import Asker
from .book import Book, Origin
from .cache_file import CacheFile
from .engine import Engine
from .errors import NotAllowedError, QuotaError, SearchOffError, UnknownPageError
from .model import Findings, Page, Query, Result
from .quota import Quota
from .reading import Reader
from .settings import SearchSettings

PAGES_PER_SEARCH: Final = 3
"""Pages somebody may have read for each search they have."""
VOICE_READING: Final = 1.5
TEXT_READING: Final = 4.0
"""Seconds that pages may take which nobody has asked for one by one."""

type SearchConfigEntry = ConfigEntry[SearchRuntime]


@dataclass(slots=True, kw_only=True)
class SearchRuntime:
    """What the entry holds."""

    hass: HomeAssistant
    settings: SearchSettings
    engine: Engine
    reader: Reader
    file: CacheFile
    book: Book = field(default_factory=Book)
    searches: Quota = field(default_factory=Quota)
    pages: Quota = field(default_factory=Quota)

    def query(self, text: str, language: str | None) -> Query:
        """Return what may leave the house of somebody's words."""
        tag = language or self.hass.config.language
        return Query(
            text=Query.plain(text),
            language=tag.replace("_", "-").partition("-")[0].lower(),
            country=self.hass.config.country,
            safe=self.settings.safe,
        )

    async def async_find(
        self,
        query: Query,
        asker: Asker,
        *,
        most: int,
        pages: int = 0,
        patience: float | None = None,
    ) -> Findings:
        """Search for somebody, and read the best pages as far as there is time.

        Raises:
            SearchError: They may not, nothing is found, or nobody answers.
        """
        self._admit(query, asker)
        found = await self.engine.find(
            query, per_provider=asker.deadline, patience=patience
        )
        results = found.results[:most]
        read = await self._async_read(results, asker, pages) if pages else []
        origins = [
            Origin(title=one.title, url=one.url)
            for one in sorted(results, key=lambda one: one.url not in _urls(read))
        ]
        self.book.note(asker.conversation, asker.turn, origins)
        return Findings(
            query=found.query,
            provider=found.provider,
            results=results,
            direct=found.direct,
            pages=read,
            cached=found.cached,
        )

    async def async_read(self, url: str, asker: Asker) -> Page:
        """Read a page that a search of the conversation, or the person, has named.

        Raises:
            SearchError: It is another one, or cannot be read.
        """
        known = self.book.find(asker.conversation, url)
        if known is None and not asker.has_given(url):
            raise UnknownPageError
        self._admit_page(asker)
        page = await self.reader.read(known or url)
        self.book.note(
            asker.conversation,
            asker.turn,
            [Origin(title=page.title or url, url=known or url)],
        )
        return page

    def _admit(self, query: Query, asker: Asker) -> None:
        """Count a search that really goes out."""
        if not asker.searches:
            raise NotAllowedError
        if self.engine.known(query) or self.engine.is_running(query):
            return
        if not self.searches.take(asker.who, asker.searches, monotonic()):
            raise QuotaError

    def _admit_page(self, asker: Asker) -> None:
        if not asker.searches:
            raise NotAllowedError
        limit = asker.searches * PAGES_PER_SEARCH
        if not self.pages.take(asker.who, limit, monotonic()):
            raise QuotaError

    async def _async_read(
        self, results: Sequence[Result], asker: Asker, most: int
    ) -> list[Page]:
        urls = [result.url for result in results][:most]
        limit = asker.searches * PAGES_PER_SEARCH
        may = [url for url in urls if self.pages.take(asker.who, limit, monotonic())]
        seconds = VOICE_READING if asker.voice else TEXT_READING
        return await self.reader.read_in_time(may, seconds)


def _urls(pages: Sequence[Page]) -> set[str]:
    return {page.url for page in pages}


@callback
def async_runtime(hass: HomeAssistant) -> SearchRuntime | None:
    """Return the search; None while it is off."""
    entries: list[SearchConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    for entry in entries:
        if entry.data[CONF_KIND] == EntryKind.SEARCH:
            return entry.runtime_data
    return None


@callback
def async_require(hass: HomeAssistant) -> SearchRuntime:
    """Return the search.

    Raises:
        SearchOffError: It is off.
    """
    if (runtime := async_runtime(hass)) is None:
        raise SearchOffError
    return runtime
