"""Serves speech to text: `python -m wyoming_services.stt`."""

import argparse
import asyncio
from contextlib import AsyncExitStack
import os
from pathlib import Path
import sys
from typing import Final
import wave

from wyoming.audio import AudioChunk

from ..models import DEFAULT_WHISPER, add_models_option, whisper_folder
from ..serving import (
    Health,
    Probe,
    Web,
    WyomingServer,
    add_serving_options,
    run_service,
    whole_seconds,
)
from .audio import Recording
from .desk import Desk, Turn
from .metrics import Metrics
from .names import House, Names, NamesFile, Source
from .service import Service, describe
from .session import Manners
from .whisper import Utterance, Whisper, threads_for

_CLIP: Final = Path(__file__).with_name("probe.wav")
_CLIP_WORD: Final = "kitchen"
_TOKEN: Final = "KAIZEN_HASS_TOKEN"


def options() -> argparse.ArgumentParser:
    """Return what can be said on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m wyoming_services.stt", description=__doc__
    )
    add_serving_options(parser, port=10300, http_port=10301)
    add_models_option(parser)
    parser.add_argument(
        "--model", default=DEFAULT_WHISPER, help="Whisper's size (base)"
    )
    parser.add_argument("--language", help="for clients that name none (found out)")
    parser.add_argument("--beam", type=int, default=5, help="beam size (5)")
    parser.add_argument("--compute", default="int8", help="CTranslate2's type (int8)")
    parser.add_argument("--threads", type=int, help="cores used (all, at most 4)")
    parser.add_argument(
        "--pause",
        type=whole_seconds,
        default=0.2,
        metavar="SECONDS",
        help="silence after which the transcript is begun ahead of time (0.2)",
    )
    parser.add_argument(
        "--longest",
        type=whole_seconds,
        default=60.0,
        metavar="SECONDS",
        help="how long one may speak (60)",
    )
    parser.add_argument(
        "--stock",
        action="store_true",
        help="as wyoming-faster-whisper: full window, nothing ahead of time, no detection of silence",
    )
    parser.add_argument("--prompt", default="", help="what every hint begins with")
    parser.add_argument(
        "--names-file", type=Path, metavar="FILE", help="names to expect, one a line"
    )
    parser.add_argument(
        "--hass-url",
        metavar="URL",
        help="Home Assistant, whose exposed names are to be expected; "
        f"its token is in {_TOKEN} or in --hass-token-file",
    )
    parser.add_argument("--hass-token-file", type=Path, metavar="FILE")
    return parser


def manners(chosen: argparse.Namespace) -> Manners:
    """Return how utterances are to be treated."""
    return Manners(
        pause=None if chosen.stock else chosen.pause,
        longest=chosen.longest,
        detects_silence=not chosen.stock,
    )


def sources(chosen: argparse.Namespace) -> list[Source]:
    """Return where names come from.

    Raises:
        ValueError: Home Assistant is named, its token is not.
    """
    found: list[Source] = []
    if chosen.names_file:
        found.append(NamesFile(chosen.names_file))
    if chosen.hass_url:
        token = (
            chosen.hass_token_file.read_text(encoding="utf-8").strip()
            if chosen.hass_token_file
            else os.environ.get(_TOKEN)
        )
        if not token:
            raise ValueError(f"--hass-url needs {_TOKEN} or --hass-token-file")
        found.append(House(token, f"{chosen.hass_url.rstrip('/')}/api"))
    return found


def probe(desk: Desk) -> Probe:
    """Return a probe that has a bundled clip transcribed."""
    with wave.open(str(_CLIP)) as clip:
        recording = Recording(clip.getnframes() / clip.getframerate())
        audio = clip.readframes(clip.getnframes())
        recording.add(
            AudioChunk(
                clip.getframerate(), clip.getsampwidth(), clip.getnchannels(), audio
            )
        )
    utterance = Utterance(samples=recording.samples(), language="en")

    async def transcribe() -> str | None:
        job = desk.submit(utterance, Turn.PROBE)
        try:
            result = await job.future
        finally:
            job.drop()
        heard = result.text if result else ""
        return (
            None if _CLIP_WORD in heard.lower() else f"the clip was heard as {heard!r}"
        )

    return transcribe


async def start(chosen: argparse.Namespace, stack: AsyncExitStack) -> str:
    """Start everything; see `run_service`."""
    metrics, health = Metrics(), Health()
    web = Web("kaizen-stt", health, metrics.registry)
    await web.start(*chosen.http)
    stack.push_async_callback(web.stop)
    model = await asyncio.to_thread(
        Whisper,
        whisper_folder(chosen.models, chosen.model),
        beam=chosen.beam,
        threads=threads_for(chosen.threads),
        compute=chosen.compute,
    )
    desk = Desk(model.stock if chosen.stock else model.guarded)
    desk.start()
    stack.push_async_callback(desk.stop)
    names = Names(sources(chosen), model.count_tokens, always=chosen.prompt)
    stack.push_async_callback(names.stop)
    await names.read()
    service = Service(
        desk=desk,
        names=names,
        metrics=metrics,
        health=health,
        manners=manners(chosen),
        info=describe(chosen.model, model.languages),
        languages=frozenset(model.languages),
        language=chosen.language,
    )
    health.watch(probe(desk), busy=lambda: bool(service.open))
    metrics.waiting.set_function(lambda: desk.waiting)
    server = WyomingServer(service.serve, most_clients=chosen.most_clients)
    metrics.clients.set_function(lambda: server.clients)
    await server.start(*chosen.uri)
    stack.push_async_callback(server.stop)
    return (
        f"Speech to text is ready: tcp://{chosen.uri[0]}:{server.port}, "
        f"health at http://{chosen.http[0]}:{web.port}/health"
    )


def main() -> int:
    """Serve until told to stop; return the exit code."""
    chosen = options().parse_args()
    return run_service(lambda stack: start(chosen, stack), debug=chosen.debug)


if __name__ == "__main__":
    sys.exit(main())
