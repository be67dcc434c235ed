"""Killed at any instant, it has everything it had confirmed."""

import asyncio
from collections.abc import Iterator
import json
from pathlib import Path
import random
import signal
import subprocess
import sys
from typing import Final

import pytest

from custom_components.kaizen.memory.index import Health, IndexKeeper, Space
from custom_components.kaizen.memory.store import Filter, State, Store, all_entries

from tests.memory.index.conformance import assert_same, brute_force
from tests.memory.rig import ELENA, MAX, ROOT, Clock, vector

SPACE: Final = Space("m", 8)

type Confirmed = tuple[int, dict[str, str | None]]
"""The number of a change, and what it made of the memories it changed."""


def write_and_die(folder: Path, seed: int) -> Iterator[Confirmed]:
    """Let a process write, kill it after a random number of confirmed changes; yield what it had confirmed."""
    process = subprocess.Popen(
        [
            sys.executable,
            *("-m", "tests.memory.alone", "tests.memory.store.writing"),
            *(str(folder), str(seed)),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    rng = random.Random(seed)
    for _ in range(rng.randrange(1, 60)):
        yield json.loads(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    for line in process.stdout:
        if line.endswith("\n"):
            yield json.loads(line)
    process.wait()


async def check(folder: Path, truth: dict[str, str | None], last: int) -> int:
    """Compare what is in the store with what was confirmed, and the index with the store.

    One change may have been on the disk and not confirmed yet when the process died. It becomes part of `truth`; the
    number of the last change is returned.
    """
    store = await Store.open(folder / "memory.db", Clock())
    try:
        assert await store.read(lambda r: r.problems()) == []
        memories = await store.read(lambda r: list(r.everything()))
        (newest, *_) = await store.read(lambda r: r.history(limit=1))
        assert newest.change in (last, last + 1)
        if newest.change > last:
            latest = await store.read(lambda r: r.history(limit=2))
            touched = {v.memory_id for v in latest if v.change == newest.change}
            truth |= {
                memory.id: memory.text if memory.is_live else None
                for memory in memories
                if memory.id in touched
            }
        assert truth == {m.id: m.text if m.is_live else None for m in memories}
        await _check_index(store)
        return newest.change
    finally:
        await store.close()


async def _check_index(store: Store) -> None:
    keeper = IndexKeeper(store, SPACE)
    assert await keeper.mend()
    assert keeper.health is Health.READY
    entries = await store.read(lambda r: list(all_entries(r, "m")))
    for seed in range(3):
        query = vector(seed)
        assert_same(
            await keeper.search(query, [ELENA, MAX], 10),
            brute_force(entries, query, [ELENA, MAX], 10),
        )
    words = await store.read(lambda r: r.browse(Filter(text="fact"), limit=500))
    everything = await store.read(
        lambda r: r.browse(Filter(state=State.LIVE), limit=500)
    )
    assert words == everything
    await keeper.close()


async def _kill_repeatedly(folder: Path, times: int) -> None:
    truth: dict[str, str | None] = {}
    last = 0
    for seed in range(times):
        for last, told in await asyncio.to_thread(list, write_and_die(folder, seed)):  # noqa: B007
            truth |= told
        last = await check(folder, truth, last)


async def test_killed_twenty_times(tmp_path: Path) -> None:
    """Nothing confirmed is lost, nothing is half written, and every query is as if all were searched by hand."""
    await _kill_repeatedly(tmp_path / "kaizen", 20)


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_killed_two_hundred_times(tmp_path: Path) -> None:
    """The same, for longer."""
    await _kill_repeatedly(tmp_path / "kaizen", 200)
