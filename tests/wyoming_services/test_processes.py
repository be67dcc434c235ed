"""Both services as they are started in a house: as processes, which are stopped and killed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import os
from pathlib import Path
import signal
import socket
import sys

import aiohttp
import pytest

from .mouth import SENTENCES, Mouth, silence
from .stt.rig import Microphone, plain, understood
from .tts.rig import Loudspeaker
from .until import until

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@asynccontextmanager
async def process(
    service: str, *options: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, int, int]]:
    """Start a service and wait until it says that it is ready; return it and its ports."""
    port, http = free_port(), free_port()
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"wyoming_services.{service}"),
        *("--uri", f"tcp://127.0.0.1:{port}", "--http", f"127.0.0.1:{http}"),
        *options,
        cwd=ROOT,
        stderr=asyncio.subprocess.PIPE,
    )
    assert running.stderr
    said: list[str] = []
    while "is ready" not in (said or [""])[-1]:
        line = await running.stderr.readline()
        assert line, said
        said.append(line.decode())
    rest = asyncio.create_task(running.stderr.read())
    try:
        yield running, port, http
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()
        await rest


async def health(http: int) -> str:
    """Return what a service says of itself."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{http}/health") as answer,
    ):
        told = await answer.json()
        return f"{told['service']} {told['status']}"


async def test_speech_to_text(mouth: Mouth) -> None:
    """It is healthy, understands, survives a client that is killed, and ends when it is told to."""
    text = "Close the garage door, please."
    async with process("stt", "--prompt", "A home.") as (running, port, http):
        assert await health(http) == "kaizen-stt ok"
        async with Microphone(port) as gone:
            await gone.send(mouth.say(text))
            transport = gone.client._writer.transport  # type: ignore[union-attr]  # noqa: SLF001
            transport.abort()
        heard = await understood(port, mouth.say(text) + silence(0.5))
        assert plain(heard) == SENTENCES[text]
        running.send_signal(signal.SIGTERM)
        assert await running.wait() == 0


async def test_text_to_speech() -> None:
    """It is healthy and speaks; killed, it takes its Piper with it."""
    async with process("tts") as (running, port, http):
        assert await health(http) == "kaizen-tts ok"
        async with Loudspeaker(port) as loudspeaker:
            assert (await loudspeaker.say("Hello.")).seconds > 0.3
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        if not children.exists():
            pytest.skip("children are looked up in /proc")
        (piper,) = map(int, children.read_text().split())
        os.kill(running.pid, signal.SIGKILL)
        await until(lambda: not Path(f"/proc/{piper}").exists())


async def test_it_says_what_is_missing(tmp_path: Path) -> None:
    """Without weights, one sentence says what to do."""
    for service in ("stt", "tts"):
        running = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", f"wyoming_services.{service}"),
            *("--models", str(tmp_path), "--http", f"127.0.0.1:{free_port()}"),
            cwd=ROOT,
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await running.communicate()
        assert running.returncode == 1
        assert said.decode().startswith("✗ ")
        assert "python -m wyoming_services.models" in said.decode()
