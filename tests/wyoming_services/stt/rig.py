"""A running speech to text, and a client of it; everything in between is real."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import re
from typing import Self

from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncTcpClient
from wyoming.event import Event

from wyoming_services.serving import Health, WyomingServer
from wyoming_services.stt.desk import Desk
from wyoming_services.stt.metrics import Metrics
from wyoming_services.stt.names import Names, Source
from wyoming_services.stt.service import Service, describe
from wyoming_services.stt.session import Manners
from wyoming_services.stt.whisper import Transcriber, Transcription, Utterance, Whisper

from tests.wyoming_services.mouth import RATE
from tests.wyoming_services.until import until

CHUNK = 2048
"""Bytes a satellite sends at a time: 64 ms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rig:
    """What a test can see of a running service."""

    port: int
    service: Service
    heard: list[Utterance]
    """What the model was given."""

    @property
    def desk(self) -> Desk:
        """Return where utterances wait."""
        return self.service.desk

    def count(self, name: str, **labels: str) -> float:
        """Return one of the metrics."""
        value = self.service.metrics.registry.get_sample_value(name, labels)
        return value or 0.0

    def speculations(self, outcome: str) -> float:
        """Return how many speculations ended in a way."""
        return self.count("kaizen_stt_speculations_total", outcome=outcome)

    async def thought(self, utterances: int) -> None:
        """Wait until the model has been given so many, and has nothing left to do."""
        await until(lambda: len(self.heard) >= utterances and not self.desk.waiting)


@asynccontextmanager
async def running(
    whisper: Whisper,
    *,
    manners: Manners = Manners(),
    transcribe: Transcriber | None = None,
    sources: Iterable[Source] = (),
    most_clients: int = 8,
) -> AsyncIterator[Rig]:
    """Run a service with a real model, or with what stands in for it."""
    heard: list[Utterance] = []
    work = transcribe or whisper.guarded

    def watched(
        utterance: Utterance, is_unwanted: Callable[[], bool]
    ) -> Transcription | None:
        heard.append(utterance)
        return work(utterance, is_unwanted)

    desk = Desk(watched)
    desk.start()
    names = Names(sources, whisper.count_tokens)
    await names.read()
    service = Service(
        desk=desk,
        names=names,
        metrics=Metrics(),
        health=Health(),
        manners=manners,
        info=describe("base", whisper.languages),
        languages=frozenset(whisper.languages),
    )
    server = WyomingServer(service.serve, most_clients=most_clients)
    await server.start("127.0.0.1", 0)
    try:
        yield Rig(port=server.port, service=service, heard=heard)
    finally:
        await server.stop()
        await names.stop()
        await desk.stop()


@dataclass(slots=True)
class Microphone:
    """A client that sends what it hears."""

    port: int
    language: str | None = "en"
    names: list[str] = field(default_factory=list)
    _client: AsyncTcpClient | None = None

    async def __aenter__(self) -> Self:
        """Connect and begin an utterance."""
        self._client = AsyncTcpClient("127.0.0.1", self.port)
        await self._client.connect()
        await self.begin()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Hang up."""
        await self.client.disconnect()

    @property
    def client(self) -> AsyncTcpClient:
        """Return the connection."""
        assert self._client
        return self._client

    async def begin(self) -> None:
        """Announce an utterance."""
        asked = Transcribe(language=self.language, transcript_names=self.names or None)
        await self.client.write_event(asked.event())
        await self.client.write_event(AudioStart(RATE, 2, 1).event())

    async def send(self, pcm: bytes, chunk: int = CHUNK) -> None:
        """Send sound."""
        for piece in pieces(pcm, chunk):
            await self.client.write_event(AudioChunk(RATE, 2, 1, piece).event())

    async def stop(self) -> None:
        """Say that it is over."""
        await self.client.write_event(AudioStop().event())

    async def event(self) -> Event | None:
        """Return what the service says."""
        return await self.client.read_event()

    async def transcript(self) -> str:
        """Say that it is over; return what was understood."""
        await self.stop()
        event = await self.event()
        assert event, "the service hung up"
        assert Transcript.is_type(event.type), event
        return Transcript.from_event(event).text


async def understood(port: int, pcm: bytes, language: str | None = "en") -> str:
    """Return what a service makes of an utterance, sent at once."""
    async with Microphone(port, language) as microphone:
        await microphone.send(pcm)
        return await microphone.transcript()


def pieces(pcm: bytes, size: int) -> Iterator[bytes]:
    """Cut sound."""
    for start in range(0, len(pcm), size):
        yield pcm[start : start + size]


def plain(text: str) -> str:
    """Return a text without capitals and punctuation."""
    return re.sub(r"[^\w\s]", "", text).casefold().strip()
