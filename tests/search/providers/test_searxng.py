"""What a SearXNG server answers, and how its failures are told apart."""

from datetime import date

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
import pytest

from custom_components.kaizen.search.errors import (
    BusyError,
    FormatOffError,
    NothingFoundError,
    ProtocolError,
    SearchError,
    UnreachableError,
)
from custom_components.kaizen.search.model import Query
from custom_components.kaizen.search.providers.probe import probe_searxng
from custom_components.kaizen.search.providers.searxng import SearXNG

from tests.simulators.searxng import Fault, SearXNGSimulator, row


@pytest.fixture
async def provider(hass: HomeAssistant, server: SearXNGSimulator) -> SearXNG:
    """The server as a provider."""
    return SearXNG(async_get_clientsession(hass), server.url)


async def test_results(provider: SearXNG) -> None:
    """Titles, addresses, snippets and dates arrive."""
    answer = await provider.search(Query(text="library"))
    first = answer.results[0]
    assert first.title == "Town library: opening hours"
    assert first.published == date(2026, 11, 20)


async def test_answers(provider: SearXNG, server: SearXNGSimulator) -> None:
    """Instant answers are taken in the form of old servers and of new ones."""
    server.results = []
    for answers in (["42"], [{"answer": "42", "url": "https://a.example"}]):
        server.answers = answers
        assert (await provider.search(Query(text="x"))).direct == "42"


async def test_odd_rows(provider: SearXNG, server: SearXNGSimulator) -> None:
    """Results with holes in them do no harm to the others."""
    server.results = [
        {"title": "no address"},
        row("ok", "https://a.example", publishedDate="not a date"),
        {"url": 5, "title": "x"},
        {"url": "https://b.example", "title": None, "content": 7},
    ]
    answer = await provider.search(Query(text="x"))
    assert [one.url for one in answer.results] == [
        "https://a.example",
        "https://b.example",
    ]
    assert answer.results[0].published is None


async def test_not_utf_8(provider: SearXNG, server: SearXNGSimulator) -> None:
    """Texts in another encoding lose their accents, not the search."""
    server.results = [row("Café", "https://a.example")]
    server.fault = Fault.LATIN_1
    assert (await provider.search(Query(text="x"))).results[0].title == "Caf\ufffd"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.FORMAT_OFF, FormatOffError),
        (Fault.TOO_MANY, BusyError),
        (Fault.BROKEN, BusyError),
        (Fault.SUSPENDED, BusyError),
        (Fault.ANOTHER_SERVER, ProtocolError),
        (Fault.NOT_JSON, ProtocolError),
        (Fault.RESET, UnreachableError),
        (None, NothingFoundError),
    ],
)
async def test_failures(
    provider: SearXNG,
    server: SearXNGSimulator,
    fault: Fault | None,
    error: type[SearchError],
) -> None:
    """Each failure is what the owner has to know; none tells what was searched for."""
    server.fault, server.results = fault, []
    with pytest.raises(error) as raised:
        await provider.search(Query(text="my secret question"))
    assert type(raised.value) is error
    assert "secret" not in f"{raised.value!r}{raised.value.__cause__!r}"


async def test_nobody_there(hass: HomeAssistant, socket_enabled: None) -> None:
    """A port where nobody listens."""
    provider = SearXNG(async_get_clientsession(hass), "http://127.0.0.1:9")
    with pytest.raises(UnreachableError):
        await provider.search(Query(text="x"))


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (None, None),
        (Fault.FORMAT_OFF, FormatOffError),
        (Fault.TOO_MANY, BusyError),
        (Fault.ANOTHER_SERVER, ProtocolError),
    ],
)
async def test_probe(
    hass: HomeAssistant,
    server: SearXNGSimulator,
    fault: Fault | None,
    error: type[SearchError] | None,
) -> None:
    """Trying a server searches for nothing, and tells the same."""
    server.fault = fault
    session = async_get_clientsession(hass)
    if error is None:
        await probe_searxng(session, server.url)
    else:
        with pytest.raises(error):
            await probe_searxng(session, server.url)
    assert server.requests == 1
    assert server.asked == []
