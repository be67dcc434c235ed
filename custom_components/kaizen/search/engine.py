"""Asking one provider after another, and nobody twice for the same."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from time import monotonic, time
from typing import Final

from .cache import FRESH, LASTING, Cache, Remembered, key_of
from .errors import NothingFoundError, SearchError, SearchOffError, UnreachableError
from .model import Answer, Findings, Query
from .providers import Kind, Provider
from .questions import topic_of
from .ranking import rank

REST: Final = 60.0
"""Seconds that a provider that failed is asked only after the others."""
KEPT: Final = 8
"""Results that are kept of a search."""


@dataclass(slots=True, kw_only=True, eq=False)
class Asked:
    """One provider, and how it has done."""

    key: str
    """The id of its subentry."""
    kind: Kind
    name: str
    provider: Provider
    failures: int = 0
    """In a row."""
    last_failure: SearchError | None = None
    rests_until: float = 0.0

    def failed(self, err: SearchError, now: float) -> None:
        """Note a failure that is the provider's."""
        self.failures += 1
        self.last_failure = err
        self.rests_until = now + REST

    def answered(self) -> None:
        """Note that all is well."""
        self.failures = 0
        self.last_failure = None
        self.rests_until = 0.0


@dataclass(slots=True, kw_only=True)
class Engine:
    """Searches."""

    providers: Sequence[Asked]
    cache: Cache
    today: Callable[[], date]
    on_change: Callable[[], None] = lambda: None
    """Called when the cache has changed."""
    on_health: Callable[[], None] = lambda: None
    """Called when a provider has failed or recovered."""
    clock: Callable[[], float] = monotonic
    wall_clock: Callable[[], float] = time
    asked: int = 0
    """Requests to providers since the start."""
    _running: dict[str, asyncio.Task[Remembered]] = field(default_factory=dict)

    def known(self, query: Query) -> Remembered | None:
        """Return what is known without asking anybody."""
        return self.cache.get(query, self.wall_clock())

    def is_running(self, query: Query) -> bool:
        """Return whether somebody waits for the same already."""
        return key_of(query) in self._running

    async def find(
        self, query: Query, *, per_provider: float, patience: float | None = None
    ) -> Findings:
        """Search; a provider gets `per_provider` seconds, all together `patience`.

        When patience ends, the search goes on for whoever asks the same again.

        Raises:
            SearchError: Nothing is found, or nobody answers.
        """
        if known := self.known(query):
            return _findings(query, known, cached=True)
        key = key_of(query)
        if (task := self._running.get(key)) is None:
            task = asyncio.create_task(self._ask(query, per_provider))
            self._running[key] = task
            task.add_done_callback(lambda done: self._ended(key, done))
        done, _ = await asyncio.wait((task,), timeout=patience)
        if not done or task.cancelled():
            raise UnreachableError
        return _findings(query, task.result(), cached=False)

    async def close(self) -> None:
        """Give up what is still being asked."""
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _ended(self, key: str, task: asyncio.Task[Remembered]) -> None:
        self._running.pop(key, None)
        if not task.cancelled():
            task.exception()  # whoever waited has it; nobody may be waiting any more

    async def _ask(self, query: Query, seconds: float) -> Remembered:
        failure: SearchError = SearchOffError()
        for asked in self._in_order():
            self.asked += 1
            try:
                async with asyncio.timeout(seconds):
                    answer = self._ranked(await asked.provider.search(query), query)
            except TimeoutError:
                failure = self._failed(asked, UnreachableError())
            except SearchError as err:
                failure = self._failed(asked, err)
            else:
                self._answered(asked)
                return self._remember(query, answer, asked.name)
        raise failure

    def _in_order(self) -> list[Asked]:
        now = self.clock()
        return sorted(self.providers, key=lambda asked: asked.rests_until > now)

    def _ranked(self, answer: Answer, query: Query) -> Answer:
        results = rank(answer.results, query.text, today=self.today(), most=KEPT)
        if not results and not answer.direct:
            raise NothingFoundError
        return Answer(results=results, direct=answer.direct)

    def _failed(self, asked: Asked, err: SearchError) -> SearchError:
        if err.provider_is_down:
            asked.failed(err, self.clock())
            self.on_health()
        return err

    def _answered(self, asked: Asked) -> None:
        if asked.failures:
            asked.answered()
            self.on_health()

    def _remember(self, query: Query, answer: Answer, provider: str) -> Remembered:
        now = self.wall_clock()
        lasts = FRESH if topic_of(query.text) else LASTING
        self.cache.put(query, answer, provider, now, lasts)
        self.on_change()
        return Remembered(
            answer=answer, provider=provider, stored=now, expires=now + lasts
        )


def _findings(query: Query, known: Remembered, *, cached: bool) -> Findings:
    return Findings(
        query=query.text,
        provider=known.provider,
        results=known.answer.results,
        direct=known.answer.direct,
        cached=cached,
    )
