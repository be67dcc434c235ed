"""What a satellite does: it waits, listens, waits for the answer, speaks; and is interrupted at any time."""

import asyncio
from collections import deque
from collections.abc import Callable
import logging
from typing import Final, Literal

from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Eventable
from wyoming.pipeline import PipelineStage, RunPipeline
from wyoming.snd import Played
from wyoming.wake import Detection

from .ears import Ears
from .incoming import Incoming
from .metrics import Metrics
from .player import Player, Playing
from .sound import ALARM, AWAKE, HEARD_RATE, SAMPLE_BYTES, SORRY, SPOKEN_RATE, mono
from .timers import Timers

_LOGGER = logging.getLogger(__name__)

type State = Literal["idle", "listening", "thinking", "speaking"]
type Send = Callable[[Eventable], None]
"""Hands an event to Home Assistant without waiting for it."""

_LONGEST: Final[dict[State, float]] = {
    "listening": 30.0,  # Home Assistant ends an utterance after 15
    "thinking": 120.0,
    "speaking": 20.0,  # counted from the last sound that came
}
"""Seconds in a state after which nothing more is expected of Home Assistant."""
_CLEARING: Final = 2.0
"""Seconds Home Assistant may take to let go of a run."""
_KEPT: Final = int(3 / 0.032)
"""Pieces of what is heard meanwhile that are kept."""
_CLEARED: Final = "validation-error"
_EXPECTED: Final = ("duplicate_wake_up_detected",)
"""Errors that nobody needs to hear: another satellite listens."""


class Satellite:
    """One microphone, one loudspeaker, and what goes on between them and Home Assistant."""

    def __init__(
        self, player: Player, ears: Ears, metrics: Metrics, *, chime: bool = True
    ) -> None:
        """Take the loudspeaker and the ears; `chime` says that a tone tells when it listens."""
        self.player = player
        self.timers = Timers(self._ring)
        self._ears = ears
        self._metrics = metrics
        self._chime = chime
        self._incoming = Incoming()
        self._send: Send | None = None
        self._answer: Playing | None = None
        self._clearing: deque[bytes] | None = None
        """What was heard while Home Assistant lets go of the run before."""
        self._next_wake: str | None = None
        self._run_is_over = True
        self._deadline: asyncio.TimerHandle | None = None
        self._state: State = "idle"
        self.changed = asyncio.Event()
        """Set, and at once forgotten, whenever the state changes."""

    @property
    def state(self) -> State:
        """Return what it does."""
        return self._state

    @property
    def is_connected(self) -> bool:
        """Tell whether a Home Assistant wants to hear it."""
        return self._send is not None

    def connect(self, send: Send) -> None:
        """Take over by a Home Assistant that wants to hear it."""
        self._send = send
        self._run_is_over = True
        self._incoming = Incoming()
        self._metrics.connected.set(1)

    def disconnect(self) -> None:
        """Go on alone: Home Assistant is gone, or has muted it. What it has said so far is heard to its end."""
        self._send = None
        self._clearing = None
        self.timers.forget()
        self._metrics.connected.set(0)
        if self._answer:
            self._answer.end()
        if self._state in ("listening", "thinking"):
            self._give_up("disconnected")

    def hear(self, pcm: bytes) -> None:
        """Take what the microphone hears."""
        if self._clearing is not None:
            self._clearing.append(pcm)
        elif self._state == "listening":
            self._tell(AudioChunk(HEARD_RATE, SAMPLE_BYTES, 1, pcm))
        elif name := self._ears.hear(pcm):
            self.wake(name)

    def press(self) -> None:
        """Talk, or say that one has finished, or stop an alarm: what a button is for."""
        if self._clearing is not None:
            return
        if self._state == "listening":
            self._tell(AudioStop())
            self._become("thinking")
        else:
            self.wake(None)

    def wake(self, name: str | None) -> None:
        """Listen, whatever is going on; `name` is the wake word that was said."""
        if self.timers.silence():
            self.player.stop()
            return
        if self._state in ("thinking", "speaking"):
            self._metrics.interruptions.inc()
        self.hush()
        if not self._send:
            self._sorry()
            return
        self._metrics.runs.labels(trigger=name or "button").inc()
        self._next_wake = name
        if self._run_is_over:
            self._listen()
        else:
            self._clear()

    def hush(self) -> None:
        """Stop speaking at once; the rest of the answer is not wanted any more."""
        self._incoming.refuse()
        self.player.stop()
        if self._answer:
            self._answer = None
            self._tell(Played())
        if self._state == "speaking":
            self._become("idle")

    def _clear(self) -> None:
        """Have Home Assistant let go of the run before.

        It forgets a run that is begun while another one goes on: the end of the first is taken for its own. A run that
        cannot begin ends the one before just as well, and comes back as an error when that is done.
        """
        self._clearing = deque(maxlen=_KEPT)
        self._become("listening", longest=_CLEARING)
        self._tell(RunPipeline(PipelineStage.TTS, PipelineStage.TTS))

    def _listen(self) -> None:
        kept, self._clearing = self._clearing or (), None
        name = self._next_wake
        if name:
            self._tell(Detection(name=name))
        self._run_is_over = False
        self._tell(
            RunPipeline(PipelineStage.ASR, PipelineStage.TTS, wake_word_name=name)
        )
        self._become("listening")
        for pcm in kept:
            self._tell(AudioChunk(HEARD_RATE, SAMPLE_BYTES, 1, pcm))
        if self._chime:
            self.player.play(AWAKE, SPOKEN_RATE)

    def heard_enough(self) -> None:
        """Stop listening: Home Assistant has heard the end of the utterance, or has a transcript."""
        if self._state == "listening" and self._clearing is None:
            self._become("thinking")

    def answer_comes(self) -> None:
        """Note that there is an answer, which is being turned into sound."""
        if self._state == "thinking":
            self._become("thinking", longest=_LONGEST["speaking"])

    def fail(self, error: Error) -> None:
        """Take what went wrong with the run."""
        if self._clearing is not None:
            if error.code == _CLEARED:
                self._listen()
            return
        if self._run_is_over:
            return
        self._run_is_over = True
        if error.code not in _EXPECTED:
            _LOGGER.info("Home Assistant says: %s (%s)", error.text, error.code)
        if self._state in ("listening", "thinking"):
            self._give_up(error.code or "error", heard=error.code not in _EXPECTED)

    def speak(self, event: AudioStart) -> None:
        """Begin to play an answer, or an announcement."""
        self._incoming.start(event)
        self.timers.silence()
        if self._clearing is not None:
            # What is sent now was asked for before.
            self._incoming.refuse()
            return
        self._answer = answer = self.player.begin(event.rate)
        answer.task.add_done_callback(lambda _: self._spoken(answer))
        self._become("speaking")

    def sound(self, chunk: AudioChunk) -> None:
        """Take more of it."""
        if not self._incoming.accepts(chunk) or not self._answer:
            return
        if not self._answer.feed(mono(chunk.audio, chunk.channels)):
            self._metrics.dropped_seconds.inc(chunk.seconds)
        self._expect("speaking")

    def spoken(self, event: AudioStop) -> None:
        """Note that the answer, or the announcement, is complete."""
        if self._incoming.ends(event) and self._answer:
            self._run_is_over = True
            self._answer.end()

    def _spoken(self, answer: Playing) -> None:
        if self._answer is not answer:
            return
        self._answer = None
        self._incoming.refuse()
        self._tell(Played())
        self._metrics.outcomes.labels(
            outcome="answered" if answer.was_heard else "unheard"
        ).inc()
        if self._state == "speaking":
            self._become("idle")

    def _tell(self, event: Eventable) -> None:
        if self._send:
            self._send(event)

    def _become(self, state: State, *, longest: float | None = None) -> None:
        if state != self._state:
            _LOGGER.debug("%s", state)
        if state == "idle" or self._state == "listening":
            self._ears.forget()
        self._state = state
        self._expect(state, longest)
        self.changed.set()
        self.changed.clear()

    def _expect(self, state: State, longest: float | None = None) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None
        if seconds := longest or _LONGEST.get(state):
            loop = asyncio.get_running_loop()
            self._deadline = loop.call_later(seconds, self._too_long)

    def _too_long(self) -> None:
        self._deadline = None
        if self._clearing is not None:
            self._listen()
        elif self._state == "listening":
            self._tell(AudioStop())
            self._become("thinking")
        elif self._answer and not self._answer.is_starved:
            self._expect("speaking")
        elif self._answer:
            _LOGGER.warning("Home Assistant does not end its answer")
            self._answer.end()
        else:
            self._give_up("timeout")

    def _give_up(self, outcome: str, *, heard: bool = True) -> None:
        self._metrics.outcomes.labels(outcome=outcome).inc()
        self._become("idle")
        if heard:
            self._sorry()

    def _sorry(self) -> None:
        self.player.play(SORRY, SPOKEN_RATE)

    async def _ring(self) -> None:
        """Ring once; wait while somebody speaks."""
        while self._state != "idle":
            await self.changed.wait()
        await asyncio.wait([self.player.play(ALARM, SPOKEN_RATE).task])

    def close(self) -> None:
        """Stop everything."""
        self.timers.silence()
        self._expect("idle")
