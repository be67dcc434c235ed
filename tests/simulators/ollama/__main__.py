"""`python -m tests.simulators.ollama`: the server as a process, steered through /_control/."""

import argparse
import asyncio
import signal

from .answers import Backend
from .engine import Speed
from .models import INSTALLED, REGISTRY, SMOLLM2
from .server import OllamaSimulator
from .smollm2 import SmolLM2


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="tests.simulators.ollama", description=__doc__
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument(
        "--backend",
        "--model-backend",
        choices=("script", "smollm2"),
        default="script",
        help="what answers: prepared words, or a real small model",
    )
    parser.add_argument("--token", help="the bearer token clients must send")
    parser.add_argument(
        "--print-url", action="store_true", help="print the address once it listens"
    )
    return parser.parse_args()


def _server(arguments: argparse.Namespace) -> OllamaSimulator:
    if arguments.backend == "script":
        return OllamaSimulator(
            port=arguments.port,
            models=INSTALLED,
            registry=REGISTRY,
            token=arguments.token,
        )
    backend: Backend = SmolLM2()
    return OllamaSimulator(
        port=arguments.port,
        backend=backend,
        models=(SMOLLM2,),
        registry=(),
        token=arguments.token,
        speed=Speed(load=0.0),
        gpu_share=0.0,
    )


async def _run(arguments: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with _server(arguments) as server:
        if arguments.print_url:
            print(server.url, flush=True)
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(_run(_arguments()))
