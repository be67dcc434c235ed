"""Measures turns of the contenders, one beside the other."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
import random
import time
from typing import Any, Final

from homeassistant.components.conversation import (
    ChatLog,
    async_converse,
    async_get_chat_log,
)
from homeassistant.core import Context, callback
from homeassistant.helpers.chat_session import async_get_chat_session

from .house import change_states, satellite
from .instance import Rig
from .model_server import ModelServer, Served
from .scenarios import Scenario, scenarios

CONTENDERS: Final = ("core", "kaizen", "again")

_WARM_UP: Final = 3
"""Rounds before anything is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One turn; times in milliseconds."""

    contender: str
    scenario: str
    first_delta: float
    """Until the first words reach the pipeline, without what the server took."""
    added: float
    """Until the answer is complete, without what the server took."""
    cpu: float
    """Processor time of Home Assistant's process, all threads."""
    prompt_tokens: int
    """Of the turn's last request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """How much of a new conversation's prompt the server had read before."""

    contender: str
    same_room: float
    other_room: float


@dataclass(slots=True, kw_only=True)
class Bench:
    """The contenders in one house."""

    rig: Rig
    server: ModelServer
    entities: int

    async def run(self, rounds: int) -> dict[str, Any]:
        """Return the measurements as JSON."""
        kitchen, bedroom = (
            satellite(self.rig.hass, self.rig.kaizen, room)
            for room in ("Kitchen", "Bedroom")
        )
        kinds = scenarios(self.entities)
        await self._rounds(_WARM_UP, kinds, kitchen)
        samples = await self._rounds(rounds, kinds, kitchen)
        reuse = [
            await self._reuse(contender, kinds[0], kitchen, bedroom)
            for contender in ("core", "kaizen")
        ]
        return {
            "entities": self.entities,
            "samples": [asdict(sample) for sample in samples],
            "reuse": [asdict(share) for share in reuse],
        }

    async def _rounds(
        self, count: int, kinds: Sequence[Scenario], device_id: str
    ) -> list[Sample]:
        """Measure every kind of turn with every contender, in a new order each time."""
        order = list(CONTENDERS)
        shuffle = random.Random(count).shuffle
        samples = []
        for _ in range(count):
            shuffle(order)
            conversations: dict[str, str | None] = {}
            for kind in kinds:
                for contender in order:
                    conversation = (
                        conversations.get(contender) if kind.follows else None
                    )
                    sample, conversations[contender] = await self._measure(
                        contender, kind, device_id, conversation
                    )
                    samples.append(sample)
        return samples

    async def _measure(
        self,
        contender: str,
        kind: Scenario,
        device_id: str,
        conversation_id: str | None,
    ) -> tuple[Sample, str | None]:
        await self.server.prepare(kind.answers)
        if kind.rested and contender == "kaizen":
            self.rig.kaizen.runtime_data.prompts.async_forget()
        heard: list[float] = []
        began, cpu = time.time(), time.process_time()
        conversation_id = await self._speak(
            contender, kind, device_id, conversation_id, heard
        )
        ended = time.time()
        await self.rig.hass.async_block_till_done()
        cpu = time.process_time() - cpu
        served = await self.server.served()
        sample = Sample(
            contender=contender,
            scenario=kind.name,
            first_delta=1000 * (heard[0] - began - _served_before(served, heard[0])),
            added=1000 * (ended - began - sum(s.finished - s.started for s in served)),
            cpu=1000 * cpu,
            prompt_tokens=served[-1].prompt_tokens,
        )
        return sample, conversation_id

    async def _speak(
        self,
        contender: str,
        kind: Scenario,
        device_id: str,
        conversation_id: str | None,
        heard: list[float],
    ) -> str | None:
        """Run a turn the way an Assist pipeline does; note when words reach it.

        Raises:
            RuntimeError: The answer is not the model's: the turn measured something else.
        """
        hass = self.rig.hass
        context = Context()

        @callback
        def listen(_: ChatLog, delta: dict[str, Any]) -> None:
            if delta.get("content"):
                heard.append(time.time())

        with (
            async_get_chat_session(hass, conversation_id, context=context) as session,
            async_get_chat_log(hass, session, chat_log_delta_listener=listen),
        ):
            result = await async_converse(
                hass,
                kind.words,
                session.conversation_id,
                context,
                language="en",
                agent_id=self.rig.agents[contender],
                device_id=device_id,
            )
        spoken = result.response.speech["plain"]["speech"]
        if spoken != kind.answers[-1]:
            raise RuntimeError(f"{contender}, {kind.name}: {spoken}")
        return result.conversation_id

    async def _reuse(
        self, contender: str, kind: Scenario, home: str, elsewhere: str
    ) -> Reuse:
        """Talk, let the house change, and begin new conversations."""
        await self.server.prepare(kind.answers)
        for step, device_id in enumerate((home, home, elsewhere)):
            change_states(self.rig.hass, step)
            await self.server.queue(kind.answers)
            await self._speak(contender, kind, device_id, None, [])
        _, same, other = (
            served.cached_tokens / served.prompt_tokens
            for served in (await self.server.served())[-3:]
        )
        return Reuse(contender=contender, same_room=same, other_room=other)


def _served_before(served: Sequence[Served], moment: float) -> float:
    """Return how long the server kept a turn waiting until `moment`, in seconds."""
    *earlier, last = (one for one in served if one.answered <= moment)
    waited = sum(one.finished - one.started for one in earlier)
    return waited + last.answered - last.started
