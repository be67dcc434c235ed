"""An index that is lost, stale or another's is noticed and made anew; meanwhile the one in memory answers."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
import signal

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
import pytest

from custom_components.kaizen.memory.index import (
    ChromaIndex,
    ChromaServer,
    Health,
    IndexFailure,
    IndexKeeper,
    Space,
)
from custom_components.kaizen.memory.store import (
    Store,
    Undoer,
    all_entries,
    put_vectors,
)

from tests.harness import free_port
from tests.memory.chroma import ChromaProcess
from tests.memory.index.conformance import assert_same, brute_force
from tests.memory.rig import ELENA, MAX, OWNER, Clock, draft, vector

SPACE = Space("m", 8)

type MakeIndex = Callable[[], ChromaIndex]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[Store]:
    """Forty memories of two people."""
    found = await Store.open(tmp_path / "kaizen" / "memory.db", Clock())
    await found.write(lambda w: _fill(w, 40))
    yield found
    await found.close()


def _fill(writer: Undoer, count: int, word: str = "Fact") -> list[int]:
    with writer.change(OWNER):
        added = [
            writer.add(draft(f"{word} {n}", (ELENA, MAX)[n % 2]), actor=OWNER).memory
            for n in range(count)
        ]
    put_vectors(writer, "m", {m.rank: (m.text, vector(m.rank)) for m in added})
    return [memory.rank for memory in added]


@pytest.fixture
async def make(chroma: ChromaProcess, store: Store) -> AsyncGenerator[MakeIndex]:
    """Makes an index on the server, under the store's own name."""
    async with aiohttp.ClientSession() as session:
        yield lambda: ChromaIndex(ChromaServer(session, chroma.url), store.id, SPACE)


async def _answers_right(keeper: IndexKeeper, store: Store) -> None:
    entries = await store.read(lambda r: list(all_entries(r, "m")))
    for seed in (1, 2):
        assert_same(
            await keeper.search(vector(seed), [ELENA, MAX], 10),
            brute_force(entries, vector(seed), [ELENA, MAX], 10),
        )


async def test_without_another_index_all_is_kept_in_memory(store: Store) -> None:
    """Filled when it is first asked, and followed from then on."""
    keeper = IndexKeeper(store, SPACE)
    await _answers_right(keeper, store)
    ranks = await store.write(lambda w: _fill(w, 5, "More"))
    await keeper.follow(ranks)
    gone = await store.read(lambda r: r.browse(limit=3))
    await store.write(
        lambda w: w.trash([memory.id for memory in gone], actor=OWNER, reason="")
    )
    await keeper.follow([memory.rank for memory in gone])
    await _answers_right(keeper, store)
    await keeper.close()


async def test_an_empty_index_is_filled(store: Store, make: MakeIndex) -> None:
    """And answers from then on by itself."""
    index = make()
    keeper = IndexKeeper(store, SPACE, index)
    states: list[Health] = []
    keeper.on_health = states.append
    await _answers_right(keeper, store)
    assert keeper.health is Health.REBUILDING
    assert await keeper.mend()
    assert states == [Health.READY]
    assert sum(map(len, (await index.contents()).values())) == 40
    await _answers_right(keeper, store)
    await keeper.close()


async def test_what_was_lost_or_is_stale_or_too_much_is_mended(
    store: Store, make: MakeIndex
) -> None:
    """Only what differs is written again."""
    before = IndexKeeper(store, SPACE, make())
    await before.mend()
    await before.close()
    index = make()
    await index.open()
    await index.contents()
    entries = await store.read(lambda r: list(all_entries(r, "m")))
    await index.remove([entries[0].rank])
    # The index was away while the store went on.
    await store.write(lambda w: _fill(w, 3, "Newer"))
    changed = await store.read(lambda r: r.ranked([entries[4].rank]))
    memory = changed[entries[4].rank]
    await store.write(
        lambda w: put_vectors(w, "m", {memory.rank: (memory.text, vector(777))})
    )
    trashed = (await store.read(lambda r: r.ranked([entries[7].rank])))[entries[7].rank]
    await store.write(lambda w: w.trash([trashed.id], actor=OWNER, reason=""))
    keeper = IndexKeeper(store, SPACE, make())
    assert await keeper.mend()
    await _answers_right(keeper, store)
    assert sum(map(len, (await index.contents()).values())) == 42
    await keeper.close()


async def test_a_collection_of_somebody_else_is_made_anew(
    store: Store, make: MakeIndex, chroma: ChromaProcess
) -> None:
    """Wherever it has the name of ours and holds what is not."""
    keeper = IndexKeeper(store, SPACE, make())
    await keeper.mend()
    async with aiohttp.ClientSession() as session:
        server = ChromaServer(session, chroma.url)
        ours = [c for c in await server.collections() if store.id in c.name]
        await server.upsert(ours[0].id, ["stranger"], [vector(3)], [1])
    assert await keeper.mend()
    await _answers_right(keeper, store)
    await keeper.close()


async def test_a_collection_that_is_gone_is_noticed_by_the_next_question(
    store: Store, make: MakeIndex
) -> None:
    """Which is answered all the same."""
    keeper = IndexKeeper(store, SPACE, make())
    await keeper.mend()
    other = make()
    await other.open()
    await other.drop(ELENA)
    await _answers_right(keeper, store)
    assert keeper.health is Health.FAILING
    assert await keeper.mend()
    await _answers_right(keeper, store)
    await keeper.close()


async def test_what_is_stored_while_the_index_is_made_is_in_it(
    store: Store, make: MakeIndex
) -> None:
    """Both at once."""
    keeper = IndexKeeper(store, SPACE, make())

    async def go_on() -> None:
        for n in range(5):
            ranks = await store.write(lambda w, n=n: _fill(w, 4, f"During {n}"))  # type: ignore[misc]
            await keeper.follow(ranks)

    mended, _ = await asyncio.gather(keeper.mend(), go_on())
    assert mended
    await _answers_right(keeper, store)
    assert keeper.health is Health.READY
    await keeper.close()


async def test_a_server_that_is_killed_costs_nothing(
    store: Store, tmp_path: Path, socket_enabled: None
) -> None:
    """Answers go on, one warning is logged, and it is in step again once it is back."""
    server = ChromaProcess(tmp_path / "chroma-data", free_port())
    await asyncio.to_thread(server.start)
    try:
        async with aiohttp.ClientSession() as session:
            keeper = IndexKeeper(
                store,
                SPACE,
                ChromaIndex(ChromaServer(session, server.url), store.id, SPACE),
            )
            assert await keeper.mend()
            await asyncio.to_thread(server.stop, signal.SIGKILL)
            ranks = await store.write(lambda w: _fill(w, 6, "Meanwhile"))
            await keeper.follow(ranks)
            assert keeper.health is Health.FAILING
            await _answers_right(keeper, store)
            assert not await keeper.mend()
            await asyncio.to_thread(server.start)
            assert await keeper.mend()
            await _answers_right(keeper, store)
            await keeper.close()
    finally:
        await asyncio.to_thread(server.stop)


async def test_nothing_erased_stays_in_chroma(
    store: Store, make: MakeIndex, chroma: ChromaProcess
) -> None:
    """A scope that is dropped is made anew without it; texts were never there."""
    keeper = IndexKeeper(store, SPACE, make())
    await keeper.mend()
    files = b"".join(p.read_bytes() for p in chroma.folder.rglob("*") if p.is_file())
    assert b"Fact 1" not in files
    memory = (await store.read(lambda r: r.browse(limit=1)))[0]
    await store.write(lambda w: w.trash([memory.id], actor=OWNER, reason=""))
    await keeper.drop([memory.scope])
    assert keeper.health is Health.READY
    await _answers_right(keeper, store)
    await keeper.close()


async def test_a_proxy_gets_its_bearer(
    store: Store, chroma: ChromaProcess, make: MakeIndex
) -> None:
    """With every request; without it the index fails, and says so without the secret."""

    async def forward(request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != "Bearer s3cret":
            return web.Response(status=401, text="s3cret is missing")
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                request.method,
                chroma.url + request.path_qs,
                data=await request.read(),
                headers={"Content-Type": "application/json"},
            ) as response,
        ):
            return web.Response(
                status=response.status,
                body=await response.read(),
                content_type="application/json",
            )

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", forward)
    async with TestServer(app) as proxy, aiohttp.ClientSession() as session:
        url = str(proxy.make_url(""))
        headers = {"Authorization": "Bearer s3cret"}
        index = ChromaIndex(ChromaServer(session, url, headers), store.id, SPACE)
        keeper = IndexKeeper(store, SPACE, index)
        assert await keeper.mend()
        with pytest.raises(IndexFailure, match="401") as refused:
            await ChromaServer(session, url).open()
        assert "s3cret" not in str(refused.value)
        await keeper.close()


async def test_what_is_not_chroma_is_not_taken_for_it(socket_enabled: None) -> None:
    """A web page that answers everything."""

    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<h1>Router</h1>", content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", page)
    async with TestServer(app) as other, aiohttp.ClientSession() as session:
        with pytest.raises(IndexFailure):
            await ChromaServer(session, str(other.make_url(""))).open()
