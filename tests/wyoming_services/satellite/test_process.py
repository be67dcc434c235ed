"""The satellite as it is started in a house: as a process, which is pressed, stopped and killed."""

from pathlib import Path
import signal

from .rig import House, Room

from tests.wyoming_services.test_processes import health, process
from tests.wyoming_services.until import until


def microphones(folder: Path) -> list[str]:
    """Return the programs that record for a room."""
    lines = (path / "cmdline" for path in Path("/proc").glob("[0-9]*"))
    found = []
    for line in lines:
        try:
            words = line.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if "microphone" in words and str(folder) in words:
            found.append(words[0])
    return found


async def test_it_is_pressed_and_stopped(tmp_path: Path) -> None:
    """A signal is a button; another one ends it, and what records for it; killed, it leaves nothing either."""
    room = Room(folder=tmp_path)
    options = (
        *("--mic-command", room.command("microphone")),
        *("--snd-command", room.command("loudspeaker")),
    )
    for number, code in ((signal.SIGTERM, 0), (signal.SIGKILL, -signal.SIGKILL)):
        async with process("satellite", *options) as (running, port, http):
            await until(lambda: any(microphones(tmp_path)))
            assert await health(http) == "kaizen-satellite ok"
            async with House(port) as house:
                await house.adopt()
                running.send_signal(signal.SIGUSR1)
                await house.event("run-pipeline")
                running.send_signal(number)
                assert await running.wait() == code
            await until(lambda: not microphones(tmp_path))
