"""A satellite in a room, and a Home Assistant that says on the wire what the real one says."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
import sys
from typing import Self

from aiohttp import ClientSession
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncTcpClient
from wyoming.event import Event, Eventable
from wyoming.ping import Ping, Pong
from wyoming.satellite import RunSatellite

from wyoming_services.satellite import __main__ as program
from wyoming_services.satellite.sound import SPOKEN_RATE

from tests.wyoming_services.until import until

ROOM = Path(__file__).with_name("room.py")
CHUNK = 2048
"""Bytes Home Assistant sends at a time."""


@dataclass(slots=True, kw_only=True)
class Room:
    """What can be said and heard there."""

    folder: Path

    def say(self, pcm: bytes) -> None:
        """Say something, 16 kHz."""
        (self.folder / "saying").write_bytes(pcm)
        (self.folder / "saying").rename(self.folder / "said.raw")

    async def said(self) -> None:
        """Wait until the microphone has begun to hear it."""
        await until(lambda: not (self.folder / "said.raw").exists())

    def heard(self) -> list[bytes]:
        """Return what was played, one thing after the other."""
        return [file.read_bytes() for file in sorted(self.folder.glob("0*.raw"))]

    def command(self, what: str) -> str:
        """Return the command line of one of the two programs."""
        return f"{sys.executable} {ROOM} {what} {self.folder}"


@dataclass(slots=True, kw_only=True)
class Rig:
    """A running satellite."""

    room: Room
    port: int
    http: str

    async def get(self, path: str) -> tuple[int, str]:
        """Ask it something."""
        async with ClientSession() as session, session.get(self.http + path) as answer:
            return answer.status, await answer.text()

    async def post(self, path: str, **headers: str) -> int:
        """Do something to it."""
        async with (
            ClientSession() as session,
            session.post(self.http + path, headers=headers) as answer,
        ):
            return answer.status

    async def count(self, name: str) -> float:
        """Return one of the metrics."""
        _, told = await self.get("/metrics")
        lines = [line for line in told.splitlines() if line.startswith(name)]
        return sum(float(line.rpartition(" ")[2]) for line in lines)


@asynccontextmanager
async def satellite(folder: Path, *options: str) -> AsyncIterator[Rig]:
    """Run one."""
    room = Room(folder=folder)
    chosen = program.options().parse_args(
        [
            *("--uri", "127.0.0.1:0", "--http", "127.0.0.1:0", "--no-chime"),
            *("--mic-command", room.command("microphone")),
            *("--snd-command", room.command("loudspeaker")),
            *options,
        ]
    )
    async with AsyncExitStack() as stack:
        ready = await program.start(chosen, stack)
        port = int(ready.partition("127.0.0.1:")[2].partition(",")[0])
        http = ready.partition("health at ")[2].removesuffix("/health")
        yield Rig(room=room, port=port, http=http)


@dataclass(slots=True)
class House:
    """A Home Assistant."""

    port: int
    events: list[Event] = field(default_factory=list)
    is_gone: bool = False
    _client: AsyncTcpClient | None = None
    _reader: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Connect."""
        self._client = AsyncTcpClient("127.0.0.1", self.port)
        await self._client.connect()
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Leave."""
        assert self._client and self._reader
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        await self._client.disconnect()

    async def adopt(self) -> Self:
        """Say that it wants to hear the satellite, and wait until that is known."""
        await self.send(RunSatellite(), Ping(text="adopted"))
        await self.event("pong")
        return self

    async def send(self, *events: Eventable) -> None:
        """Say something."""
        assert self._client
        for event in events:
            await self._client.write_event(event.event())

    def kinds(self) -> list[str]:
        """Return the types of what came, each kind once in a row, without pings."""
        kinds: list[str] = []
        for event in self.events:
            if event.type != "pong" and kinds[-1:] != [event.type]:
                kinds.append(event.type)
        return kinds

    async def event(self, kind: str, number: int = 1) -> Event:
        """Wait for the n-th event of a type."""

        def found() -> list[Event]:
            return [event for event in self.events if event.type == kind]

        await until(lambda: len(found()) >= number or self.is_gone)
        assert len(found()) >= number, (kind, self.kinds())
        return found()[number - 1]

    def heard(self) -> float:
        """Return the seconds of speech that came."""
        chunks = [e for e in self.events if AudioChunk.is_type(e.type)]
        return sum(AudioChunk.from_event(e).seconds for e in chunks)

    async def settled(self) -> None:
        """Wait until everything said so far was taken."""
        pings = sum(Pong.is_type(event.type) for event in self.events)
        await self.send(Ping(text=""))
        await self.event("pong", pings + 1)

    async def _read(self) -> None:
        assert self._client
        while event := await self._client.read_event():
            self.events.append(event)
        self.is_gone = True


def answer(pcm: bytes) -> list[Eventable]:
    """Return what Home Assistant sends for an answer: timestamps go on from chunk to chunk."""
    events: list[Eventable] = [AudioStart(SPOKEN_RATE, 2, 1, timestamp=0)]
    timestamp = 0
    for start in range(0, len(pcm), CHUNK):
        chunk = AudioChunk(
            SPOKEN_RATE, 2, 1, pcm[start : start + CHUNK], timestamp=timestamp
        )
        timestamp += chunk.milliseconds
        events.append(chunk)
    return [*events, AudioStop(timestamp=timestamp)]


def tune(seconds: float, value: int) -> bytes:
    """Return sound that can be told from other sound."""
    return value.to_bytes(2, "little") * int(seconds * SPOKEN_RATE)
