"""Plays one thing at a time, in the time it takes to hear it, so that it can be stopped at once."""

import asyncio
from collections import deque
from collections.abc import Callable
import logging
from typing import Final

from .loudspeaker import Loudspeaker, LoudspeakerFailed
from .sound import HEARD_RATE, SAMPLE_BYTES, Resampler, louder

_LOGGER = logging.getLogger(__name__)

_SLICE: Final = 0.04
"""Seconds that are given to the loudspeaker at a time."""
_AHEAD: Final = 0.2
"""Seconds it is given ahead of the ear."""
MOST: Final = 300.0
"""Seconds of speech that may wait to be played: Home Assistant sends faster than anybody listens."""


class Playing:
    """One thing that is played, while it still comes in."""

    def __init__(self, player: Player, rate: int) -> None:
        """Begin; `rate` is that of what comes in."""
        self._player = player
        self._resampler = Resampler(rate, player.loudspeaker.rate)
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._news = asyncio.Event()
        self._ended = False
        self.was_heard = False
        """Whether it was played to its end."""
        self.is_starved = False
        """Whether everything that came was given to the loudspeaker, and more is wanted."""
        self.task = asyncio.create_task(self._play())

    def feed(self, pcm: bytes) -> bool:
        """Take more; tell whether there was room for it."""
        if self.task.done():
            return True
        if self._bytes / SAMPLE_BYTES / self._player.loudspeaker.rate > MOST:
            return False
        pcm = self._resampler.convert(pcm)
        self._waiting.append(pcm)
        self._bytes += len(pcm)
        self._news.set()
        return True

    def end(self) -> None:
        """Say that nothing more comes."""
        self._ended = True
        self._news.set()

    async def _play(self) -> None:
        player = self._player
        sink = None
        try:
            await player.is_silent()
            sink = await player.loudspeaker.open()
            clock = asyncio.get_running_loop().time
            heard_until = clock()
            while piece := await self._next():
                heard_until = max(heard_until, clock()) + (
                    len(piece) / SAMPLE_BYTES / player.loudspeaker.rate
                )
                player.hear(piece)
                await sink.write(louder(piece, player.volume))
                await asyncio.sleep(max(0, heard_until - clock() - _AHEAD))
            closing, sink = sink, None
            await closing.finish()
            self.was_heard = True
            player.note(None)
        except LoudspeakerFailed as err:
            player.note(str(err))
        finally:
            if sink:
                await asyncio.shield(sink.silence())

    async def _next(self) -> bytes:
        """Return the next slice; nothing when that was all."""
        while not self._waiting:
            if self._ended:
                return b""
            self.is_starved = True
            self._news.clear()
            await self._news.wait()
        self.is_starved = False
        piece = self._waiting.popleft()
        size = int(_SLICE * self._player.loudspeaker.rate) * SAMPLE_BYTES
        if len(piece) > size:
            self._waiting.appendleft(piece[size:])
            piece = piece[:size]
        self._bytes -= len(piece)
        return piece


class Player:
    """A loudspeaker and its volume."""

    def __init__(
        self,
        loudspeaker: Loudspeaker,
        *,
        volume: float = 1.0,
        own_voice: Callable[[bytes], None] = lambda pcm: None,
    ) -> None:
        """Take where sound goes, and who hears it as 16 kHz audio before anybody else does."""
        self.loudspeaker = loudspeaker
        self.volume = volume
        self.trouble: str | None = None
        """Why nothing is heard from it."""
        self._own_voice = own_voice
        self._resampler = Resampler(loudspeaker.rate, HEARD_RATE)
        self._current: Playing | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def is_playing(self) -> bool:
        """Tell whether there is something to hear, or will be."""
        return self._current is not None and not self._current.task.done()

    def begin(self, rate: int) -> Playing:
        """Begin to play something, instead of what is played."""
        self.stop()
        self._current = Playing(self, rate)
        return self._current

    def play(self, pcm: bytes, rate: int) -> Playing:
        """Play something that is there already, instead of what is played."""
        playing = self.begin(rate)
        playing.feed(pcm)
        playing.end()
        return playing

    def stop(self) -> None:
        """Be silent at once."""
        if self._current and not self._current.task.done():
            task = self._current.task
            task.cancel()
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
        self._current = None

    async def is_silent(self) -> None:
        """Return when what was stopped has let go of the loudspeaker: some can only be opened once."""
        if self._ending:
            await asyncio.wait(tuple(self._ending))

    async def close(self) -> None:
        """Be silent, and let go of the loudspeaker."""
        self.stop()
        await self.is_silent()

    async def probe(self) -> str | None:
        """Play a moment of silence; return why that does not work, or None."""
        try:
            sink = await self.loudspeaker.open()
            try:
                await sink.write(
                    bytes(int(0.05 * self.loudspeaker.rate) * SAMPLE_BYTES)
                )
            except BaseException:
                await asyncio.shield(sink.silence())
                raise
            await sink.finish()
        except LoudspeakerFailed as err:
            self.note(str(err))
        else:
            self.note(None)
        return self.trouble and f"the loudspeaker: {self.trouble}"

    def hear(self, pcm: bytes) -> None:
        """Let the own voice be heard inside."""
        self._own_voice(self._resampler.convert(pcm))

    def note(self, trouble: str | None) -> None:
        """Note how the loudspeaker is; a change is logged."""
        if trouble and trouble != self.trouble:
            _LOGGER.warning("The loudspeaker failed: %s", trouble)
        elif self.trouble and not trouble:
            _LOGGER.info("The loudspeaker plays")
        self.trouble = trouble
