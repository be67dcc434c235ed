"""Servers as processes: started in a group of their own, watched while they start, and stopped with all they started."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
import os
from pathlib import Path
import re
import signal
import sys
from typing import Final

import aiohttp

from .config import LOOPBACK, ROOT

_LOG_LINE: Final = re.compile(
    r"^\d{4}-\d\d-\d\d [\d:.+-]+ (?P<level>[A-Z]+) \([^)]*\) \[(?P<logger>[^]]+)\] (?P<message>.*)"
)


class ProcessFailed(Exception):
    """A server ended or did not answer; the message says which and shows the end of its log."""


class ServerProcess:
    """A server that runs as a child of this process and answers over HTTP."""

    def __init__(
        self, name: str, command: Sequence[str], *, port: int, probe: str, log: Path
    ) -> None:
        """Describe the server; `probe` is the path that answers once it is up."""
        self.name = name
        self.url = f"http://{LOOPBACK}:{port}"
        self.log_file = log
        self._command = command
        self._probe = probe
        self._process: asyncio.subprocess.Process | None = None

    @property
    def exit_code(self) -> int | None:
        """How the process ended; None while it runs."""
        return self._process.returncode if self._process else None

    async def start(self, *, within: float = 180) -> None:
        """Start and wait, at most `within` seconds, until the server answers."""
        with self.log_file.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                start_new_session=True,
            )
        try:
            async with asyncio.timeout(within):
                await self._wait_until_it_answers()
        except TimeoutError as err:
            raise ProcessFailed(
                f"{self.name} did not answer within {within:.0f} s.\n{self.log_end()}"
            ) from err

    async def _wait_until_it_answers(self) -> None:
        async with aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=2)
        ) as session:
            while self.exit_code is None:
                with suppress(aiohttp.ClientError, TimeoutError):
                    async with session.get(self.url + self._probe) as response:
                        if response.status < 500:
                            return
                await asyncio.sleep(0.1)
        raise ProcessFailed(
            f"{self.name} ended with exit code {self.exit_code}.\n{self.log_end()}"
        )

    async def wait(self) -> int:
        """Wait until the process ends by itself and return its exit code."""
        assert self._process
        return await self._process.wait()

    async def stop(self, *, within: float = 30) -> None:
        """Ask the process to end, and end its whole group if it has not after `within` seconds."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self._process.terminate()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), within)
        await self.kill()

    async def kill(self) -> None:
        """End the process and its whole group at once, as a power cut would."""
        assert self._process
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()

    def log_end(self, lines: int = 15) -> str:
        """Return the last lines of the log."""
        text = self.log_file.read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    def log_records(self, *levels: str) -> list[tuple[str, str]]:
        """Return the logger and first line of every record of Home Assistant's log at one of these levels."""
        text = self.log_file.read_text(encoding="utf-8", errors="replace")
        found = (_LOG_LINE.match(line) for line in text.splitlines())
        return [
            (m["logger"], m["message"]) for m in found if m and m["level"] in levels
        ]


def home_assistant(folder: Path, *, port: int) -> ServerProcess:
    """Return a Home Assistant on a config folder, with what is installed in this environment and nothing more."""
    options = ["--config", str(folder), "--skip-pip", "--log-no-color"]
    return ServerProcess(
        "Home Assistant",
        [sys.executable, "-P", "-m", "homeassistant", *options],
        port=port,
        probe="/api/onboarding",
        log=folder / "console.log",
    )


def stand_in(
    *, port: int, log: Path, python: str = sys.executable, arguments: Sequence[str] = ()
) -> ServerProcess:
    """Return the project's own Ollama server."""
    return ServerProcess(
        "The stand-in for a model server",
        [python, "-m", "tests.simulators.ollama", "--port", str(port), *arguments],
        port=port,
        probe="/api/version",
        log=log,
    )


def hub(
    *, port: int, control_port: int, log: Path, arguments: Sequence[str] = ()
) -> ServerProcess:
    """Return the project's own Hubitat hub, whose clock runs."""
    ports = ["--port", str(port), "--control-port", str(control_port)]
    return ServerProcess(
        "The simulated Hubitat hub",
        [
            sys.executable,
            *("-m", "tests.simulators.hubitat", "--realtime"),
            *ports,
            *arguments,
        ],
        port=port,
        probe="/",
        log=log,
    )


@asynccontextmanager
async def running(*servers: ServerProcess) -> AsyncGenerator[None]:
    """Run servers, started in order; all are stopped at the end, however it comes."""
    try:
        for server in servers:
            await server.start()
        yield
    finally:
        await asyncio.shield(asyncio.gather(*(server.stop() for server in servers)))
