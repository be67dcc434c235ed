"""A Wyoming synthesizer that keeps what it was told to say: for what the words were, and for failures."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.tts import Synthesize

from wyoming_services.serving import Connection, WyomingServer
from wyoming_services.tts.piper import PiperFailed

RATE = 22_050


class Scribe:
    """Speaks Piper's side of the protocol; each unit is a tenth of a second of tone."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self.units: list[str] = []
        self.voices: list[str | None] = []
        self.failures = 0
        """How many units it will hang up on."""
        self.refuses = False
        self.hold: asyncio.Event | None = None
        """What it waits for before it makes a sound."""
        self.left = 0
        """How many clients have gone."""
        self.recoveries = 0
        self.address = ("127.0.0.1", 0)

    async def recover(self, failure: PiperFailed) -> None:
        """Count."""
        self.recoveries += 1

    async def serve(self, connection: Connection) -> None:
        """Serve a client."""
        try:
            while event := await connection.receive(60):
                asked = Synthesize.from_event(event)
                self.units.append(asked.text)
                self.voices.append(asked.voice.name if asked.voice else None)
                if self.failures:
                    self.failures -= 1
                    return
                if self.refuses:
                    await connection.send(Error(text="no such voice"))
                    return
                if self.hold:
                    await self.hold.wait()
                tone = AudioChunk(RATE, 2, 1, b"\x01\x02" * (RATE // 10))
                await connection.send(AudioStart(RATE, 2, 1), tone, AudioStop())
        finally:
            self.left += 1


@asynccontextmanager
async def scribe() -> AsyncIterator[Scribe]:
    """Run one."""
    writes = Scribe()
    server = WyomingServer(writes.serve, most_clients=8)
    await server.start("127.0.0.1", 0)
    writes.address = ("127.0.0.1", server.port)
    try:
        yield writes
    finally:
        await server.stop()
