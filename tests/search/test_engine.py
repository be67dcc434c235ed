"""Who is asked, in which order, and what is kept of it."""

import asyncio
from datetime import date, timedelta
from typing import override

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.kaizen.const import DOMAIN
from custom_components.kaizen.search.cache import FRESH, LASTING, MOST_ANSWERS, Cache
from custom_components.kaizen.search.dates import read_date
from custom_components.kaizen.search.engine import REST, Asked, Engine
from custom_components.kaizen.search.errors import (
    BusyError,
    NothingFoundError,
    SearchError,
    UnreachableError,
)
from custom_components.kaizen.search.model import Answer, Query, Result
from custom_components.kaizen.search.providers import Kind
from custom_components.kaizen.search.quota import HOUR, Quota
from custom_components.kaizen.search.ranking import canonical, rank, site

from .rig import async_set_up, searxng, some_results

from tests.simulators.searxng import Fault, SearXNGSimulator

TODAY = date(2026, 11, 22)
QUERY = Query(text="library")


class Scripted:
    """A provider that does as it is told."""

    def __init__(self, *outcomes: SearchError | str | None) -> None:
        """Fail, find a page of this title, or never answer; the last outcome is repeated."""
        self.outcomes = list(outcomes)
        self.asked = 0

    async def search(self, query: Query) -> Answer:
        """Do it."""
        self.asked += 1
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if outcome is None:
            await asyncio.Event().wait()
        if isinstance(outcome, SearchError):
            raise outcome
        return Answer(results=[Result(title=str(outcome), url="https://a.example/")])


class Clock:
    """A clock that is set by hand."""

    now = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def _engine(*providers: Scripted, clock: Clock | None = None) -> Engine:
    clock = clock or Clock()
    return Engine(
        providers=[
            Asked(key=str(i), kind=Kind.SEARXNG, name=f"P{i}", provider=one)
            for i, one in enumerate(providers)
        ],
        cache=Cache(),
        today=lambda: TODAY,
        clock=clock,
        wall_clock=clock,
    )


@pytest.mark.parametrize(
    "failure", [UnreachableError(), BusyError(), NothingFoundError(), None]
)
async def test_next(failure: SearchError | None) -> None:
    """Whatever is wrong with the first, the second is asked."""
    engine = _engine(Scripted(failure), Scripted("second"))
    found = await engine.find(QUERY, per_provider=0.05)
    assert found.provider == "P1"
    assert found.results[0].title == "second"


async def test_all_fail() -> None:
    """When nobody answers, the last failure is told."""
    engine = _engine(Scripted(BusyError()), Scripted(UnreachableError()))
    with pytest.raises(UnreachableError):
        await engine.find(QUERY, per_provider=1)


async def test_rest() -> None:
    """Who failed is asked after the others for a minute."""
    clock = Clock()
    first, second = Scripted(BusyError(), "first"), Scripted("second")
    engine = _engine(first, second, clock=clock)
    await engine.find(Query(text="1"), per_provider=1)
    assert (await engine.find(Query(text="2"), per_provider=1)).provider == "P1"
    assert first.asked == 1
    clock.now += REST + 1
    assert (await engine.find(Query(text="3"), per_provider=1)).provider == "P0"


async def test_together() -> None:
    """Two who ask the same at once are one search; who gives up does not end it."""
    slow = Scripted("found")
    engine = _engine(slow)
    first, second = await asyncio.gather(
        engine.find(QUERY, per_provider=1), engine.find(QUERY, per_provider=1)
    )
    assert first.results == second.results
    assert slow.asked == 1


async def test_patience() -> None:
    """A search that nobody waits for any more goes on, and is then known."""
    gate = asyncio.Event()

    class Slow(Scripted):
        @override
        async def search(self, query: Query) -> Answer:
            await gate.wait()
            return await super().search(query)

    engine = _engine(Slow("late"))
    with pytest.raises(UnreachableError):
        await engine.find(QUERY, per_provider=5, patience=0.01)
    assert engine.is_running(QUERY)
    gate.set()
    assert (await engine.find(QUERY, per_provider=5)).results[0].title == "late"
    assert engine.known(QUERY)


async def test_closing() -> None:
    """Closing ends what runs."""
    engine = _engine(Scripted(None))
    task = asyncio.create_task(engine.find(QUERY, per_provider=60))
    while not engine.is_running(QUERY):
        await asyncio.sleep(0)
    await engine.close()
    with pytest.raises(UnreachableError):
        await task


async def test_cache() -> None:
    """An answer counts for hours, one that changes by the minute for minutes."""
    clock = Clock()
    provider = Scripted("found")
    engine = _engine(provider, clock=clock)
    score = Query(text="who won the match yesterday")
    for query in (QUERY, score):
        assert not (await engine.find(query, per_provider=1)).cached
        assert (await engine.find(query, per_provider=1)).cached
    clock.now += FRESH + 1
    assert (await engine.find(QUERY, per_provider=1)).cached
    assert not (await engine.find(score, per_provider=1)).cached
    clock.now += LASTING
    assert not (await engine.find(QUERY, per_provider=1)).cached
    clock.now -= 10 * LASTING  # the clock was put back
    assert not (await engine.find(QUERY, per_provider=1)).cached


def test_cache_is_bounded_and_outlives_itself() -> None:
    """The oldest go; what is stored reads back the same, what is broken is left out."""
    cache = Cache()
    answer = Answer(
        results=[Result(title="a", url="https://a.example", published=TODAY)],
        direct="b",
    )
    for number in range(MOST_ANSWERS + 5):
        cache.put(Query(text=str(number)), answer, "P", 0, 10)
    assert len(cache) == MOST_ANSWERS
    assert cache.get(Query(text="0"), 1) is None
    stored = cache.as_dict() | {"x": {"results": 5}, "y": None, "z": {}}
    again = Cache.read(stored)
    assert len(again) == MOST_ANSWERS
    known = again.get(Query(text="10"), 1)
    assert known is not None
    assert known.answer == answer
    assert len(Cache.read([1])) == len(Cache.read(None)) == 0


def test_quota() -> None:
    """An hour later, somebody may again; others are not counted."""
    quota = Quota()
    assert [quota.take("a", 2, now) for now in (0.0, 10.0, 20.0)] == [True, True, False]
    assert quota.take("b", 2, 20.0)
    assert quota.used("a", 20.0) == 2
    assert quota.take("a", 2, HOUR + 1)
    assert not quota.take("a", 0, 10 * HOUR)


def test_ranking() -> None:
    """The same page comes once, one site not in front of all others, the best first."""
    results = [
        Result(title=f"Shop {n}", url=f"https://shop.example/{n}") for n in range(4)
    ]
    results += [
        Result(
            title="Library hours", url="http://www.library.example/hours/?utm_source=x"
        ),
        Result(
            title="Hours", url="https://library.example/hours#top", snippet="Long text"
        ),
        Result(title="", url="https://untitled.example"),
        Result(title="Script", url="javascript:alert(1)"),
        Result(title="File", url="file:///etc/passwd"),
    ]
    ranked = rank(results, "library hours", today=TODAY, most=5)
    assert [site(one.url) for one in ranked].count("library.example") == 1
    assert {site(one.url) for one in ranked} == {"shop.example", "library.example"}
    assert (
        site(ranked[2].url) == "library.example"
        or site(ranked[0].url) == "library.example"
    )


def test_new_results_first() -> None:
    """Of two that fit, the new one comes first."""
    old, new = (
        Result(
            title="News",
            url=f"https://{name}.example",
            published=TODAY - timedelta(age),
        )
        for name, age in (("old", 900), ("new", 1))
    )
    plain = [Result(title=f"P{n}", url=f"https://p{n}.example") for n in range(3)]
    ranked = rank([*plain, old, new], "news", today=TODAY, most=5)
    order = [one.url for one in ranked]
    assert order.index("https://new.example") < order.index("https://old.example")


def test_same_page() -> None:
    """Schemes, www, tracking and fragments make no other page; paths and queries do."""
    same = {
        canonical(url)
        for url in (
            "https://www.a.example/x/?b=2&a=1&utm_campaign=z#frag",
            "http://a.example/x?a=1&b=2&fbclid=q",
            "https://m.a.example:443/x?a=1&b=2",
        )
    }
    assert len(same) == 1
    assert canonical("https://a.example/x?a=1") != canonical("https://a.example/x?a=2")
    assert canonical("https://a.example:8080/") != canonical("https://a.example/")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("2026-11-20T10:00:00Z", date(2026, 11, 20)),
        ("Fri, 20 Nov 2026 10:00:00 GMT", date(2026, 11, 20)),
        ("Nov 20, 2026", date(2026, 11, 20)),
        ("2 days ago", date(2026, 11, 20)),
        ("vor 2 Tagen", date(2026, 11, 20)),
        ("3 hours ago", TODAY),
        ("2031-01-01", None),
        ("0001-01-01", None),
        ("soon", None),
        ("", None),
        (None, None),
        (20261120, None),
    ],
)
def test_dates(text: object, day: date | None) -> None:
    """Dates are read as engines write them; impossible ones are none."""
    assert read_date(text, TODAY) == day


async def test_cache_outlives_a_restart(
    hass: HomeAssistant, server: SearXNGSimulator
) -> None:
    """What was found is known after the entry was set up anew, and nobody is asked."""
    searching = await async_set_up(hass, searxng(server))
    first = await searching.act(query="library")
    await hass.config_entries.async_reload(searching.entry.entry_id)
    server.fault = Fault.BROKEN
    again = await searching.act(query="Library ")
    assert again["cached"]
    assert again["results"] == first["results"]
    assert len(server.asked) == 1


async def test_broken_cache_file(
    hass: HomeAssistant, server: SearXNGSimulator, hass_storage: dict[str, object]
) -> None:
    """A file of nonsense is begun anew."""
    hass_storage["kaizen.search"] = {"version": 1, "key": "kaizen.search", "data": [1]}
    searching = await async_set_up(hass, searxng(server))
    assert (await searching.act(query="library"))["results"]


async def test_issues(hass: HomeAssistant, server: SearXNGSimulator) -> None:
    """What the owner should repair is shown until it is repaired."""
    searching = await async_set_up(hass, searxng(server))
    (subentry_id,) = searching.entry.subentries

    def shown(key: str) -> bool:
        registry = ir.async_get(hass)
        return bool(registry.async_get_issue(DOMAIN, f"{key}_{subentry_id}"))

    server.fault = Fault.FORMAT_OFF
    with pytest.raises(HomeAssistantError):
        await searching.act(query="1")
    assert shown("search_format_off")
    server.fault = Fault.TOO_MANY
    for number in range(3):
        assert not shown("search_busy")
        with pytest.raises(HomeAssistantError):
            await searching.act(query=f"busy {number}")
        assert shown("search_busy") is (number >= 1)
        if number >= 1:
            break
    server.fault, server.results = None, some_results()
    await searching.act(query="2")
    assert not shown("search_busy")
    assert not shown("search_format_off")


async def test_house_falls_back(hass: HomeAssistant, server: SearXNGSimulator) -> None:
    """Two servers: when one is down, the house hears from the other."""
    async with SearXNGSimulator(results=some_results()) as other:
        searching = await async_set_up(
            hass, searxng(server, "First"), searxng(other, "Second")
        )
        server.fault = Fault.RESET
        assert (await searching.act(query="library"))["provider"] == "Second"
