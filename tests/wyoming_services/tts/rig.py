"""A running text to speech, and a client of it; everything in between is real."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from wyoming.audio import AudioChunk, AudioStart
from wyoming.client import AsyncTcpClient
from wyoming.error import Error
from wyoming.tts import (
    Synthesize,
    SynthesizeChunk,
    SynthesizeStart,
    SynthesizeStop,
    SynthesizeVoice,
)

from wyoming_services.models import DEFAULT_VOICE, default_folder, voices_folder
from wyoming_services.serving import Health, WyomingServer
from wyoming_services.tts.lexicons import Lexicons
from wyoming_services.tts.metrics import Metrics
from wyoming_services.tts.piper import Piper
from wyoming_services.tts.service import Service, probe
from wyoming_services.tts.voices import installed


@dataclass(frozen=True, slots=True, kw_only=True)
class Rig:
    """What a test can see of a running service."""

    port: int
    service: Service

    def count(self, name: str, **labels: str) -> float:
        """Return one of the metrics."""
        value = self.service.metrics.registry.get_sample_value(name, labels)
        return value or 0.0


@asynccontextmanager
async def running(
    piper: Piper, *, lexicons: Path | None = None, idle: float = 30.0
) -> AsyncIterator[Rig]:
    """Run a service in front of a Piper."""
    service = Service(
        piper=piper,
        voices=installed(voices_folder(default_folder())),
        default=DEFAULT_VOICE,
        lexicons=Lexicons(lexicons),
        metrics=Metrics(),
        health=Health(),
        idle=idle,
    )
    service.health.watch(probe(service), busy=lambda: service.is_playing)
    server = WyomingServer(service.serve, most_clients=8)
    await server.start("127.0.0.1", 0)
    try:
        yield Rig(port=server.port, service=service)
    finally:
        await server.stop()


@dataclass(slots=True)
class Heard:
    """What came out of the loudspeaker."""

    sound: bytes = b""
    rate: int = 0
    events: list[str] = field(default_factory=list)
    """Types of what came, each kind once in a row."""
    error: Error | None = None

    @property
    def seconds(self) -> float:
        """Return how long it was."""
        return len(self.sound) / 2 / self.rate if self.rate else 0


@dataclass(slots=True)
class Loudspeaker:
    """A client that has something said, and listens."""

    port: int
    _client: AsyncTcpClient | None = None

    async def __aenter__(self) -> Self:
        """Connect."""
        self._client = AsyncTcpClient("127.0.0.1", self.port)
        await self._client.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Hang up."""
        await self.client.disconnect()

    @property
    def client(self) -> AsyncTcpClient:
        """Return the connection."""
        assert self._client
        return self._client

    async def say(self, text: str, voice: SynthesizeVoice | None = None) -> Heard:
        """Have a whole text said."""
        await self.client.write_event(Synthesize(text, voice).event())
        return await self.listen(until="audio-stop")

    async def begin(self) -> None:
        """Begin a text that is still being written."""
        await self.client.write_event(SynthesizeStart().event())

    async def write(self, *chunks: str) -> None:
        """Write more of it."""
        for chunk in chunks:
            await self.client.write_event(SynthesizeChunk(chunk).event())

    async def end(self, whole: str = "") -> None:
        """End it the way Home Assistant does: with the whole text again."""
        await self.client.write_event(Synthesize(whole).event())
        await self.client.write_event(SynthesizeStop().event())

    async def stream(self, chunks: Iterable[str]) -> Heard:
        """Have a text said while it is written."""
        await self.begin()
        await self.write(*chunks)
        await self.end("".join(chunks))
        return await self.listen()

    async def listen(self, until: str = "synthesize-stopped") -> Heard:
        """Hear what comes until an event, an error, or the end."""
        heard = Heard()
        while event := await self.client.read_event():
            if heard.events[-1:] != [event.type]:
                heard.events.append(event.type)
            if AudioStart.is_type(event.type):
                heard.rate = AudioStart.from_event(event).rate
            elif AudioChunk.is_type(event.type):
                heard.sound += AudioChunk.from_event(event).audio
            elif Error.is_type(event.type):
                heard.error = Error.from_event(event)
            if event.type == until or heard.error:
                break
        return heard
