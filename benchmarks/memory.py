"""Memories: how fast they are found, written and loaded, in memory and in Chroma.

Prints a table, and exits with 1 when a bar is missed. Vectors are made up; making them is not measured.
"""

import argparse
import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
import json
from pathlib import Path
from statistics import median, quantiles
import subprocess
import sys
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

import aiohttp

from custom_components.kaizen.memory.index import (
    ChromaIndex,
    ChromaServer,
    Space,
    VectorIndex,
)
from custom_components.kaizen.memory.library import Library
from custom_components.kaizen.memory.recall import Audience
from custom_components.kaizen.memory.store import Store

from .remembered.contenders import PlainChroma, on_disk, resident
from .remembered.household import KnownVectors, drafts, fill

from tests.harness import free_port
from tests.memory.chroma import ChromaProcess

CONTENDERS: Final = ("builtin", "chroma", "plain chroma")
SIZES: Final = (1_000, 10_000, 100_000)
CHROMA_MOST: Final = 10_000
"""Memories Chroma is filled with unless asked for more: it takes a thousand in a second."""
RECALL_MOST: Final = {10_000: 5.0, 100_000: 50.0}
"""Most time of a recall in milliseconds, 95 of 100, by memories; the embedding call aside."""

_RECALLS: Final = 200
_WRITES: Final = 50
type MakeAny = Callable[[str, Space], VectorIndex | None]
"""Returns the index for a store's id and a space."""

_AUDIENCE: Final = Audience(user_id="elena", area_id="kitchen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One contender with so many memories; times in milliseconds, sizes in megabytes."""

    contender: str
    memories: int
    recall: tuple[float, float]
    """Median and 95 of 100."""
    confirmed: tuple[float, float]
    """From a new memory to its being on the disk."""
    found: tuple[float, float]
    """From a new memory to its being found by its meaning."""
    start: float
    """From nothing to the first answer, on what was there before."""
    memory: float
    """Of this process, more than before; Chroma's own not included."""
    server: float
    disk: float


@asynccontextmanager
async def _chroma(folder: Path) -> AsyncGenerator[tuple[ChromaProcess, str]]:
    server = ChromaProcess(folder / "chroma", free_port())
    await asyncio.to_thread(server.start)
    try:
        yield server, server.url
    finally:
        await asyncio.to_thread(server.stop)


async def measure(contender: str, memories: int, folder: Path) -> Measured:
    """Return what one contender needs."""
    fill(folder / "kaizen", memories)
    if contender == "builtin":
        return await _measure(contender, memories, folder, lambda _, __: None, None)
    async with (
        _chroma(folder) as (server, url),
        aiohttp.ClientSession() as session,
    ):

        def make_index(store_id: str, space: Space) -> VectorIndex:
            if contender == "plain chroma":
                return PlainChroma(session, url)
            return ChromaIndex(ChromaServer(session, url), store_id, space)

        return await _measure(contender, memories, folder, make_index, server)


async def _measure(
    contender: str,
    memories: int,
    folder: Path,
    make_index: MakeAny,
    server: ChromaProcess | None,
) -> Measured:
    embedder = KnownVectors()
    before = resident()
    if contender == "chroma":
        # A start finds everything in Chroma already.
        await _fill_index(folder, embedder, make_index)
    began = perf_counter()
    store, library = await _open(folder, embedder, make_index)
    if server:
        await library.upkeep.settled()
    await _recall(library, "the first question")
    start = perf_counter() - began
    await library.upkeep.settled()
    recalls = [await _recall(library, f"coffee {n} milk") for n in range(_RECALLS)]
    confirmed, found = await _write(library)
    measured = Measured(
        contender=contender,
        memories=memories,
        recall=_spread(recalls),
        confirmed=_spread(confirmed),
        found=_spread(found),
        start=1000 * start,
        memory=resident() - before,
        server=resident(server.pid) if server else 0.0,
        disk=on_disk(folder),
    )
    await library.close()
    await store.close()
    return measured


async def _open(
    folder: Path, embedder: KnownVectors, make_index: MakeAny
) -> tuple[Store, Library]:
    path = folder / "kaizen" / "memory.db"
    store = await Store.open(path, lambda: datetime.now(UTC))
    library = Library(store, embedder, lambda space: make_index(store.id, space))
    await library.start()
    return store, library


async def _fill_index(
    folder: Path, embedder: KnownVectors, make_index: MakeAny
) -> None:
    store, library = await _open(folder, embedder, make_index)
    await library.upkeep.settled()
    await library.close()
    await store.close()


async def _recall(library: Library, text: str) -> float:
    assert library.upkeep.serving
    await library.upkeep.serving.embedder.query(text)
    began = perf_counter()
    await library.recall(text, _AUDIENCE, now=datetime.now(UTC))
    return 1000 * (perf_counter() - began)


async def _write(library: Library) -> tuple[list[float], list[float]]:
    confirmed, found = [], []
    for draft in drafts(_WRITES, seed=9):
        began = perf_counter()
        await library.store.write(lambda w, draft=draft: w.add(draft, actor="me"))  # type: ignore[misc]
        confirmed.append(1000 * (perf_counter() - began))
        await library.upkeep.settled()
        found.append(1000 * (perf_counter() - began))
    return confirmed, found


def _spread(values: Sequence[float]) -> tuple[float, float]:
    return median(values), quantiles(values, n=20)[-1]


def measure_apart(contender: str, memories: int) -> Measured:
    """Measure in a process of its own."""
    done = subprocess.run(
        [
            sys.executable,
            *("-m", "benchmarks.memory", "--one", contender, str(memories)),
        ],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr.decode())
    return Measured(**json.loads(done.stdout))


def _measure_here(contender: str, memories: int) -> str:
    with TemporaryDirectory(prefix="kaizen-bench-") as folder:
        measured = asyncio.run(measure(contender, memories, Path(folder)))
    return json.dumps(asdict(measured))


def _line(one: Measured) -> str:
    recall, confirmed, found = (
        f"{low:.2f} / {high:.2f}"
        for low, high in (one.recall, one.confirmed, one.found)
    )
    return (
        f"| {one.contender} | {one.memories:,} | {recall} | {confirmed} | {found} | {one.start:.0f}"
        f" | {one.memory:.0f} + {one.server:.0f} | {one.disk:.0f} |"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="scripts/bench memory", description=__doc__)
    parser.add_argument("--memories", type=int, nargs="+", default=SIZES)
    parser.add_argument("--quick", action="store_true", help="without 100,000")
    parser.add_argument(
        "--chroma-most", type=int, default=CHROMA_MOST, help="fill Chroma with more"
    )
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one:
        sys.stdout.write(_measure_here(given.one[0], int(given.one[1])))
        return 0
    print(
        "| index | memories | recall p50 / p95 ms | on the disk ms | found ms | start ms | RAM + server MB | disk MB |"
    )
    print("|---|---|---|---|---|---|---|---|")
    missed = False
    for memories in given.memories:
        if given.quick and memories > CHROMA_MOST:
            continue
        for contender in CONTENDERS:
            if contender != "builtin" and memories > given.chroma_most:
                continue
            one = measure_apart(contender, memories)
            print(_line(one), flush=True)
            most = RECALL_MOST.get(memories) if contender == "builtin" else None
            missed |= most is not None and one.recall[1] > most
    print(f"recall p95 at most {RECALL_MOST} ms: {'MISSED' if missed else 'ok'}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
