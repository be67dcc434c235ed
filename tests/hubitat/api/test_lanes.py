"""Commands keep their order and their distance."""

import asyncio
from contextlib import AsyncExitStack
from itertools import pairwise

from aiohttp import web
import pytest

from custom_components.kaizen.hubitat.api import HubBusyError
from custom_components.kaizen.hubitat.api.lanes import Lanes

from .conftest import Connect, Time


async def test_order_for_each_device(connect: Connect, time: Time) -> None:
    """One device gets its commands one by one, 50 ms apart, in the order they were given."""
    arrived: list[tuple[str, float]] = []
    under_way: set[str] = set()

    async def handle(request: web.Request) -> web.Response:
        device, level = request.path.split("/")[-3], request.path.split("/")[-1]
        assert device not in under_way
        under_way.add(device)
        arrived.append((f"{device}:{level}", time.now))
        await asyncio.sleep(0)
        under_way.remove(device)
        return web.Response(text="{}")

    client = await connect(handle)
    await asyncio.gather(
        *(client.command("7", "setLevel", level) for level in range(5)),
        client.command("8", "setLevel", 0),
    )
    of_seven = [(what, when) for what, when in arrived if what.startswith("7")]
    assert [what for what, _ in of_seven] == [f"7:{level}" for level in range(5)]
    starts = [when for _, when in of_seven]
    assert all(b - a >= 0.0499 for a, b in pairwise(starts))
    assert max(time.naps) <= 0.05


async def test_a_slow_device_stops_no_other(connect: Connect) -> None:
    """While one device's command hangs, another's goes through; few are under way at once."""
    release = asyncio.Event()
    now, most = 0, 0

    async def handle(request: web.Request) -> web.Response:
        nonlocal now, most
        now += 1
        most = max(most, now)
        if "/7/" in request.path:
            await release.wait()
        await asyncio.sleep(0.005)
        now -= 1
        return web.Response(text="{}")

    client = await connect(handle)
    slow = asyncio.create_task(client.command("7", "on"))
    others = (client.command(str(n), "on") for n in range(8, 28))
    await asyncio.gather(*others)
    assert not slow.done()
    release.set()
    await slow
    assert most == 4


async def test_a_command_does_not_wait_for_ever(time: Time) -> None:
    """What could not be sent in time is given up, unsent, and blocks nothing."""
    lanes = Lanes(clock=time.clock, sleep=time.sleep, patience=0.01)
    async with lanes.turn("7"):
        with pytest.raises(HubBusyError):
            async with lanes.turn("7"):
                pytest.fail("two in one lane")
    async with lanes.turn("7"):
        pass


async def test_a_busy_hub_blocks_no_lane(time: Time) -> None:
    """A command cancelled while the hub was busy lets the next of its device through."""
    lanes = Lanes(clock=time.clock, sleep=time.sleep)

    async def pass_through() -> None:
        async with lanes.turn("7"):
            pass

    async with AsyncExitStack() as others:
        for device in "1234":
            await others.enter_async_context(lanes.turn(device))
        first = asyncio.create_task(pass_through())
        second = asyncio.create_task(pass_through())
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.wait([first])
    async with asyncio.timeout(5):
        await second
    assert first.cancelled()


async def test_giving_up_frees_the_lane(time: Time) -> None:
    """A cancelled command, waiting or under way, leaves the lane to the next."""
    lanes = Lanes(clock=time.clock, sleep=time.sleep)
    entered = asyncio.Event()

    async def stay() -> None:
        async with lanes.turn("7"):
            entered.set()
            await asyncio.Event().wait()

    holder, waiter = asyncio.create_task(stay()), asyncio.create_task(stay())
    await entered.wait()
    waiter.cancel()
    holder.cancel()
    await asyncio.wait([holder, waiter])
    async with lanes.turn("7"):
        pass


async def test_idle_lanes_are_forgotten(time: Time) -> None:
    """A thousand devices leave nothing behind once they are done."""
    lanes = Lanes(clock=time.clock, sleep=time.sleep)
    for device in range(1000):
        async with lanes.turn(str(device)):
            pass
        time.now += 0.01
    assert len(vars(lanes)["_lanes"]) <= 6
