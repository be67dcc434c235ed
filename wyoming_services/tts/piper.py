"""Speaks through a wyoming-piper, its own or another's."""

import asyncio
from collections.abc import AsyncIterator
import contextlib
import logging
import os
from pathlib import Path
import socket
import subprocess
import sys
from typing import Final, Protocol

from wyoming.audio import AudioChunk, AudioStop
from wyoming.client import AsyncTcpClient
from wyoming.error import Error
from wyoming.tts import Synthesize, SynthesizeVoice

from .metrics import Metrics

_LOGGER = logging.getLogger(__name__)

_PATIENCE: Final = 20.0
"""Seconds a unit may take until its next piece of sound; 400 characters take two on one core."""
_START: Final = 30.0
"""Seconds it may take to start."""
_RECOVERY: Final = 10.0
"""Seconds somebody waits for one that has ended."""
_POLL: Final = 0.05
_BACKOFF: Final = (0.2, 1.0, 5.0, 30.0)
"""Seconds between two tries to start Piper anew."""
_STEADY: Final = 60.0
"""Seconds after which a Piper that ended counts as one that had worked."""

type Address = tuple[str, int]


class PiperFailed(Exception):
    """Piper said that it cannot, or is gone."""


class PiperHangs(PiperFailed):
    """Piper says nothing."""


class Piper(Protocol):
    """Where units are spoken."""

    address: Address

    async def recover(self, failure: PiperFailed) -> None:
        """Do what can be done after a failure; return when another try makes sense."""


class Remote:
    """A Wyoming service somebody else looks after."""

    def __init__(self, address: Address) -> None:
        """Take where it listens."""
        self.address = address

    async def recover(self, failure: PiperFailed) -> None:
        """Give it a moment."""
        await asyncio.sleep(_BACKOFF[0])


class Speaker:
    """One client's way to Piper: units go one after the other, and stop when it is closed."""

    def __init__(self, address: Address) -> None:
        """Take where Piper listens."""
        self._address = address
        self._client: AsyncTcpClient | None = None

    async def speak(
        self, unit: str, voice: SynthesizeVoice
    ) -> AsyncIterator[AudioChunk]:
        """Yield the sound of a unit.

        Raises:
            PiperFailed: there is none.
        """
        try:
            async with asyncio.timeout(_PATIENCE):
                if self._client is None:
                    self._client = AsyncTcpClient(*self._address)
                    await self._client.connect()
                await self._client.write_event(
                    Synthesize(text=unit, voice=voice).event()
                )
            while chunk := await self._next():
                yield chunk
        except TimeoutError as err:
            await self.close()
            raise PiperHangs(f"nothing was heard for {_PATIENCE:g} s") from err
        except (OSError, KeyError, ValueError) as err:
            await self.close()
            raise PiperFailed(str(err) or type(err).__name__) from err

    async def _next(self) -> AudioChunk | None:
        assert self._client
        while True:
            async with asyncio.timeout(_PATIENCE):
                event = await self._client.read_event()
            if event is None:
                raise ConnectionError("Piper is gone")
            if AudioStop.is_type(event.type):
                return None
            if Error.is_type(event.type):
                raise ConnectionError(f"Piper says: {Error.from_event(event).text}")
            if AudioChunk.is_type(event.type):
                return AudioChunk.from_event(event)

    async def close(self) -> None:
        """Stop: Piper ends with the unit it is in."""
        if client := self._client:
            self._client = None
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(1):
                    await client.disconnect()


class Child:
    """A wyoming-piper of our own on a loopback port: started anew when it ends, gone when we are."""

    def __init__(self, folder: Path, voice: str, metrics: Metrics) -> None:
        """Take the folder of voices, and the one that is loaded first."""
        self._folder = folder
        self._voice = voice
        self._metrics = metrics
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self.address: Address = ("127.0.0.1", _free_port())

    @property
    def pid(self) -> int | None:
        """Return the process that runs now."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start it and wait until it listens.

        Raises:
            RuntimeError: it does not.
        """
        await self._spawn()
        self._watch = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """End it."""
        if self._watch:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        await self._end()

    async def recover(self, failure: PiperFailed) -> None:
        """Wait until it listens again; one that hangs is ended for that."""
        if isinstance(failure, PiperHangs):
            await self._end()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_RECOVERY):
                while not await _listens(self.address):
                    await asyncio.sleep(_POLL)

    async def _keep(self) -> None:
        """Start it anew whenever it ends, ever more patiently."""
        clock = asyncio.get_running_loop().time
        failures = 0
        while True:
            assert self._process
            since = clock()
            code = await self._process.wait()
            failures = 0 if clock() - since > _STEADY else failures + 1
            _LOGGER.warning("Piper ended (%s) and is started anew", code)
            self._metrics.piper_restarts.inc()
            await asyncio.sleep(
                _BACKOFF[min(failures, len(_BACKOFF)) - 1] if failures else 0
            )
            try:
                await self._spawn()
            except (OSError, RuntimeError) as err:
                _LOGGER.warning("Piper did not start: %s", err)

    async def _spawn(self) -> None:
        host, port = self.address
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "wyoming_services.tts.child",
            *("--uri", f"tcp://{host}:{port}", "--voice", self._voice),
            *("--data-dir", str(self._folder), "--download-dir", str(self._folder)),
            env=os.environ | {"HF_HUB_OFFLINE": "1"},
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(_START):
                while not await _listens(self.address):
                    if self._process.returncode is not None:
                        raise RuntimeError(
                            f"Piper ended at once (exit code {self._process.returncode}); its own words are above."
                        )
                    await asyncio.sleep(_POLL)
        except TimeoutError:
            await self._end()
            raise RuntimeError(f"Piper did not listen within {_START:g} s.") from None

    async def _end(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            # It has nothing to lose, and in the middle of a unit it hears no signal handler.
            process.kill()
        await process.wait()


async def _listens(address: Address) -> bool:
    try:
        _, writer = await asyncio.open_connection(*address)
    except OSError:
        return False
    writer.close()
    return True


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
