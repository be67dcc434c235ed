"""Who waits for the model, and who goes first."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
import threading

import numpy as np
import pytest

from wyoming_services.stt.desk import Desk, Overloaded, Turn
from wyoming_services.stt.whisper import Transcription, Utterance

from tests.wyoming_services.until import until


class SlowModel:
    """Works when it is let."""

    def __init__(self) -> None:
        """Begin with nothing done."""
        self.done: list[str] = []
        self.begun: list[str] = []
        self._may = threading.Semaphore(0)

    def let(self, times: int = 1) -> None:
        """Let it work."""
        self._may.release(times)

    def __call__(
        self, utterance: Utterance, is_unwanted: Callable[[], bool]
    ) -> Transcription | None:
        """Transcribe: the language stands for what was said."""
        text = utterance.language or ""
        self.begun.append(text)
        self._may.acquire()
        if is_unwanted():
            return None
        if text == "broken":
            raise RuntimeError("broken")
        self.done.append(text)
        return Transcription(text=text, language="en", window=10, fell_back=False)


@asynccontextmanager
async def working() -> AsyncIterator[tuple[Desk, SlowModel]]:
    """Run a desk."""
    model = SlowModel()
    desk = Desk(model)
    desk.start()
    try:
        yield desk, model
    finally:
        model.let(100)
        await desk.stop()


def said(text: str) -> Utterance:
    """Return an utterance."""
    return Utterance(samples=np.zeros(1, np.float32), language=text)


async def test_who_has_finished_goes_first() -> None:
    """Before those who may have not, and before a probe."""
    async with working() as (desk, model):
        jobs = [desk.submit(said("first"), Turn.PROBE)]
        await until(lambda: model.begun == ["first"])
        jobs += [
            desk.submit(said("probe"), Turn.PROBE),
            desk.submit(said("maybe"), Turn.SPECULATION),
            desk.submit(said("really"), Turn.SPECULATION),
            desk.submit(said("finished"), Turn.FINISHED),
        ]
        jobs[3].hurry()
        model.let(5)
        await asyncio.gather(*(job.future for job in jobs))
        assert model.done == ["first", "finished", "really", "maybe", "probe"]


async def test_what_nobody_wants_is_not_begun() -> None:
    """Nor ended, if it was."""
    async with working() as (desk, model):
        running = desk.submit(said("running"), Turn.SPECULATION)
        await until(lambda: model.begun == ["running"])
        waiting = desk.submit(said("waiting"), Turn.SPECULATION)
        last = desk.submit(said("last"), Turn.FINISHED)
        running.drop()
        waiting.drop()
        model.let(2)
        assert (await last.future) is not None
        assert model.begun == ["running", "last"]
        assert model.done == ["last"]


async def test_a_failure_is_told_to_whom_it_concerns() -> None:
    """The next is served."""
    async with working() as (desk, model):
        model.let(2)
        broken = desk.submit(said("broken"), Turn.FINISHED)
        fine = desk.submit(said("fine"), Turn.FINISHED)
        with pytest.raises(RuntimeError, match="broken"):
            await broken.future
        assert (await fine.future) is not None


async def test_too_many_wait() -> None:
    """One more is told so at once, instead of waiting for ever."""
    async with working() as (desk, model):
        desk.submit(said("running"), Turn.FINISHED)
        await until(lambda: model.begun == ["running"])
        for _ in range(8):
            desk.submit(said("waiting"), Turn.FINISHED)
        late = desk.submit(said("late"), Turn.SPECULATION)
        with pytest.raises(Overloaded):
            desk.submit(said("more"), Turn.FINISHED)
        with pytest.raises(Overloaded):
            late.hurry()


async def test_stopping_lets_go() -> None:
    """Nobody waits for a desk that has closed."""
    async with working() as (desk, model):
        jobs = [desk.submit(said("a"), Turn.FINISHED) for _ in range(3)]
        await until(lambda: bool(model.begun))
        model.let(100)
        await desk.stop()
        assert all(job.future.done() for job in jobs)
