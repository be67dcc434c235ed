"""Runs a hub as a process: python -m tests.simulators.hubitat --port 8090 --control-port 8091 --realtime."""

import argparse
import asyncio
import contextlib
import json
import signal

from aiohttp import web

from .control import control_app
from .fleet import SIZE, fleet
from .server import APP_ID, TOKEN, HubSimulator


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="A simulated Hubitat hub.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--control-port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--app-id", default=APP_ID)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--devices", type=int, default=SIZE)
    parser.add_argument("--realtime", action="store_true", help="the clock runs")
    parser.add_argument("--speed", type=float, default=1.0, help="how fast it runs")
    parser.add_argument("--ambient", action="store_true", help="the house is lived in")
    return parser.parse_args()


async def run(options: argparse.Namespace) -> None:
    """Serve until told to stop; the first line of output tells where, as JSON."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    hub = HubSimulator(
        seed=options.seed,
        devices=fleet(options.devices, seed=options.seed),
        port=options.port,
        token=options.token,
        app_id=options.app_id,
        realtime=options.realtime,
        speed=options.speed,
        ambient=options.ambient,
    )
    async with hub:
        control = web.AppRunner(control_app(hub), access_log=None)
        await control.setup()
        site = web.TCPSite(control, "127.0.0.1", options.control_port)
        await site.start()
        where = {
            "url": hub.url,
            "app_id": hub.app_id,
            "token": hub.token,
            "control": f"http://127.0.0.1:{control.addresses[0][1]}",
        }
        print(json.dumps(where), flush=True)
        await stopped.wait()
        await control.cleanup()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(arguments()))
