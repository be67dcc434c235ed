"""One model, many who want it: who has finished speaking goes before who may not have, and both before a probe."""

import asyncio
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from enum import IntEnum
from typing import Final

from .whisper import Transcriber, Transcription, Utterance

_MOST_WAITING: Final = 8
"""Finished utterances that may wait; at half a second each, one more would wait too long."""


class Turn(IntEnum):
    """Who goes first."""

    FINISHED = 0
    SPECULATION = 1
    PROBE = 2


class Overloaded(Exception):
    """Too many wait already."""


class Job:
    """An utterance on its way to becoming text."""

    def __init__(self, desk: Desk, utterance: Utterance, turn: Turn) -> None:
        """Belongs to the desk that made it."""
        self._desk = desk
        self.utterance = utterance
        self.turn = turn
        self.future: asyncio.Future[Transcription | None] = (
            asyncio.get_running_loop().create_future()
        )
        self.is_unwanted = False

    def hurry(self) -> None:
        """The speaker has really finished: others that only may have go after."""
        self._desk.move(self, Turn.FINISHED)

    def drop(self) -> None:
        """Nobody wants it any more: it is not begun, or ends after the step it is in."""
        self.is_unwanted = True
        self.future.cancel()
        self._desk.forget(self)


class Desk:
    """Lets the model work on one utterance after the other, in a thread."""

    def __init__(self, transcribe: Transcriber) -> None:
        """Take the model."""
        self._transcribe = transcribe
        self._queues: dict[Turn, deque[Job]] = {turn: deque() for turn in Turn}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="whisper")
        self._wake = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._current: Job | None = None

    @property
    def waiting(self) -> int:
        """Return how many utterances wait for the model or are with it."""
        waiting = sum(map(len, self._queues.values()))
        return waiting + (self._current is not None)

    def start(self) -> None:
        """Begin to work."""
        self._worker = asyncio.create_task(self._work())

    async def stop(self) -> None:
        """Let go of everything that waits; the step the model is in ends by itself."""
        if self._worker:
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)
        for queue in self._queues.values():
            for job in list(queue):
                job.drop()
        if self._current:
            self._current.drop()
        await asyncio.to_thread(self._thread.shutdown)

    def submit(self, utterance: Utterance, turn: Turn) -> Job:
        """Queue an utterance.

        Raises:
            Overloaded: too many wait.
        """
        job = Job(self, utterance, turn)
        self._put(job)
        return job

    def move(self, job: Job, turn: Turn) -> None:
        """Put a job that still waits into another queue.

        Raises:
            Overloaded: too many wait there.
        """
        if job in self._queues[job.turn]:
            self._queues[job.turn].remove(job)
            job.turn = turn
            self._put(job)

    def forget(self, job: Job) -> None:
        """Take a job out that still waits."""
        if job in self._queues[job.turn]:
            self._queues[job.turn].remove(job)

    def _put(self, job: Job) -> None:
        queue = self._queues[job.turn]
        if len(queue) >= _MOST_WAITING:
            raise Overloaded(f"{len(queue)} utterances are waiting")
        queue.append(job)
        self._wake.set()

    async def _work(self) -> None:
        while True:
            self._current = next(
                (queue.popleft() for queue in self._queues.values() if queue), None
            )
            if self._current is None:
                self._wake.clear()
                await self._wake.wait()
                continue
            await self._do(self._current)

    async def _do(self, job: Job) -> None:
        work = asyncio.get_running_loop().run_in_executor(
            self._thread, self._transcribe, job.utterance, lambda: job.is_unwanted
        )
        await asyncio.wait({work})
        self._current = None
        # Whose failure it is, is told; the next in line must not suffer.
        problem = work.exception()
        if job.future.done():
            return
        if problem:
            job.future.set_exception(problem)
        else:
            job.future.set_result(work.result())
