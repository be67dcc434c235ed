"""What happens behind the scenes: what was told is recorded, and quiet conversations are learned from."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, override

from homeassistant.components.conversation import ChatLog
from homeassistant.components.conversation.chat_log import (
    DATA_CHAT_LOGS,
    async_subscribe_chat_logs,
)
from homeassistant.components.conversation.const import ChatLogEventType
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..guard import taint_of
from .learning import (
    Conversation,
    Extractor,
    House,
    Learner,
    LearningJob,
    Lesson,
    Request,
    Turn,
)
from .provider import uses_of
from .runtime import MemoryRuntime
from .servers import CrowdedError, ModelServers

QUIET: Final = 300.0
"""Seconds after its last words until a conversation is over."""
CALM: Final = 60.0
"""Seconds the house must have been left alone before a model is used for learning."""
OPEN_MOST: Final = 64
TURNS_MOST: Final = 50
"""The last ones of a conversation that are kept until it is over."""
_SATELLITES: Final = "assist_satellite."
_IDLE: Final = frozenset({"idle", "unavailable", "unknown"})


class QuietHouse(House):
    """Knows whether anybody speaks to the house: turns of any agent, and satellites."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin as if somebody had just spoken."""
        self._hass = hass
        self._stirred = asyncio.Event()

    @callback
    def stir(self) -> None:
        """Note that somebody speaks."""
        self._stirred.set()

    @property
    def is_busy(self) -> bool:
        """Return whether a turn runs, or a satellite is not idle."""
        logs = self._hass.data.get(DATA_CHAT_LOGS, {})
        return any(log.turn_active for log in logs.values()) or any(
            state.state not in _IDLE
            for state in self._hass.states.async_all("assist_satellite")
        )

    @override
    async def idle(self) -> None:
        while True:
            self._stirred.clear()
            if await self._calm() and not self.is_busy:
                return

    async def _calm(self) -> bool:
        """Wait for a while; return whether nobody spoke."""
        over = asyncio.Event()
        cancel = async_call_later(self._hass, CALM, callback(lambda _: over.set()))
        waiting = [asyncio.ensure_future(one.wait()) for one in (over, self._stirred)]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            return not self._stirred.is_set()
        finally:
            cancel()
            for one in waiting:
                one.cancel()


class ServerExtractor(Extractor):
    """Asks the memory's model, wherever it is."""

    def __init__(
        self,
        servers: ModelServers,
        model: str,
        on_crowded: Callable[[], None],
    ) -> None:
        """Ask `model`; `on_crowded` is told if that pushes out a model that answers people."""
        self.model = model
        self._servers = servers
        self._on_crowded = on_crowded

    @override
    async def extract(self, request: Request) -> str:
        try:
            return await self._servers.extract(self.model, request)
        except CrowdedError:
            self._on_crowded()
            raise


@dataclass(slots=True, kw_only=True)
class _Open:
    """A conversation that goes on."""

    chat_log: ChatLog
    turns: list[Turn] = field(default_factory=list)
    cancel: Callable[[], None] = lambda: None


class Background:
    """Listens to the conversations of those who agreed, and learns when all is quiet."""

    def __init__(self, runtime: MemoryRuntime) -> None:
        """Begin nothing before `start`."""
        self.crowded = False
        """Learning has pushed out a model that answers people, and has ended therefore."""
        self.last_lesson: Lesson | None = None
        self._runtime = runtime
        self._hass = runtime.hass
        self._house = QuietHouse(runtime.hass)
        self._open: OrderedDict[str, _Open] = OrderedDict()
        self._job = LearningJob(
            Learner(
                extractor=ServerExtractor(
                    runtime.servers, runtime.settings.learning_model, self._crowded
                ),
                knowledge=runtime.knowledge,
                clock=dt_util.utcnow,
                consenting=self._consenting,
            ),
            self._house,
            self._learned,
        )

    @callback
    def start(self) -> None:
        """Listen until the entry is unloaded."""
        entry = self._runtime.entry
        entry.async_on_unload(async_subscribe_chat_logs(self._hass, self._async_chat))
        entry.async_on_unload(
            self._hass.bus.async_listen(
                EVENT_STATE_CHANGED, self._async_satellite, _is_satellite
            )
        )
        self._job.start(
            lambda work: self._hass.loop.create_task(
                work, name="kaizen memory: learning"
            )
        )

    async def stop(self) -> None:
        """Give up what has not been learned yet."""
        for one in self._open.values():
            one.cancel()
        self._open.clear()
        await self._job.stop()

    @property
    def waiting(self) -> int:
        """Return how many conversations go on or wait to be read."""
        return len(self._open) + self._job.waiting

    @callback
    def hear(self, chat_log: ChatLog, turn: Turn) -> None:
        """Take a person's own words; they are forgotten unless something is learned from them."""
        self._job.interrupt()
        self._house.stir()
        conversation_id = chat_log.conversation_id
        one = self._open.pop(conversation_id, None) or _Open(chat_log=chat_log)
        one.cancel()
        taint = frozenset(map(str, taint_of(chat_log)))
        if one.turns:
            one.turns[-1] = replace(one.turns[-1], taint=taint)
        if turn.speaker in self._consenting() and not turn.private:
            one.turns = [*one.turns, replace(turn, taint=taint)][-TURNS_MOST:]
        if not one.turns:
            return
        one.chat_log = chat_log
        one.cancel = async_call_later(
            self._hass, QUIET, callback(lambda _: self._over(conversation_id))
        )
        self._open[conversation_id] = one
        while len(self._open) > OPEN_MOST:
            _, oldest = self._open.popitem(last=False)
            oldest.cancel()

    @callback
    def forget(self, conversation_id: str) -> None:
        """Do not learn from a conversation after all."""
        if one := self._open.pop(conversation_id, None):
            one.cancel()
        self._job.forget(conversation_id)

    @callback
    def _over(self, conversation_id: str) -> None:
        one = self._open.pop(conversation_id)
        if self.crowded or not self._runtime.enabled:
            return
        taint = frozenset(map(str, taint_of(one.chat_log)))
        last = replace(one.turns[-1], taint=one.turns[-1].taint | taint)
        self._job.offer(Conversation(id=conversation_id, turns=[*one.turns[:-1], last]))

    def _consenting(self) -> frozenset[str]:
        if not (self._runtime.settings.learning and self._runtime.enabled):
            return frozenset()
        return self._runtime.consenting

    @callback
    def _async_chat(
        self, conversation_id: str, kind: ChatLogEventType, data: Mapping[str, Any]
    ) -> None:
        if kind is ChatLogEventType.DELETED:
            return
        self._job.interrupt()
        self._house.stir()
        content: Mapping[str, Any] = data.get("content") or {}
        if content.get("role") == "assistant":
            self._record(conversation_id)

    @callback
    def _record(self, conversation_id: str) -> None:
        """Write down what the turn was told, now that it has been answered."""
        talk = self._runtime.talks.find(conversation_id)
        if talk is None or not talk.told:
            return
        uses = uses_of(conversation_id, talk.turn, talk.told)
        talk.told = None
        self._runtime.entry.async_create_task(
            self._hass,
            self._runtime.store.write(lambda w: w.record_uses(uses)),
            "kaizen memory: uses",
        )

    @callback
    def _async_satellite(self, event: Event[EventStateChangedData]) -> None:
        new = event.data["new_state"]
        if new is not None and new.state not in _IDLE:
            self._job.interrupt()
            self._house.stir()

    def _crowded(self) -> None:
        self.crowded = True
        self._runtime.tell()

    def _learned(self, lesson: Lesson) -> None:
        self.last_lesson = lesson
        self._runtime.tell()


@callback
def _is_satellite(data: EventStateChangedData) -> bool:
    return data["entity_id"].startswith(_SATELLITES)
