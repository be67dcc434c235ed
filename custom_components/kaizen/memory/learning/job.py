"""Learns when nobody speaks to the house.

What waits is only in memory: after a restart it has not been learned, and never half.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
import logging
from typing import Final, Protocol

from .learner import ExtractionFailure, Learner, Lesson
from .model import Conversation

WAITING_MOST: Final = 16
"""Conversations that wait; the oldest are given up."""
ATTEMPTS_MOST: Final = 3
"""Times a conversation is begun; the house may speak in between."""

_LOGGER: Final = logging.getLogger(__name__)


class House(Protocol):
    """Knows whether anybody speaks to the house."""

    async def idle(self) -> None:
        """Return once nobody has for a while, so that a model can be used for something else."""


class LearningJob:
    """Teaches one conversation at a time, in the background."""

    def __init__(
        self,
        learner: Learner,
        house: House,
        on_lesson: Callable[[Lesson], None] | None = None,
    ) -> None:
        """Begin nothing before `start`."""
        self._learner = learner
        self._house = house
        self._on_lesson = on_lesson
        self._waiting: deque[tuple[Conversation, int]] = deque(maxlen=WAITING_MOST)
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._lesson: asyncio.Task[Lesson] | None = None
        self._read = ""
        self._failing = False

    @property
    def waiting(self) -> int:
        """Return how many conversations wait."""
        return len(self._waiting)

    def start(
        self, spawn: Callable[..., asyncio.Task[None]] = asyncio.create_task
    ) -> None:
        """Begin to learn; `spawn` runs the work."""
        if self._task is None:
            self._task = spawn(self._run())

    def offer(self, conversation: Conversation) -> None:
        """Have a finished conversation read when there is time."""
        self._waiting.append((conversation, 0))
        self._wake.set()

    def forget(self, conversation_id: str) -> None:
        """Do not learn from a conversation after all, not even if that has begun."""
        if self._lesson and self._read == conversation_id:
            self._read = ""
            self._lesson.cancel()
        kept = [one for one in self._waiting if one[0].id != conversation_id]
        self._waiting.clear()
        self._waiting.extend(kept)

    def interrupt(self) -> None:
        """Let go of the model, now: somebody speaks to the house. What was begun is begun again later."""
        if self._lesson:
            self._lesson.cancel()

    async def stop(self) -> None:
        """Give up what is under way and what waits."""
        self._waiting.clear()
        task, self._task = self._task, None
        if task:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        while True:
            while not self._waiting:
                self._wake.clear()
                await self._wake.wait()
            await self._house.idle()
            if self._waiting:
                await self._teach(*self._waiting.popleft())

    async def _teach(self, conversation: Conversation, begun: int) -> None:
        self._lesson = lesson = asyncio.ensure_future(self._learner.learn(conversation))
        self._read = conversation.id
        try:
            await asyncio.wait([lesson])
        finally:
            self._lesson = None
            if lesson.cancel():
                await asyncio.wait([lesson])
        if lesson.cancelled():
            if self._read:
                self._again(conversation, begun)
            return
        if (failure := lesson.exception()) is None:
            self._failing = False
            if self._on_lesson:
                self._on_lesson(lesson.result())
            return
        self._again(conversation, begun)
        self._failed(failure)

    def _again(self, conversation: Conversation, begun: int) -> None:
        if begun + 1 < ATTEMPTS_MOST and len(self._waiting) < WAITING_MOST:
            self._waiting.append((conversation, begun + 1))

    def _failed(self, failure: BaseException) -> None:
        if not self._failing:
            known = isinstance(failure, ExtractionFailure)
            _LOGGER.warning(
                "Nothing is learned: %s", failure, exc_info=None if known else failure
            )
        self._failing = True
