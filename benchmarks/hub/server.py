"""The hub as a process of its own, so that its work is not counted; it tells events on demand and notes when.

Beside the routes of the simulator's control port: POST /probes `[[device, attribute, value, other value], ...]` says
what to report, POST /tell `{"count", "together", "to"}` reports so many events in groups, each group to one receiver
after the other, and returns `[[receiver, seconds since the epoch], ...]`, one for each group.
"""

import argparse
import asyncio
from collections.abc import Iterator
from itertools import batched, islice
from random import Random
import time
from typing import Any, Final

from aiohttp import web

from tests.simulators.hubitat import SIZE, Event, HubSimulator, Limits, fleet
from tests.simulators.hubitat.control import control_app

SOCKET: Final = "socket"
"""The receiver that is whoever has opened the event socket; all others are addresses."""
PAUSE: Final = 0.002
"""Seconds between two groups."""


class Teller:
    """Decides alone what the hub reports, and to whom."""

    def __init__(self, hub: HubSimulator) -> None:
        """Take the place of the hub's own listeners."""
        self._hub = hub
        self._said: list[Event] = []
        self._reports: Iterator[Event] = iter(())
        self._shuffle = Random(1).shuffle
        hub.house.listeners[:] = [self._said.append]

    async def probes(self, request: web.Request) -> web.Response:
        """Take note of what to report."""
        self._reports = self._endless(await request.json())
        return web.json_response({})

    async def tell(self, request: web.Request) -> web.Response:
        """Report, and return when."""
        wanted = await request.json()
        told = []
        events = islice(self._reports, wanted["count"])
        for group in batched(events, wanted["together"], strict=False):
            self._shuffle(wanted["to"])
            for receiver in wanted["to"]:
                told.append((receiver, time.time()))
                await self._hand_out(group, receiver)
                await asyncio.sleep(PAUSE)
        return web.json_response(told)

    def _endless(self, probes: list[tuple[str, str, Any, Any]]) -> Iterator[Event]:
        turn = 0
        while True:
            for device, attribute, *values in probes:
                self._hub.report(device, attribute, values[turn % 2])
                yield from self._said
                self._said.clear()
            turn += 1

    async def _hand_out(self, events: tuple[Event, ...], receiver: str) -> None:
        postman, sockets = self._hub.postman, self._hub.sockets
        if receiver == SOCKET:
            for event in events:
                sockets.publish(event)
            await sockets.delivered()
            return
        postman.url = receiver
        for event in events:
            postman.publish(event)
        await postman.delivered()


async def run(options: argparse.Namespace) -> None:
    """Serve until ended."""
    # A list of all devices is more work the longer it is; the simulator's default is that of its own fleet.
    limits = Limits(all_devices=Limits().all_devices * options.devices / SIZE)
    hub = HubSimulator(
        devices=fleet(options.devices), port=options.port, realtime=True, limits=limits
    )
    async with hub:
        teller = Teller(hub)
        app = control_app(hub)
        app.add_routes([web.post("/probes", teller.probes)])
        app.add_routes([web.post("/tell", teller.tell)])
        control = web.AppRunner(app, access_log=None)
        await control.setup()
        await web.TCPSite(control, "127.0.0.1", options.control_port).start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for option in ("--port", "--control-port", "--devices"):
        parser.add_argument(option, type=int, required=True)
    asyncio.run(run(parser.parse_args()))
