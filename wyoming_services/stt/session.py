"""One utterance: from its first sound to its transcript."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
import logging
import time
from typing import Final

from wyoming.audio import AudioChunk

from .audio import Recording
from .desk import Desk, Job, Overloaded, Turn
from .listener import Heard, Listener
from .metrics import Metrics
from .names import Names
from .whisper import Transcription, Utterance

_LOGGER = logging.getLogger(__name__)

_NOTHING: Final = Transcription(text="", language="", window=0, fell_back=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How utterances are treated."""

    pause: float | None = 0.2
    """Seconds of silence after which the transcript is begun; None: only when the client says it is over."""
    longest: float = 60.0
    """Seconds that are listened to."""
    patience: float = 30.0
    """Seconds a transcript may take."""
    detects_silence: bool = True
    """Whether audio without speech is answered with nothing, without asking Whisper."""


class Session:
    """Collects what one client says, and has it written down, if need be before it is over."""

    def __init__(
        self,
        desk: Desk,
        names: Names,
        metrics: Metrics,
        manners: Manners,
        probability: Callable[[bytes], float],
        *,
        language: str | None,
        asked: Iterable[str] = (),
    ) -> None:
        """Begin an utterance."""
        self._desk = desk
        self._names = names
        self._metrics = metrics
        self._manners = manners
        self._language = language
        self._asked = tuple(asked)
        self._recording = Recording(manners.longest)
        self._listener = Listener(probability, pause=manners.pause or 0.2)
        self._speculation: Job | None = None
        names.freshen()

    @property
    def is_full(self) -> bool:
        """Tell whether it has become too long to go on."""
        return self._recording.is_full

    def hear(self, chunk: AudioChunk) -> None:
        """Take a piece of audio.

        Raises:
            BrokenClient: it is none.
        """
        pcm = self._recording.add(chunk)
        if not self._manners.detects_silence:
            return
        for heard in self._listener.feed(pcm):
            if heard is Heard.RESUMED:
                self._discard("discarded")
            elif self._manners.pause is not None:
                self._speculate()

    async def finish(self) -> Transcription:
        """Return the transcript.

        Raises:
            Overloaded: too many wait for theirs.
            TimeoutError: it takes too long.
        """
        began = time.monotonic()
        self._metrics.audio_seconds.inc(self._recording.seconds)
        if self._manners.detects_silence and not self._listener.has_heard_speech:
            return self._done(_NOTHING, began)
        job, self._speculation = self._speculation, None
        if job is None:
            job = self._desk.submit(self._utterance(), Turn.FINISHED)
        else:
            self._metrics.speculations.labels("used").inc()
            job.hurry()
        try:
            async with asyncio.timeout(self._manners.patience):
                result = await job.future
        finally:
            job.drop()
        assert result
        self._metrics.windows.labels(f"{result.window:g}", result.fell_back).inc()
        return self._done(result, began)

    def close(self) -> None:
        """Give up: the client is gone."""
        self._discard("abandoned")

    def _done(self, result: Transcription, began: float) -> Transcription:
        took = time.monotonic() - began
        self._metrics.answer_seconds.observe(took)
        self._metrics.utterances.labels("text" if result.text else "nothing").inc()
        _LOGGER.debug(
            "%.1f s of audio, answered after %.3f s: window %g s%s",
            self._recording.seconds,
            took,
            result.window,
            ", fell back" if result.fell_back else "",
        )
        return result

    def _speculate(self) -> None:
        self._discard("discarded")
        try:
            self._speculation = self._desk.submit(self._utterance(), Turn.SPECULATION)
        except Overloaded:
            self._metrics.speculations.labels("skipped").inc()

    def _discard(self, outcome: str) -> None:
        if self._speculation:
            self._speculation.drop()
            self._speculation = None
            self._metrics.speculations.labels(outcome).inc()

    def _utterance(self) -> Utterance:
        return Utterance(
            samples=self._recording.samples(),
            language=self._language,
            prompt=self._names.prompt(self._asked),
        )
