"""Speaks Wyoming with the one Home Assistant that adopted the satellite, and tells others about it."""

import asyncio
from collections.abc import Callable
import logging
from typing import Any, Final

from wyoming.asr import Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event, Eventable
from wyoming.info import (
    Attribution,
    Describe,
    Info,
    Satellite as About,
    WakeModel,
    WakeProgram,
)
from wyoming.ping import Ping, Pong
from wyoming.satellite import PauseSatellite, RunSatellite
from wyoming.timer import TimerCancelled, TimerFinished, TimerStarted, TimerUpdated
from wyoming.tts import Synthesize
from wyoming.vad import VoiceStopped

from .. import VERSION
from ..serving import BrokenClient, Connection
from .metrics import Metrics
from .satellite import Satellite

_LOGGER = logging.getLogger(__name__)

_AWAKE: Final = 15.0
"""Seconds without a word after which a Home Assistant is gone: it asks every two whether we are there."""
_MUTED: Final = 86_400.0
"""The same for one that has muted the satellite, and says nothing."""
_LEAVING: Final = 1.0
"""Seconds the Home Assistant before may take to leave: one that reconnects is its own predecessor."""
_OUTBOX: Final = 512
"""Events that wait for Home Assistant to take them: 15 s of sound."""
_BROKEN: Final = (KeyError, TypeError, ValueError, AttributeError)
"""What the library raises for events that lack something."""

_BY_KIND: Final[tuple[tuple[Any, Callable[[Satellite, Any], None]], ...]] = (
    (AudioChunk, Satellite.sound),
    (AudioStart, Satellite.speak),
    (AudioStop, Satellite.spoken),
    (VoiceStopped, lambda satellite, _: satellite.heard_enough()),
    (Transcript, lambda satellite, _: satellite.heard_enough()),
    (Synthesize, lambda satellite, _: satellite.answer_comes()),
    (Error, Satellite.fail),
    *(
        (kind, lambda satellite, event: satellite.timers.take(event))
        for kind in (TimerStarted, TimerUpdated, TimerCancelled, TimerFinished)
    ),
)
"""What Home Assistant says, and what the satellite does then."""


def describe(name: str, area: str | None, phrases: dict[str, str]) -> Info:
    """Return what the satellite tells of itself."""
    ours = Attribution(
        name="Kaizen", url="https://www.home-assistant.io/integrations/wyoming"
    )
    theirs = Attribution(
        name="microWakeWord", url="https://github.com/kahrendt/microWakeWord"
    )
    return Info(
        satellite=About(
            name=name,
            area=area,
            description="A microphone and a loudspeaker",
            attribution=ours,
            installed=True,
            version=VERSION,
            has_vad=False,
            active_wake_words=list(phrases),
            max_active_wake_words=len(phrases),
            supports_trigger=False,
        ),
        wake=[
            WakeProgram(
                name="microwakeword",
                description="Wake words, heard by the satellite itself",
                attribution=theirs,
                installed=True,
                version=VERSION,
                models=[
                    WakeModel(
                        name=id_,
                        phrase=phrase,
                        description=phrase,
                        attribution=theirs,
                        installed=True,
                        version=None,
                        languages=[],
                    )
                    for id_, phrase in phrases.items()
                ],
            )
        ]
        if phrases
        else [],
    )


class Service:
    """The satellite's side of the protocol."""

    def __init__(self, satellite: Satellite, info: Info, metrics: Metrics) -> None:
        """Take what is served."""
        self._satellite = satellite
        self._info = info
        self._metrics = metrics
        self._owner: _House | None = None
        self._vacant = asyncio.Event()
        self._vacant.set()
        self._turned_away: set[str] = set()

    @property
    def owner(self) -> str | None:
        """Return where the Home Assistant is that has adopted the satellite and is there."""
        return self._owner.peer if self._owner else None

    async def serve(self, connection: Connection) -> None:
        """Serve a client until it leaves; one that only wants to know what this is may be anybody."""
        house = _House(connection)
        try:
            while event := await connection.receive(house.patience):
                try:
                    await self._take(house, event)
                except _BROKEN as err:
                    raise BrokenClient(f"{event.type}: {err!r}") from err
                if house.is_refused:
                    return
        finally:
            if self._owner is house:
                self._satellite.disconnect()
                self._owner = None
                self._vacant.set()
                _LOGGER.info("The Home Assistant at %s has left", house.peer)
            await house.close()

    async def _take(self, house: _House, event: Event) -> None:
        if Describe.is_type(event.type):
            house.send(self._info)
        elif Ping.is_type(event.type):
            house.send(Pong(text=Ping.from_event(event).text))
        elif RunSatellite.is_type(event.type):
            await self._run(house)
        elif self._owner is not house:
            return
        elif PauseSatellite.is_type(event.type):
            house.patience = _MUTED
            self._satellite.disconnect()
        else:
            for kind, act in _BY_KIND:
                if kind.is_type(event.type):
                    act(self._satellite, kind.from_event(event))

    async def _run(self, house: _House) -> None:
        try:
            async with asyncio.timeout(_LEAVING):
                while self._owner not in (None, house):
                    await self._vacant.wait()
        except TimeoutError:
            await self._refuse(house)
            return
        if self._owner is None:
            _LOGGER.info("The Home Assistant at %s is here", house.peer)
            self._turned_away.clear()
        self._owner = house
        self._vacant.clear()
        house.patience = _AWAKE
        self._satellite.connect(house.send)

    async def _refuse(self, house: _House) -> None:
        """Turn a second Home Assistant away; it comes again every few seconds, and is reported once."""
        self._metrics.refused.inc()
        reason = f"this satellite serves the Home Assistant at {self.owner}: remove it there first"
        if house.peer not in self._turned_away:
            self._turned_away.add(house.peer)
            _LOGGER.warning(
                "Another Home Assistant, at %s, was told: %s", house.peer, reason
            )
        house.is_refused = True
        await house.connection.send(Error(text=reason, code="busy"))


class _House:
    """A client, and what waits to be sent to it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.peer = connection.peer
        self.patience = _AWAKE
        self.is_refused = False
        self._outbox: asyncio.Queue[Eventable] = asyncio.Queue(maxsize=_OUTBOX)
        self._sender = asyncio.create_task(self._send_all())

    def send(self, event: Eventable) -> None:
        """Send when the client takes it; one that takes nothing is let go."""
        try:
            self._outbox.put_nowait(event)
        except asyncio.QueueFull:
            self.connection.abort()

    async def close(self) -> None:
        self._sender.cancel()
        await asyncio.gather(self._sender, return_exceptions=True)

    async def _send_all(self) -> None:
        try:
            while True:
                await self.connection.send(await self._outbox.get())
        except BrokenClient:
            self.connection.abort()
