"""The contenders, each a process: Kaizen's voice services, and what they stand in front of."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
import os
from pathlib import Path
import socket
import sys
from typing import Final

from wyoming.client import AsyncTcpClient
from wyoming.info import Describe

from wyoming_services.models import (
    DEFAULT_VOICE,
    DEFAULT_WHISPER,
    default_folder,
    voices_folder,
    whisper_folder,
)

ROOT: Final = Path(__file__).parents[1]
_MODEL: Final = str(whisper_folder(default_folder(), DEFAULT_WHISPER))
_VOICES: Final = str(voices_folder(default_folder()))
_CORES: Final = str(min(4, os.process_cpu_count() or 2))

STT: Final = {
    "kaizen": ("wyoming_services.stt", "--language", "en", "--threads", _CORES),
    "stock": (
        "wyoming_faster_whisper",
        *("--model", _MODEL, "--data-dir", _MODEL, "--local-files-only"),
        *("--language", "en", "--compute-type", "int8", "--beam-size", "5"),
        *("--cpu-threads", _CORES),
    ),
}
"""Stock at its best: int8, beam 5, a thread a core (its own defaults are slower and no better)."""

TTS: Final = {
    "kaizen": ("wyoming_services.tts",),
    "stock": (
        "wyoming_piper",
        *("--voice", DEFAULT_VOICE, "--data-dir", _VOICES, "--download-dir", _VOICES),
    ),
}


@dataclass(frozen=True, slots=True)
class Server:
    """One that runs."""

    name: str
    port: int


@asynccontextmanager
async def running(name: str, command: tuple[str, ...]) -> AsyncIterator[Server]:
    """Run a contender until the end of the block."""
    port = _free_port()
    where = ["--uri", f"tcp://127.0.0.1:{port}"]
    if command[0].startswith("wyoming_services"):
        where += ["--http", f"127.0.0.1:{_free_port()}"]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *command, *where),
        cwd=ROOT,
        env=os.environ | {"HF_HUB_OFFLINE": "1"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(60):
            while not await _answers(port):
                if process.returncode is not None:
                    raise RuntimeError(f"{name} ended: {' '.join(command)}")
                await asyncio.sleep(0.2)
        yield Server(name, port)
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def _answers(port: int) -> bool:
    try:
        async with AsyncTcpClient("127.0.0.1", port) as client:
            await client.write_event(Describe().event())
            return await client.read_event() is not None
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
