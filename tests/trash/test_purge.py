"""Erasing: by the owner or in time, told before, and the bytes are gone."""

import random

import pytest

from custom_components.kaizen.trash import Change, TrashEvent, TrashUnavailableError
from custom_components.kaizen.trash.bin import MIN_RETENTION
from custom_components.kaizen.trash.store import TrashStore

from .things import KIND, Rig


@pytest.mark.parametrize("size", [40, 3_000, 500_000])
async def test_erased_bytes_are_in_no_file(rig: Rig, size: int) -> None:
    """Neither in the database nor in its log; what lies beside them stays."""
    pattern = random.Random(size).randbytes(16)
    rig.write("secret", pattern * (size // 16))
    rig.write("other", b"precious" * 1000)
    id_, other = await rig.move_in("secret"), await rig.move_in("other")
    assert pattern in rig.bytes_on_disk()
    assert await rig.eraser.async_erase([id_], actor="owner") == 1
    assert pattern not in rig.bytes_on_disk()
    assert b"File secret" not in rig.bytes_on_disk()
    assert await rig.keys() == ["other"]
    await rig.trash.async_restore(other, actor="owner")
    assert (rig.files.folder / "other").read_bytes() == b"precious" * 1000


async def test_erasing_is_told_first_and_can_be_refused(rig: Rig) -> None:
    """What cannot be put on record does not happen."""
    heard: list[TrashEvent] = []
    refuse = True

    async def listen(event: TrashEvent) -> None:
        if event.change is Change.ERASED:
            assert await rig.keys() == ["a"]
            heard.append(event)
            if refuse:
                raise RuntimeError

    rig.trash.add_listener(listen)
    rig.write("a")
    id_ = await rig.move_in("a")
    with pytest.raises(RuntimeError):
        await rig.eraser.async_erase([id_], actor="owner")
    assert await rig.keys() == ["a"]
    refuse = False
    await rig.eraser.async_erase([id_, "0" * 32], actor="owner")
    assert await rig.keys() == []
    assert [(e.kind, e.item_ids, e.actor) for e in heard] == [
        (KIND, (id_,), "owner")
    ] * 2


async def test_a_reader_keeps_the_log_from_being_emptied(rig: Rig) -> None:
    """That is said, not passed over: the bytes may still be there."""
    rig.write("a")
    id_ = await rig.move_in("a")
    reader = TrashStore(rig.path)
    with rig.store.transaction() as connection:
        connection.execute("PRAGMA busy_timeout=10")
    with reader.transaction() as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT * FROM items").fetchone()
        with pytest.raises(TrashUnavailableError):
            await rig.eraser.async_erase([id_], actor="owner")
    reader.close()


async def test_what_had_its_time_goes(rig: Rig) -> None:
    """After thirty days, and not before."""
    rig.write("a", b"old bytes")
    await rig.move_in("a")
    rig.pass_days(20)
    rig.write("b")
    await rig.move_in("b")
    rig.pass_days(9)
    assert await rig.eraser.async_expire(rig.now) == {}
    rig.pass_days(1)
    assert await rig.eraser.async_expire(rig.now) == {KIND: 1}
    assert await rig.keys() == ["b"]
    assert b"old bytes" not in rig.bytes_on_disk()


async def test_retention_is_a_week_at_least(rig: Rig) -> None:
    """And what is in the trash keeps the time it came with."""
    rig.write("a")
    await rig.move_in("a")
    rig.trash.retention = MIN_RETENTION / 7
    assert rig.trash.retention == MIN_RETENTION
    rig.write("b")
    await rig.move_in("b")
    rig.pass_days(7)
    await rig.eraser.async_expire(rig.now)
    assert await rig.keys() == ["a"]


async def test_last_three_versions_of_what_is_there_stay(rig: Rig) -> None:
    """As long as it is there."""
    for number in range(5):
        rig.write("a", f"version {number}".encode())
        await rig.trash.async_keep(KIND, "a", actor="agent")
    rig.pass_days(400)
    assert await rig.eraser.async_expire(rig.now) == {KIND: 2}
    kept = [rig.store.find(item.id) for item in await rig.trash.async_list()]
    assert [row[2] for row in kept if row] == [b"version 4", b"version 3", b"version 2"]
    (rig.files.folder / "a").unlink()
    assert await rig.eraser.async_expire(rig.now) == {KIND: 3}


async def test_what_went_back_leaves_no_copy(rig: Rig) -> None:
    """With the next clean-up, and without being counted."""
    rig.write("a", b"private bytes")
    await rig.trash.async_restore(await rig.move_in("a"), actor="agent")
    assert await rig.eraser.async_expire(rig.now) == {}
    assert b"private bytes" not in rig.bytes_on_disk()
    assert rig.there() == {"a"}
