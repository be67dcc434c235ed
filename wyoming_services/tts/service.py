"""Speaks Wyoming with those who want something said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from wyoming.event import Event
from wyoming.info import Describe
from wyoming.ping import Ping, Pong
from wyoming.tts import (
    Synthesize,
    SynthesizeChunk,
    SynthesizeStart,
    SynthesizeStop,
    SynthesizeVoice,
)

from ..serving import BrokenClient, Connection, Health, Probe, Silent
from .lexicons import Lexicons
from .metrics import Metrics
from .piper import Piper, Speaker
from .recital import Recital
from .voices import PiperVoice, choose, describe

_BETWEEN: Final = 300.0
"""Seconds a client may say nothing when nothing is spoken to it."""
_BROKEN: Final = (KeyError, TypeError, ValueError, AttributeError)
"""What the library raises for events that lack something."""
_PROBE: Final = "Ready.\n\n"
_LEAST_HEARD: Final = 0.2
"""Seconds of sound that make the probe's word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What all clients share."""

    piper: Piper
    voices: Mapping[str, PiperVoice]
    default: str
    lexicons: Lexicons
    metrics: Metrics
    health: Health
    idle: float = 30.0
    """Seconds after which a text that is not finished is taken for finished: its writer is gone."""
    playing: set[Recital] = field(default_factory=set)
    """What is being spoken, or was last spoken to a client that is still there."""

    @property
    def is_playing(self) -> bool:
        """Tell whether something is being spoken."""
        return any(not recital.is_over for recital in self.playing)

    async def serve(self, connection: Connection) -> None:
        """Serve a client until it leaves, or leaves a text open for too long."""
        client = _Client(self, connection)
        try:
            while event := await self._next(client, connection):
                try:
                    await client.take(event)
                except _BROKEN as err:
                    raise BrokenClient(f"{event.type}: {err!r}") from err
        except Silent:
            if not client.is_writing:
                raise
            await client.finish()
        finally:
            await client.leave()

    async def _next(self, client: _Client, connection: Connection) -> Event | None:
        """Return what a client says next; while it listens, it need not say anything."""
        while True:
            try:
                return await connection.receive(client.patience)
            except Silent:
                if client.is_writing or not client.is_listening:
                    raise

    def begin(
        self, connection: Connection, asked: SynthesizeVoice | None, *, streaming: bool
    ) -> Recital:
        """Begin to speak to a client."""
        voice = choose(self.voices, self.default, asked)
        return Recital(
            connection,
            self.piper,
            voice,
            self.lexicons.voice(voice),
            self.metrics,
            speaker=asked.speaker if asked else None,
            streaming=streaming,
            proved=self._note,
        )

    def _note(self, problem: str | None) -> None:
        if problem:
            self.health.failed(problem)
        else:
            self.health.proved()


def probe(service: Service) -> Probe:
    """Return a probe that has a word spoken."""

    async def speak() -> str | None:
        speaker = Speaker(service.piper.address)
        voice = SynthesizeVoice(name=service.default)
        heard = 0.0
        try:
            async for chunk in speaker.speak(_PROBE, voice):
                heard += chunk.seconds if any(chunk.audio) else 0
        finally:
            await speaker.close()
        return None if heard >= _LEAST_HEARD else f"only {heard:.2f} s were heard"

    return speak


class _Client:
    """One client's side of the conversation."""

    def __init__(self, service: Service, connection: Connection) -> None:
        self._service = service
        self._connection = connection
        self._info = describe(service.voices)
        self._recital: Recital | None = None
        self.is_writing = False

    @property
    def patience(self) -> float:
        return self._service.idle if self.is_writing else _BETWEEN

    @property
    def is_listening(self) -> bool:
        return self._recital is not None and not self._recital.is_over

    async def take(self, event: Event) -> None:
        if SynthesizeChunk.is_type(event.type):
            text = SynthesizeChunk.from_event(event).text
            if self._recital and self.is_writing:
                self._recital.feed(text)
        elif SynthesizeStart.is_type(event.type):
            await self._begin(SynthesizeStart.from_event(event).voice, streaming=True)
            self.is_writing = True
        elif SynthesizeStop.is_type(event.type):
            if self._recital and self.is_writing:
                self._recital.finish()
            self.is_writing = False
        elif Synthesize.is_type(event.type):
            # In a stream the whole text comes again, for services that cannot stream.
            if not self.is_writing:
                whole = Synthesize.from_event(event)
                recital = await self._begin(whole.voice, streaming=False)
                recital.feed(whole.text)
                recital.finish()
        elif Describe.is_type(event.type):
            await self._connection.send(self._info)
        elif Ping.is_type(event.type):
            await self._connection.send(Pong(text=Ping.from_event(event).text))

    async def finish(self) -> None:
        """Let what was written be heard to its end."""
        if self._recital:
            self._recital.finish()
            await self._recital.done()

    async def leave(self) -> None:
        """Stop speaking: the client is gone, or is done."""
        if self._recital:
            await self._recital.stop()
            self._service.playing.discard(self._recital)
            self._recital = None

    async def _begin(
        self, voice: SynthesizeVoice | None, *, streaming: bool
    ) -> Recital:
        if self.is_writing:
            raise BrokenClient("a text within a text")
        if self._recital:
            await self._recital.done()
            await self.leave()
        self._recital = self._service.begin(
            self._connection, voice, streaming=streaming
        )
        self._service.playing.add(self._recital)
        return self._recital
