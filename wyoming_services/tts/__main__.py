"""Serves text to speech: `python -m wyoming_services.tts`."""

import argparse
from contextlib import AsyncExitStack
from pathlib import Path
import sys

from ..models import DEFAULT_VOICE, add_models_option, voices_folder
from ..serving import (
    Health,
    Web,
    WyomingServer,
    add_serving_options,
    address,
    run_service,
    whole_seconds,
)
from .lexicons import Lexicons
from .metrics import Metrics
from .piper import Child, Piper, Remote
from .service import Service, probe
from .voices import installed


def options() -> argparse.ArgumentParser:
    """Return what can be said on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m wyoming_services.tts", description=__doc__
    )
    add_serving_options(parser, port=10200, http_port=10201)
    add_models_option(parser)
    parser.add_argument(
        "--voice",
        default=DEFAULT_VOICE,
        help=f"for clients that name none ({DEFAULT_VOICE})",
    )
    parser.add_argument(
        "--piper",
        type=address,
        metavar="tcp://HOST:PORT",
        help="a wyoming-piper that runs already, with the same voices (one of its own)",
    )
    parser.add_argument(
        "--lexicons",
        type=Path,
        metavar="FOLDER",
        help="en.txt, en_US-joe-medium.txt …: lines of written = spoken",
    )
    parser.add_argument(
        "--idle",
        type=whole_seconds,
        default=30.0,
        metavar="SECONDS",
        help="after which a text that is not finished is taken for finished (30)",
    )
    return parser


async def start(chosen: argparse.Namespace, stack: AsyncExitStack) -> str:
    """Start everything; see `run_service`."""
    folder = voices_folder(chosen.models)
    voices = installed(folder)
    if chosen.voice not in voices:
        raise RuntimeError(
            f"The voice {chosen.voice} is not in {folder}: run "
            f"`python -m wyoming_services.models --voice {chosen.voice}` first."
        )
    metrics, health = Metrics(), Health()
    web = Web("kaizen-tts", health, metrics.registry)
    await web.start(*chosen.http)
    stack.push_async_callback(web.stop)
    piper = await _piper(chosen, folder, metrics, stack)
    service = Service(
        piper=piper,
        voices=voices,
        default=chosen.voice,
        lexicons=Lexicons(chosen.lexicons),
        metrics=metrics,
        health=health,
        idle=chosen.idle,
    )
    health.watch(probe(service), busy=lambda: service.is_playing)
    # The first word has the voice loaded; nobody shall wait for that.
    await health.status()
    server = WyomingServer(service.serve, most_clients=chosen.most_clients)
    metrics.clients.set_function(lambda: server.clients)
    await server.start(*chosen.uri)
    stack.push_async_callback(server.stop)
    return (
        f"Text to speech is ready: tcp://{chosen.uri[0]}:{server.port}, "
        f"health at http://{chosen.http[0]}:{web.port}/health"
    )


async def _piper(
    chosen: argparse.Namespace, folder: Path, metrics: Metrics, stack: AsyncExitStack
) -> Piper:
    if chosen.piper:
        return Remote(chosen.piper)
    child = Child(folder, chosen.voice, metrics)
    stack.push_async_callback(child.stop)
    await child.start()
    return child


def main() -> int:
    """Serve until told to stop; return the exit code."""
    chosen = options().parse_args()
    return run_service(lambda stack: start(chosen, stack), debug=chosen.debug)


if __name__ == "__main__":
    sys.exit(main())
