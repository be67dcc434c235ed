"""Where sound comes from: a sound device, or a command that writes it to its output."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
import logging
import shlex
import time
from typing import Final, Protocol

from . import devices
from .sound import HEARD_RATE, SAMPLE_BYTES, SILENCE, Resampler, level, mono

_LOGGER = logging.getLogger(__name__)

PIECE: Final = 0.032
"""Seconds of a piece of audio."""
_QUIET: Final = 3.0
"""Seconds without a frame after which a microphone is taken for dead."""
_AGAIN: Final = (0.2, 1.0, 2.0, 5.0)
"""Seconds until a microphone that failed is opened again, the last for all further times."""


class MicrophoneFailed(Exception):
    """It cannot be opened, or delivers nothing; the message says what is known."""


class Source(Protocol):
    """A kind of microphone."""

    rate: int
    channels: int

    def listen(self) -> AsyncGenerator[bytes]:
        """Open it and yield what it hears; it is closed with the generator.

        Raises:
            MicrophoneFailed: it cannot be opened, or has ended.
        """


class Command:
    """A program that records to its standard output: raw, 16 bits."""

    def __init__(self, command: str, rate: int = HEARD_RATE, channels: int = 1) -> None:
        """Take the command line, which no shell sees."""
        self._words = shlex.split(command)
        self.rate = rate
        self.channels = channels

    async def listen(self) -> AsyncGenerator[bytes]:
        """Run the program for as long as it is listened to."""
        size = int(PIECE * self.rate) * SAMPLE_BYTES * self.channels
        try:
            process = await asyncio.create_subprocess_exec(
                *self._words,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
        except OSError as err:
            raise MicrophoneFailed(f"{self._words[0]}: {err.strerror}") from err
        assert process.stdout
        try:
            while True:
                yield await process.stdout.readexactly(size)
        except asyncio.IncompleteReadError:
            code = await process.wait()
            raise MicrophoneFailed(
                f"{self._words[0]} ended with exit code {code}"
            ) from None
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


class Device:
    """A sound device of this machine."""

    def __init__(self, name: str | None, rate: int = HEARD_RATE) -> None:
        """Take its name or number as `python -m sounddevice` lists it; None is the system's default."""
        self._name = name
        self.rate = rate
        self.channels = 1

    async def listen(self) -> AsyncGenerator[bytes]:
        """Open the device for as long as it is listened to."""
        loop = asyncio.get_running_loop()
        heard: asyncio.Queue[bytes] = asyncio.Queue(maxsize=int(_QUIET / PIECE))

        def take(pcm: bytes) -> None:
            # A loop that hangs for so long has lost the present: the oldest goes.
            if heard.full():
                heard.get_nowait()
            heard.put_nowait(pcm)

        try:
            stream = await asyncio.to_thread(
                devices.open_input,
                self._name,
                self.rate,
                int(PIECE * self.rate),
                lambda pcm: loop.call_soon_threadsafe(take, pcm),
            )
        except devices.DeviceFailed as err:
            raise MicrophoneFailed(str(err)) from err
        try:
            while True:
                yield await heard.get()
        finally:
            await asyncio.to_thread(stream.close)


class Microphone:
    """Listens without end, whatever becomes of the device; what is heard is 16 kHz mono."""

    def __init__(
        self,
        source: Source,
        take: Callable[[bytes], None],
        *,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        """Take what is listened to, who gets what is heard, and who is told when it begins or ceases to hear."""
        self._source = source
        self._take = take
        self._resampler = Resampler(source.rate, HEARD_RATE)
        self._task: asyncio.Task[None] | None = None
        self._last = float("-inf")
        self._changed = changed
        self._works = asyncio.Event()
        self.trouble: str | None = "nothing was heard yet"
        """Why nothing is heard."""
        self.level = SILENCE
        """How loud it is, in decibels below full scale."""

    def start(self) -> None:
        """Begin to listen."""
        self._task = asyncio.create_task(self._listen())

    async def works(self) -> None:
        """Wait until it hears something, for as long as one that works may take."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_QUIET):
                await self._works.wait()

    async def stop(self) -> None:
        """Close the microphone."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def problem(self) -> str | None:
        """Return why nothing is heard, or None."""
        if self.trouble is None and time.monotonic() - self._last <= _QUIET:
            return None
        return f"the microphone: {self.trouble or 'it delivers nothing'}"

    async def _listen(self) -> None:
        failures = 0
        while True:
            try:
                await self._hear()
            except MicrophoneFailed as err:
                if self.trouble != (problem := str(err)):
                    _LOGGER.warning("The microphone failed: %s", problem)
                failures = 0 if self.trouble is None else failures + 1
                self.trouble = problem
                self._changed()
            await asyncio.sleep(_AGAIN[min(failures, len(_AGAIN) - 1)])

    async def _hear(self) -> None:
        pieces = self._source.listen()
        try:
            while True:
                async with asyncio.timeout(_QUIET):
                    piece = await anext(pieces)
                if self.trouble is not None:
                    _LOGGER.info("The microphone hears")
                    self.trouble = None
                    self._works.set()
                    self._changed()
                self._last = time.monotonic()
                pcm = self._resampler.convert(mono(piece, self._source.channels))
                self.level = level(pcm)
                self._take(pcm)
        except TimeoutError:
            raise MicrophoneFailed("it delivers nothing") from None
        finally:
            await pieces.aclose()
