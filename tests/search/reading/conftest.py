"""A small Internet, and what reads it."""

from collections.abc import AsyncGenerator, Callable

import pytest
import pytest_socket

from custom_components.kaizen.search.reading import Fetcher, Limits, Rules
from custom_components.kaizen.search.reading.addresses import is_public

from tests.simulators.pages import INTERNET, Names, PagesSimulator

type MakeFetcher = Callable[..., Fetcher]


@pytest.fixture
async def pages(socket_enabled: None) -> AsyncGenerator[PagesSimulator]:
    """Web pages on an address that stands for the Internet."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", INTERNET])
    async with PagesSimulator() as simulator:
        yield simulator


@pytest.fixture
def names() -> Names:
    """A name server that knows one site."""
    names = Names()
    names.add("site.example", INTERNET)
    return names


@pytest.fixture
async def make_fetcher(
    pages: PagesSimulator, names: Names
) -> AsyncGenerator[MakeFetcher]:
    """Make fetchers to whom the simulated Internet alone is public, besides the real one."""
    made: list[Fetcher] = []

    def make(*, port: int = 80, **limits: float) -> Fetcher:
        fetcher = Fetcher(
            rules=Rules(
                public=lambda address: address == INTERNET or is_public(address),
                ports={80, 443, port, pages.port},
            ),
            limits=Limits(**limits),  # type: ignore[arg-type]
            resolver=names,
        )
        made.append(fetcher)
        return fetcher

    yield make
    for fetcher in made:
        await fetcher.close()
