"""One text, spoken to one listener while it is still being written."""

import asyncio
from collections.abc import Callable
import contextlib
import logging
from typing import Final

from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Eventable
from wyoming.tts import SynthesizeStopped, SynthesizeVoice

from ..serving import BrokenClient, Connection
from ..speech import Normalizer, Voice
from .keepalive import SLICE, KeepAlive
from .metrics import Metrics
from .piper import Piper, PiperFailed, Speaker
from .voices import PiperVoice

_LOGGER = logging.getLogger(__name__)

_WIDTH: Final = 2
_TRIES: Final = 3
_MOST_TEXT: Final = 20_000
"""Characters of one text: twenty minutes of speech."""
_GRACE: Final = 1.5
"""Seconds a listener waits for the first sound without needing silence."""
_NOTHING: Final = 0.1
"""Seconds of silence that stand for a text without words: a player takes no sound at all for an error."""


class Recital:
    """Takes text, and plays it; ended by `finish` or by `stop`."""

    def __init__(
        self,
        connection: Connection,
        piper: Piper,
        voice: PiperVoice,
        words: Voice,
        metrics: Metrics,
        *,
        speaker: str | None,
        streaming: bool,
        proved: Callable[[str | None], None],
    ) -> None:
        """Begin to play what `feed` brings.

        Args:
            connection: who listens
            piper: who speaks
            voice: with which voice
            words: in which language and with which names
            metrics: what is counted
            speaker: one of the voice's speakers
            streaming: whether the listener expects a stream, and is kept alive with silence
            proved: told None when a unit was spoken, else what went wrong
        """
        self._connection = connection
        self._piper = piper
        self._voice = voice
        self._normalizer = Normalizer(words)
        self._metrics = metrics
        self._asked = SynthesizeVoice(name=voice.name, speaker=speaker)
        self._streaming = streaming
        self._proved = proved
        self._room = _MOST_TEXT
        self._units: asyncio.Queue[str | None] = asyncio.Queue()
        self._now = asyncio.get_running_loop().time
        self._keep_alive = KeepAlive(self._now(), grace=_GRACE)
        self._began = False
        self._first_unit: float | None = None
        self._task = asyncio.create_task(self._play())

    def feed(self, text: str) -> None:
        """Take text in any chunks."""
        if len(text) > self._room >= 0:
            _LOGGER.warning("A text of more than %s characters was cut", _MOST_TEXT)
        kept, self._room = text[: max(0, self._room)], self._room - len(text)
        self._queue(*self._normalizer.feed(kept))

    def finish(self) -> None:
        """The text is complete: what is left is spoken, then it ends."""
        self._queue(*self._normalizer.flush(), None)

    async def done(self) -> None:
        """Wait until everything was played."""
        await asyncio.gather(self._task, return_exceptions=True)

    async def stop(self) -> None:
        """Stop: nobody listens any more."""
        if not self._task.done():
            self._task.cancel()
            await self.done()

    @property
    def is_over(self) -> bool:
        """Tell whether everything was played, or it was stopped."""
        return self._task.done()

    def _queue(self, *units: str | None) -> None:
        for unit in units:
            if unit and self._first_unit is None:
                self._first_unit = self._now()
            self._units.put_nowait(unit)

    async def _play(self) -> None:
        outcome = "abandoned"
        speaker = Speaker(self._piper.address)
        try:
            async with contextlib.AsyncExitStack() as stack:
                if self._streaming:
                    silence = asyncio.create_task(self._fill_silence())
                    stack.callback(silence.cancel)
                while unit := await self._units.get():
                    await self._speak(speaker, unit)
            await self._end()
            outcome = "spoken"
        except PiperFailed as err:
            outcome = "failed"
            _LOGGER.warning("A text could not be spoken: %s", err)
            self._proved(str(err))
            with contextlib.suppress(BrokenClient):
                await self._connection.send(
                    Error(text=f"Piper failed: {err}", code="synthesizer")
                )
        except BrokenClient as err:
            _LOGGER.debug("A listener is gone: %s", err)
        finally:
            await speaker.close()
            mode = "stream" if self._streaming else "whole"
            self._metrics.texts.labels(mode, outcome).inc()

    async def _speak(self, speaker: Speaker, unit: str) -> None:
        """Play a unit; one that fails before its first sound is tried again."""
        for left in reversed(range(_TRIES)):
            heard = False
            try:
                async for chunk in speaker.speak(unit, self._asked):
                    heard = True
                    self._note_first()
                    await self._send(chunk)
                    self._metrics.audio_seconds.inc(chunk.seconds)
            except PiperFailed as err:
                if heard or not left:
                    raise
                await self._piper.recover(err)
            else:
                self._metrics.units.inc()
                self._proved(None)
                return

    def _note_first(self) -> None:
        if self._first_unit is not None and self._first_unit >= 0:
            self._metrics.first_audio_seconds.observe(self._now() - self._first_unit)
            self._first_unit = -1

    async def _fill_silence(self) -> None:
        while True:
            if wait := self._keep_alive.due_in(self._now()):
                await asyncio.sleep(wait)
            else:
                await self._send(self._silence(SLICE))
                self._metrics.silence_seconds.inc(SLICE)

    async def _send(self, chunk: AudioChunk) -> None:
        """Send sound; the first is announced."""
        events: list[Eventable] = [chunk]
        if not self._began:
            self._began = True
            events.insert(0, AudioStart(chunk.rate, chunk.width, chunk.channels))
        # Before it is sent: a listener that reads slowly is no reason for silence.
        self._keep_alive.sent(self._now(), chunk.seconds)
        await self._connection.send(*events)

    async def _end(self) -> None:
        if not self._began:
            await self._send(self._silence(_NOTHING))
        await self._connection.send(AudioStop())
        if self._streaming:
            await self._connection.send(SynthesizeStopped())

    def _silence(self, seconds: float) -> AudioChunk:
        rate = self._voice.rate
        return AudioChunk(rate, _WIDTH, 1, bytes(int(rate * seconds) * _WIDTH))
