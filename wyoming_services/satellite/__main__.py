"""A microphone and a loudspeaker for Home Assistant: `python -m wyoming_services.satellite`."""

import argparse
import asyncio
from contextlib import AsyncExitStack
import shutil
import signal
import socket
import sys
from typing import Final

from ..serving import Health, Web, WyomingServer, add_serving_options, run_service
from . import devices, loudspeaker, microphone
from .control import Control
from .ears import Ears
from .meter import show_level
from .metrics import Metrics
from .player import Player
from .satellite import Satellite
from .service import Service, describe
from .sound import HEARD_RATE, SPOKEN_RATE
from .wake import NAMES, WakeWords, load

_RECORD: Final = "arecord -q -t raw -f S16_LE -c 1 -r {rate}"
_PLAY: Final = "aplay -q -t raw -f S16_LE -c 1 -r {rate}"


def options() -> argparse.ArgumentParser:
    """Return what can be said on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m wyoming_services.satellite", description=__doc__
    )
    add_serving_options(parser, port=10700, http_port=10701)
    parser.add_argument(
        "--name",
        default=f"Satellite {socket.gethostname()}",
        help="as it is called in Home Assistant",
    )
    parser.add_argument("--area", help="the room Home Assistant puts it into at first")
    parser.add_argument(
        "--wake-word",
        action="append",
        metavar="NAME",
        help=f"{', '.join(NAMES)}, or the JSON file of a microWakeWord model; several are possible, "
        "none is push to talk alone (okay_nabu)",
    )
    parser.add_argument(
        "--threshold",
        type=_share,
        metavar="0..1",
        help="how certain it must be of a wake word (as each model says)",
    )
    parser.add_argument("--volume", type=_share, default=1.0, metavar="0..1")
    parser.add_argument(
        "--no-chime", dest="chime", action="store_false", help="no tone when it listens"
    )
    parser.add_argument("--meter", action="store_true", help="show how loud it is")
    _add_audio(parser)
    return parser


def _add_audio(parser: argparse.ArgumentParser) -> None:
    device = "its name or number in `python -m sounddevice` (the system's default)"
    for short, what, rate in (
        ("mic", "microphone", HEARD_RATE),
        ("snd", "loudspeaker", SPOKEN_RATE),
    ):
        group = parser.add_argument_group(what)
        group.add_argument(f"--{short}-device", metavar="DEVICE", help=device)
        group.add_argument(
            f"--{short}-command",
            metavar="COMMAND",
            help="a program instead, which reads or writes raw audio, 16 bits, little-endian",
        )
        group.add_argument(
            f"--{short}-rate", type=int, default=rate, metavar="HZ", help=f"{rate}"
        )
    group.add_argument("--mic-channels", type=int, default=1, help="of the command (1)")


def _share(text: str) -> float:
    """Read a number from 0 to 1.

    Raises:
        ValueError: it is none.
    """
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError("expected 0 to 1")
    return value


def _source(chosen: argparse.Namespace) -> microphone.Source:
    rate = chosen.mic_rate
    if chosen.mic_command:
        return microphone.Command(chosen.mic_command, rate, chosen.mic_channels)
    if chosen.mic_device or devices.are_usable():
        return microphone.Device(chosen.mic_device, rate)
    return microphone.Command(_alsa(_RECORD).format(rate=rate), rate)


def _loudspeaker(chosen: argparse.Namespace) -> loudspeaker.Loudspeaker:
    rate = chosen.snd_rate
    if chosen.snd_command:
        return loudspeaker.Command(chosen.snd_command, rate)
    if chosen.snd_device or devices.are_usable():
        return loudspeaker.Device(chosen.snd_device, rate)
    return loudspeaker.Command(_alsa(_PLAY).format(rate=rate), rate)


def _alsa(command: str) -> str:
    """Return a command of ALSA, if that is there.

    Raises:
        RuntimeError: it is not.
    """
    if not shutil.which(command.partition(" ")[0]):
        raise RuntimeError(
            "Nothing here reaches a microphone or a loudspeaker: install PortAudio or ALSA's tools "
            "(Debian: apt install libportaudio2, or alsa-utils), or name --mic-command and --snd-command."
        )
    return command


async def start(chosen: argparse.Namespace, stack: AsyncExitStack) -> str:
    """Start everything; see `run_service`."""
    words = [word for word in chosen.wake_word or ["okay_nabu"] if word != "none"]
    source, out = _source(chosen), _loudspeaker(chosen)
    metrics, health = Metrics(), Health()
    ears = Ears(
        lambda: WakeWords(load(words, chosen.threshold)), echo=metrics.echoes.inc
    )
    player = Player(out, volume=chosen.volume, own_voice=ears.own_voice)
    stack.push_async_callback(player.close)
    satellite = Satellite(player, ears, metrics, chime=chosen.chime)
    stack.callback(satellite.close)
    mic = microphone.Microphone(source, satellite.hear, changed=health.doubt)
    metrics.level.set_function(lambda: mic.level)
    service = Service(
        satellite, describe(chosen.name, chosen.area, ears.phrases), metrics
    )

    async def probe() -> str | None:
        return mic.problem() or await player.probe()

    health.watch(probe, busy=lambda: player.is_playing and not mic.problem())
    control = Control(satellite, service, mic)
    web = Web("kaizen-satellite", health, metrics.registry, control.routes())
    await web.start(*chosen.http)
    stack.push_async_callback(web.stop)
    mic.start()
    stack.push_async_callback(mic.stop)
    await mic.works()
    server = WyomingServer(service.serve, most_clients=chosen.most_clients)
    await server.start(*chosen.uri)
    stack.push_async_callback(server.stop)
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, satellite.press)
    if chosen.meter:
        meter = asyncio.create_task(show_level(control.state))
        stack.callback(meter.cancel)
    return (
        f"The satellite is ready: tcp://{chosen.uri[0]}:{server.port}, "
        f"health at http://{chosen.http[0]}:{web.port}/health"
    )


def main() -> int:
    """Serve until told to stop; return the exit code."""
    chosen = options().parse_args()
    return run_service(lambda stack: start(chosen, stack), debug=chosen.debug)


if __name__ == "__main__":
    sys.exit(main())
