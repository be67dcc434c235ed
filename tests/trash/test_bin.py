"""The trash: what goes in comes back whole, and nothing gets lost on the way."""

import asyncio
from datetime import timedelta
import inspect
import os
from pathlib import Path
import random
import signal
import stat
import tempfile
from typing import Final, override

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.kaizen.trash import (
    Change,
    Payload,
    Reason,
    TrashBin,
    TrashConflictError,
    TrashDamagedError,
    TrashEvent,
    TrashNotFoundError,
    TrashUnavailableError,
)
from custom_components.kaizen.trash.bin import Trash
from custom_components.kaizen.trash.store import State, TrashStore

from .things import KIND, NOW, Files, Rig

from tests.crash import victims

KILLS: Final = 5


async def test_there_and_back_is_byte_equal(rig: Rig) -> None:
    """Whatever the bytes are."""
    content = random.Random(4).randbytes(300_000)
    rig.write("a", content)
    item = await rig.trash.async_move_in(KIND, "a", actor="u", tainted=True)
    assert rig.there() == set()
    (listed,) = await rig.trash.async_list()
    assert listed == item
    assert (item.label, item.size, item.tainted) == ("File a", 300_000, True)
    assert item.reason is Reason.REMOVED
    assert item.deleted_at == NOW
    assert item.expires_at == NOW + timedelta(days=30)
    await rig.trash.async_restore(item.id, actor="u")
    assert (rig.files.folder / "a").read_bytes() == content
    assert await rig.keys() == []


async def test_list_is_latest_first_and_filtered(rig: Rig) -> None:
    """By kind and key, as many as are wanted."""
    for key in "abc":
        rig.write(key)
        await rig.move_in(key)
    assert await rig.keys() == ["c", "b", "a"]
    assert [item.key for item in await rig.trash.async_list(key="b")] == ["b"]
    assert await rig.trash.async_list(kind="other") == []
    assert len(await rig.trash.async_list(limit=2)) == 2


async def test_nothing_happens_to_what_is_not_there(rig: Rig) -> None:
    """Nor to kinds nobody registered, nor to items that are not in the trash."""
    with pytest.raises(TrashNotFoundError):
        await rig.move_in("a")
    with pytest.raises(TrashNotFoundError):
        await rig.trash.async_move_in("other", "a", actor="agent")
    with pytest.raises(TrashNotFoundError):
        await rig.trash.async_restore("0" * 32, actor="agent")
    rig.write("a")
    id_ = await rig.move_in("a")
    await rig.trash.async_restore(id_, actor="agent")
    with pytest.raises(TrashNotFoundError):
        await rig.trash.async_restore(id_, actor="agent")


async def test_what_took_the_place_stays(rig: Rig) -> None:
    """The item stays in the trash."""
    rig.write("a", b"old")
    id_ = await rig.move_in("a")
    rig.write("a", b"new")
    with pytest.raises(TrashConflictError):
        await rig.trash.async_restore(id_, actor="agent")
    assert (rig.files.folder / "a").read_bytes() == b"new"
    assert await rig.keys() == ["a"]


async def test_versions_can_be_undone_both_ways(tmp_path: Path) -> None:
    """What is replaced by an older version is a version itself."""
    rig = await Rig(tmp_path, versions=True).start()
    rig.write("a", b"one")
    first = await rig.trash.async_keep(KIND, "a", actor="agent")
    assert first.reason is Reason.CHANGED
    rig.write("a", b"two")
    await rig.trash.async_restore(first.id, actor="agent")
    assert (rig.files.folder / "a").read_bytes() == b"one"
    (second,) = await rig.trash.async_list()
    assert second.reason is Reason.REPLACED
    await rig.trash.async_restore(second.id, actor="agent")
    assert (rig.files.folder / "a").read_bytes() == b"two"


async def test_damaged_content_is_not_put_back(rig: Rig) -> None:
    """Something changed the file of the trash."""
    rig.write("a")
    id_ = await rig.move_in("a")
    with rig.store.transaction() as connection:
        connection.execute("UPDATE items SET payload = x'00'")
    with pytest.raises(TrashDamagedError):
        await rig.trash.async_restore(id_, actor="agent")
    assert await rig.keys() == ["a"]


async def test_unusable_trash_keeps_things_where_they_are(tmp_path: Path) -> None:
    """A folder lies where the file should be."""
    rig = await Rig(tmp_path).start()
    rig.path.mkdir(parents=True)
    rig.write("a")
    with pytest.raises(TrashUnavailableError):
        await rig.move_in("a")
    assert rig.there() == {"a"}


async def test_a_thing_that_does_not_go_is_not_in_the_trash(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is one lost that does not come back."""

    async def fail(*_: object) -> None:
        raise PermissionError

    rig.write("a")
    with monkeypatch.context() as patch:
        patch.setattr(rig.files, "async_let_go", fail)
        with pytest.raises(PermissionError):
            await rig.move_in("a")
    assert await rig.keys() == []
    id_ = await rig.move_in("a")
    with monkeypatch.context() as patch:
        patch.setattr(rig.files, "async_put_back", fail)
        with pytest.raises(PermissionError):
            await rig.trash.async_restore(id_, actor="agent")
    assert await rig.keys() == ["a"]


async def test_what_happens_is_told_after_it_happened(rig: Rig) -> None:
    """To listeners, without content or label."""
    heard: list[TrashEvent] = []

    async def listen(event: TrashEvent) -> None:
        heard.append(event)

    stop = rig.trash.add_listener(listen)
    rig.write("a")
    id_ = await rig.move_in("a")
    await rig.trash.async_restore(id_, actor="owner")
    stop()
    await rig.move_in("a")
    assert [(e.change, e.kind, e.item_ids, e.actor) for e in heard] == [
        (Change.MOVED_IN, KIND, (id_,), "agent"),
        (Change.RESTORED, KIND, (id_,), "owner"),
    ]


async def test_nobody_else_can_read_it(rig: Rig) -> None:
    """The file, its log, and the folder."""
    rig.write("a")
    await rig.move_in("a")
    for path in rig.path.parent.glob("trash.db*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(rig.path.parent.stat().st_mode) == 0o700


def test_what_agents_get_cannot_erase() -> None:
    """Neither by its type nor by what is really handed out."""
    assert {name for name in vars(TrashBin) if not name.startswith("_")} == {
        "async_keep",
        "async_list",
        "async_move_in",
        "async_restore",
    }
    for handed_out in (Trash, TrashStore):
        for name, _ in inspect.getmembers(handed_out, inspect.isfunction):
            assert not {"delete", "erase", "purge", "expire", "clear"} & set(
                name.split("_")
            )


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["move_in", "keep", "restore", "write"]), st.integers(0, 4)
    ),
    max_size=25,
)


@given(OPERATIONS, st.booleans())
@settings(max_examples=40, deadline=None)
async def test_nothing_a_tool_does_loses_anything(
    operations: list[tuple[str, int]], versions: bool
) -> None:
    """Contents that are there or can be restored never become fewer, whatever the order."""
    with tempfile.TemporaryDirectory() as folder:
        rig = await Rig(Path(folder), versions=versions).start()
        for number, (operation, which) in enumerate(operations):
            before = await _recoverable(rig)
            key = "abcde"[which]
            try:
                match operation:
                    case "move_in":
                        await rig.move_in(key)
                    case "keep":
                        await rig.trash.async_keep(KIND, key, actor="agent")
                    case "restore":
                        items = await rig.trash.async_list()
                        id_ = items[which].id if which < len(items) else "0" * 32
                        await rig.trash.async_restore(id_, actor="agent")
                    case "write" if key not in rig.there():
                        rig.write(key, f"{number}".encode())
            except TrashNotFoundError, TrashConflictError:
                pass
            assert before <= await _recoverable(rig)
        rig.store.close()


async def _recoverable(rig: Rig) -> set[bytes]:
    there = {path.read_bytes() for path in rig.files.folder.iterdir()}
    found = [rig.store.find(item.id) for item in await rig.trash.async_list()]
    return there | {row[2] for row in found if row}


class Dying(Files):
    """Files whose process is killed before or after they change."""

    def __init__(self, folder: Path, step: int) -> None:
        """Die at a step."""
        super().__init__(folder)
        self._left = step

    def step(self) -> None:
        """Come to the next step."""
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)

    @override
    async def async_take(self, key: str) -> Payload:
        """Return a file's content."""
        self.step()
        return await super().async_take(key)

    @override
    async def async_let_go(self, key: str) -> None:
        """Remove a file."""
        self.step()
        await super().async_let_go(key)
        self.step()

    @override
    async def async_put_back(self, key: str, content: bytes) -> None:
        """Write a file."""
        self.step()
        await super().async_put_back(key, content)
        self.step()


STEPS: Final = 8
"""Of which a move and its way back have five around the files and three in the store."""


def die(folder: str) -> None:
    """Move a file into the trash and back, and be killed at the step the newest house is for."""
    house = max(Path(folder).iterdir())
    rig = Rig(house)
    rig.files = dying = Dying(rig.files.folder, int(house.name))
    change = rig.store.set_state

    def set_state(item_id: str, state: State) -> None:
        change(item_id, state)
        dying.step()

    rig.store.set_state = set_state  # type: ignore[method-assign]
    asyncio.run(_move_and_restore(rig))


async def _move_and_restore(rig: Rig) -> None:
    await rig.start()
    await rig.trash.async_restore(await rig.move_in("a"), actor="agent")


async def test_killed_at_any_step_a_thing_is_in_exactly_one_place(
    tmp_path: Path,
) -> None:
    """After the next start, and whole."""
    with victims(f"{__name__}:die", str(tmp_path)) as processes:
        for step in range(1, STEPS + 1):
            house = tmp_path / str(step)
            house.mkdir()
            Rig(house).write("a", b"precious")
            processes.run(20_000)
            rig = await Rig(house).start()
            in_trash = await rig.trash.async_list()
            assert sorted([*rig.there(), *(item.key for item in in_trash)]) == ["a"]
            for item in in_trash:
                await rig.trash.async_restore(item.id, actor="agent")
            assert (rig.files.folder / "a").read_bytes() == b"precious"
            rig.store.close()


def move_for_ever(folder: str) -> None:
    """Move files into the trash and back until killed."""

    async def work() -> None:
        rig = await Rig(Path(folder)).start()
        while True:
            for key in sorted(rig.there()):
                await rig.move_in(key)
            for item in await rig.trash.async_list():
                await rig.trash.async_restore(item.id, actor="agent")

    asyncio.run(work())


async def test_killed_at_any_instant_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    """Again and again, at instants nobody chose."""
    keys = [f"file_{number}" for number in range(6)]
    rig = Rig(tmp_path)
    for key in keys:
        rig.write(key, key.encode() * 100)
    with victims(f"{__name__}:move_for_ever", str(tmp_path)) as processes:
        for kill in range(KILLS):
            processes.run(150 + 37 * kill)
            rig = await Rig(tmp_path).start()
            assert sorted([*rig.there(), *await rig.keys()]) == keys
            rig.store.close()
    for item in await rig.trash.async_list():
        await rig.trash.async_restore(item.id, actor="agent")
    for key in keys:
        assert (rig.files.folder / key).read_bytes() == key.encode() * 100
