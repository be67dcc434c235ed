"""Pages come whole, or not at all, and never from inside the house."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from custom_components.kaizen.search.errors import (
    ForbiddenAddressError,
    PageError,
    PageTooLargeError,
)

from .conftest import MakeFetcher

from tests.simulators.pages import INTERNET, Names, PagesSimulator


@pytest.fixture
async def secret(socket_enabled: None) -> AsyncGenerator[list[str]]:
    """Something on loopback that nobody may reach; yields who has, and on which port."""
    reached: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.append("reached")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reached.append(str(server.sockets[0].getsockname()[1]))
    yield reached
    server.close()
    await server.wait_closed()


async def test_page(pages: PagesSimulator, make_fetcher: MakeFetcher) -> None:
    """A page is fetched without saying who asks, from where or with which cookies."""
    document = await make_fetcher().fetch(f"http://site.example:{pages.port}/article")
    assert b"town library" in document.content
    assert document.charset == "utf-8"
    sent = {name.lower() for name in pages.headers[0]}
    assert not sent & {"cookie", "referer", "authorization", "origin"}


@pytest.mark.parametrize("path", ["/gzip", "/deflate"])
async def test_packed(
    pages: PagesSimulator, make_fetcher: MakeFetcher, path: str
) -> None:
    """Packed pages are unpacked."""
    document = await make_fetcher().fetch(f"http://site.example:{pages.port}{path}")
    assert b"town library" in document.content


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/huge", PageTooLargeError),
        ("/bomb", PageTooLargeError),
        ("/drip", PageError),
        ("/silent", PageError),
        ("/image", PageError),
        ("/broken", PageError),
        ("/brotli", PageError),
        ("/loop", PageError),
        ("/missing", PageError),
        ("/to?url=javascript:alert(1)", ForbiddenAddressError),
        ("/to?url=file:///etc/passwd", ForbiddenAddressError),
    ],
)
async def test_bad_pages(
    pages: PagesSimulator,
    make_fetcher: MakeFetcher,
    path: str,
    error: type[PageError],
) -> None:
    """Nothing that a page does keeps the house busy, or fills its memory."""
    waits = path in {"/drip", "/silent"}
    fetcher = make_fetcher(seconds=0.5 if waits else 30.0)
    with pytest.raises(error):
        await fetcher.fetch(f"http://site.example:{pages.port}{path}")


async def test_huge_page_is_cut_off(
    pages: PagesSimulator, make_fetcher: MakeFetcher
) -> None:
    """An endless page is given up soon after the limit."""
    with pytest.raises(PageTooLargeError):
        await make_fetcher(sent=300_000).fetch(f"http://site.example:{pages.port}/huge")
    assert pages.sent < 8_000_000  # what fits into the buffers of both ends


async def test_redirects(pages: PagesSimulator, make_fetcher: MakeFetcher) -> None:
    """A page that has moved is found, and named by where it is."""
    start = f"http://site.example:{pages.port}/to?url=/article"
    document = await make_fetcher().fetch(start)
    assert document.url == f"http://site.example:{pages.port}/article"


@pytest.mark.parametrize(
    "inside",
    [
        "http://127.0.0.1:{port}/",
        "http://127.1:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f.1:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://localhost:{port}/",
        "http://inside.example:{port}/",
        "http://mixed.example:{port}/",
        "//127.0.0.1:{port}/",
    ],
)
async def test_redirect_into_the_house(
    pages: PagesSimulator,
    make_fetcher: MakeFetcher,
    names: Names,
    secret: list[str],
    inside: str,
) -> None:
    """However it is written: a page cannot send Kaizen to what only the house can reach."""
    names.add("inside.example", "127.0.0.1")
    names.add("mixed.example", f"{INTERNET}+127.0.0.1")
    pages_port, port = pages.port, secret[0]
    fetcher = make_fetcher(port=int(port))
    target = inside.format(port=port)
    with pytest.raises(ForbiddenAddressError):
        await fetcher.fetch(f"http://site.example:{pages_port}/to?url={target}")
    assert secret == [port]


async def test_rebinding(
    pages: PagesSimulator, make_fetcher: MakeFetcher, names: Names
) -> None:
    """A name that means the Internet first and the house next is asked once for each connection."""
    names.add("rebinding.example", INTERNET, "127.0.0.1")
    fetcher = make_fetcher()
    url = f"http://rebinding.example:{pages.port}/article"
    document = await fetcher.fetch(url)
    assert b"town library" in document.content
    assert names.asked == ["rebinding.example"]
    with pytest.raises(ForbiddenAddressError):
        await fetcher.fetch(url)


async def test_unknown_name(make_fetcher: MakeFetcher) -> None:
    """A name that leads nowhere is a page that cannot be read."""
    with pytest.raises(PageError):
        await make_fetcher().fetch("http://nowhere.example/")


async def test_given_up(pages: PagesSimulator, make_fetcher: MakeFetcher) -> None:
    """Whoever gives up waiting ends the connection."""
    fetcher = make_fetcher()
    task = asyncio.create_task(
        fetcher.fetch(f"http://site.example:{pages.port}/silent")
    )
    while not pages.visits:
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
