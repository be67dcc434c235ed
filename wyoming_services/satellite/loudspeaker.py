"""Where sound goes: a sound device, or a command that reads it from its input."""

import asyncio
from contextlib import suppress
import shlex
from typing import Final, Protocol

from . import devices
from .sound import SAMPLE_BYTES, SPOKEN_RATE

_END: Final = 5.0
"""Seconds a loudspeaker may take for what it has been given."""


class LoudspeakerFailed(Exception):
    """It cannot be opened, or takes nothing; the message says what is known."""


class Sink(Protocol):
    """A loudspeaker that was opened for one thing to say."""

    async def write(self, pcm: bytes) -> None:
        """Play; it may return before it is heard.

        Raises:
            LoudspeakerFailed: it takes nothing any more.
        """

    async def finish(self) -> None:
        """Return when everything was heard, and close.

        Raises:
            LoudspeakerFailed: it did not end well.
        """

    async def silence(self) -> None:
        """Be silent at once, and close."""


class Loudspeaker(Protocol):
    """A kind of loudspeaker."""

    rate: int

    async def open(self) -> Sink:
        """Open it.

        Raises:
            LoudspeakerFailed: it cannot be opened.
        """


class Command:
    """A program that plays its standard input: raw, 16 bits, mono."""

    def __init__(self, command: str, rate: int = SPOKEN_RATE) -> None:
        """Take the command line, which no shell sees."""
        self._words = shlex.split(command)
        self.rate = rate

    async def open(self) -> _Program:
        """Start the program."""
        try:
            process = await asyncio.create_subprocess_exec(
                *self._words,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
        except OSError as err:
            raise LoudspeakerFailed(f"{self._words[0]}: {err.strerror}") from err
        return _Program(self._words[0], process)


class _Program:
    def __init__(self, name: str, process: asyncio.subprocess.Process) -> None:
        self._name = name
        self._process = process
        assert process.stdin
        self._input = process.stdin

    async def write(self, pcm: bytes) -> None:
        try:
            self._input.write(pcm)
            async with asyncio.timeout(_END):
                await self._input.drain()
        except (OSError, TimeoutError) as err:
            raise LoudspeakerFailed(f"{self._name} does not play") from err

    async def finish(self) -> None:
        try:
            with suppress(OSError):
                self._input.close()
            async with asyncio.timeout(_END):
                code = await self._process.wait()
        except TimeoutError:
            raise LoudspeakerFailed(f"{self._name} does not end") from None
        finally:
            await self.silence()
        if code:
            raise LoudspeakerFailed(f"{self._name} ended with exit code {code}")

    async def silence(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


class Device:
    """A sound device of this machine."""

    def __init__(self, name: str | None, rate: int = SPOKEN_RATE) -> None:
        """Take its name or number as `python -m sounddevice` lists it; None is the system's default."""
        self._name = name
        self.rate = rate

    async def open(self) -> _Open:
        """Open the device."""
        try:
            output = await asyncio.to_thread(devices.Output, self._name, self.rate)
        except devices.DeviceFailed as err:
            raise LoudspeakerFailed(str(err)) from err
        return _Open(output, self.rate)


class _Open:
    def __init__(self, output: devices.Output, rate: int) -> None:
        self._output = output
        self._rate = rate

    async def write(self, pcm: bytes) -> None:
        self._output.write(pcm)

    async def finish(self) -> None:
        try:
            async with asyncio.timeout(_END):
                while self._output.waiting:
                    await asyncio.sleep(
                        self._output.waiting / SAMPLE_BYTES / self._rate
                    )
                await asyncio.sleep(self._output.latency)
        except TimeoutError:
            raise LoudspeakerFailed("the sound device does not play") from None
        finally:
            await self.silence()

    async def silence(self) -> None:
        await asyncio.to_thread(self._output.close)
