"""One text, spoken by an engine while it is still being written."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from .sound import WavTrack
from .timeline import Timeline
from .words import Cleaner

SLICE: Final = 0.2
"""Seconds of silence at a time."""
_SENTENCE_ENDS: Final = (".", "!", "?", "…")


class Writer(Enum):
    """What is known about whoever writes a text."""

    AT_WORK = auto()
    GONE = auto()
    """The turn has ended, but not its text: Home Assistant leaves a cancelled one open."""
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a text is waited for, in seconds."""

    look: float = 0.5
    """After so much of nothing, look whether anyone is still writing."""
    at_work: float = 150.0
    """Most between two words of someone who is at work: longer than any tool may take."""
    unknown: float = 8.0
    """Most where that is not known."""
    filler: float = 5.0
    """Where silence cannot be sent, something is said after so much of nothing."""


class EngineStoppedError(Exception):
    """The engine ended before the text did."""


class Recital:
    """A text on its way through an engine: `units` goes in, `audio` comes out."""

    def __init__(
        self,
        text: AsyncGenerator[str],
        cleaner: Cleaner,
        *,
        writer: Callable[[], Writer] = lambda: Writer.UNKNOWN,
        filler: str = "",
        patience: Patience = Patience(),
    ) -> None:
        """Speak `text`; `filler` is said once where silence cannot keep a listener waiting."""
        loop = asyncio.get_running_loop()
        self._now = loop.time
        self._text = text
        self._cleaner = cleaner
        self._writer = writer
        self._filler = filler
        self._patience = patience
        self._stopped: asyncio.Future[None] = loop.create_future()
        self._units = self._speakable()
        self._reading = False
        self._complete = False
        self._finished = False
        self._written = ""
        self._last = ""
        self._seen_gone = False
        self._track: WavTrack | None = None
        self._timeline = Timeline()

    @property
    def is_over(self) -> bool:
        """Return whether nothing of it is left to be heard."""
        ended = self._finished or self._stopped.done()
        return ended and (
            self._stopped.done() or self._timeline.has_run_out(self._now())
        )

    @property
    def is_sounding(self) -> bool:
        """Return whether a listener hears it, or is about to."""
        return self._timeline.began and not self.is_over

    def heard(self) -> str | None:
        """Return about what has been played, in whole words; None where that is not known."""
        if not self._timeline.began:
            return ""
        if self._track is None or not self._track.seconds_known:
            return None
        if not (total := self._timeline.total):
            return ""
        words = " ".join(self._written.split())
        share = self._timeline.played(self._now()) / total
        if share >= 1 and self._finished:
            return words
        return words[: int(len(words) * share)].rpartition(" ")[0]

    def stop(self) -> None:
        """Speak no further; both ends are closed."""
        if not self._stopped.done():
            self._stopped.set_result(None)

    @property
    def units(self) -> AsyncGenerator[str]:
        """Return what the engine is to say, each unit as soon as it is safe."""
        return self._units

    async def _speakable(self) -> AsyncGenerator[str]:
        self._reading = True
        async with aclosing(self._arrivals()) as arrivals:
            async for text in arrivals:
                for unit in self._cleaner.feed(text):
                    self._written += unit
                    yield unit
        if self._stopped.done():
            # An engine may hand the text to a task of its own; whoever has hung up must not go
            # on as if the text had ended.
            raise asyncio.CancelledError
        for unit in self._cleaner.flush():
            self._written += unit
            yield unit
        self._complete = True

    async def audio(
        self, extension: str, sound: AsyncGenerator[bytes]
    ) -> AsyncGenerator[bytes]:
        """Yield the engine's sound, and silence while it has none.

        Raises:
            EngineStoppedError: It ended before the text did.
            Exception: Whatever the engine raises.
        """
        if extension == "wav":
            self._track = WavTrack()
        coming: asyncio.Task[bytes | None] | None = None
        try:
            while True:
                coming = coming or asyncio.create_task(_next(sound))
                await self._wait(coming, self._silence_due())
                if self._stopped.done():
                    return
                if not coming.done():
                    yield self._silence()
                    continue
                if (data := coming.result()) is None:
                    break
                coming = None
                if data := self._take(data):
                    yield data
            if not self._complete:
                raise EngineStoppedError
            if self._track and (rest := self._track.flush()):
                yield rest
            self._finished = True
        finally:
            if not self._finished:
                self.stop()
            await _end(coming, sound)
            if not self._finished:
                await self.aclose()

    async def aclose(self) -> None:
        """Let go of the text, also if nobody has begun to read it, or has stopped to."""
        self.stop()
        if not self._reading:
            await self._text.aclose()
        # While an engine waits for a unit, stopping has ended that.
        with suppress(RuntimeError):
            await self._units.aclose()

    async def _arrivals(self) -> AsyncGenerator[str]:
        """Yield text as it comes, until it ends or nobody writes any more."""
        coming: asyncio.Task[str | None] | None = None
        since = self._now()
        try:
            while True:
                coming = coming or asyncio.create_task(_next(self._text))
                await self._wait(coming, self._patience.look)
                if self._stopped.done():
                    return
                if coming.done():
                    if (text := coming.result()) is None:
                        return
                    coming, since, self._last = None, self._now(), text
                    yield text
                elif self._has_ended(self._now() - since):
                    return
                else:
                    yield self._meanwhile(self._now() - since)
        finally:
            await _end(coming, self._text)

    def _has_ended(self, idle: float) -> bool:
        """Return whether to wait no longer; who was cancelled is not spoken to the end."""
        writer = self._writer()
        if writer is Writer.GONE:
            # The end of a text that was written properly may come in the same moment.
            if self._seen_gone:
                self.stop()
            self._seen_gone = True
            return self._stopped.done()
        limit = self._patience.unknown
        if writer is Writer.AT_WORK:
            limit = self._patience.at_work
        return idle >= limit

    def _meanwhile(self, idle: float) -> str:
        """Return what stands in for text that does not come."""
        if self._last.endswith(_SENTENCE_ENDS):
            self._last = ""
            return " "
        silent = self._timeline.began and not (
            self._track and self._track.takes_silence
        )
        if self._filler and silent and idle >= self._patience.filler:
            filler, self._filler = self._filler, ""
            return f" {filler}\n\n"
        return ""

    def _silence_due(self) -> float | None:
        if self._track is None or not self._track.takes_silence:
            return None
        return self._timeline.due_in(self._now())

    def _silence(self) -> bytes:
        assert self._track is not None
        self._timeline.silence(self._now(), SLICE)
        return self._track.silence(SLICE)

    def _take(self, data: bytes) -> bytes:
        if self._track is None:
            self._timeline.speech(self._now(), 0.0)
            return data
        out, seconds = self._track.feed(data)
        if seconds or not self._track.seconds_known:
            self._timeline.speech(self._now(), seconds)
        return out

    async def _wait(self, task: asyncio.Task[object], timeout: float | None) -> None:
        await asyncio.wait(
            (task, self._stopped), timeout=timeout, return_when=asyncio.FIRST_COMPLETED
        )


async def _next[T](source: AsyncGenerator[T]) -> T | None:
    return await anext(source, None)


async def _end[T](
    coming: asyncio.Task[T | None] | None, source: AsyncGenerator[T]
) -> None:
    """Give up waiting for a source, and close it."""
    if coming is not None:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)
    await source.aclose()
