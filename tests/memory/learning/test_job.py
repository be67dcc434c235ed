"""Learning keeps out of the way, and never leaves half a lesson."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import override

import pytest

from custom_components.kaizen.memory.learning import (
    Conversation,
    ExtractionFailure,
    Extractor,
    House,
    Learner,
    LearningJob,
    Lesson,
    Request,
)
from custom_components.kaizen.memory.learning.job import ATTEMPTS_MOST, WAITING_MOST

from .rig import ANNA, NOW, Notebook, facts, said, words_of


@dataclass(slots=True)
class Home(House):
    """A house that is idle when it is told to be."""

    quiet: asyncio.Event = field(default_factory=asyncio.Event)

    @override
    async def idle(self) -> None:
        await self.quiet.wait()


@dataclass(slots=True)
class SlowModel(Extractor):
    """Answers when it is allowed to."""

    model: str = "qwen3:8b"
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    allowed: asyncio.Event = field(default_factory=asyncio.Event)
    asked: int = 0
    at_once: int = 0
    most_at_once: int = 0
    broken: bool = False

    @override
    async def extract(self, request: Request) -> str:
        self.asked += 1
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        self.begun.set()
        try:
            await self.allowed.wait()
        finally:
            self.at_once -= 1
        if self.broken:
            raise ExtractionFailure("The server does not answer")
        return facts(words_of(request))


@dataclass(slots=True)
class Scene:
    """All of it together."""

    home: Home = field(default_factory=Home)
    model: SlowModel = field(default_factory=SlowModel)
    notebook: Notebook = field(default_factory=Notebook)
    lessons: asyncio.Queue[Lesson] = field(default_factory=asyncio.Queue)
    job: LearningJob = field(init=False)

    def __post_init__(self) -> None:
        """Put it together."""
        learner = Learner(
            extractor=self.model,
            knowledge=self.notebook,
            clock=lambda: NOW,
            consenting=lambda: {ANNA},
        )
        self.job = LearningJob(learner, self.home, self.lessons.put_nowait)

    @property
    def texts(self) -> list[str]:
        """Return what was kept."""
        return [one.text for one in self.notebook.kept]


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """A job that runs."""
    scene = Scene()
    scene.job.start()
    yield scene
    await scene.job.stop()


async def _settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def _talk(id: str, text: str = "My son hates broccoli") -> Conversation:
    return said(text, id=id)


async def test_nothing_is_asked_while_the_house_talks(scene: Scene) -> None:
    """Only when it is idle."""
    scene.job.offer(_talk("one"))
    await _settle()
    assert scene.model.asked == 0
    scene.home.quiet.set()
    scene.model.allowed.set()
    assert (await scene.lessons.get()).kept == 1
    assert scene.texts == ["My son hates broccoli"]


async def test_one_conversation_at_a_time(scene: Scene) -> None:
    """However many wait."""
    scene.home.quiet.set()
    scene.model.allowed.set()
    for number in range(5):
        scene.job.offer(_talk(f"{number}", f"My cat number {number} is called Minka"))
    for _ in range(5):
        await scene.lessons.get()
    assert scene.model.most_at_once == 1


async def test_a_voice_takes_the_model_back_and_the_lesson_begins_again(
    scene: Scene,
) -> None:
    """Nothing is kept of what was begun, and it is not lost."""
    scene.home.quiet.set()
    scene.job.offer(_talk("one"))
    await scene.model.begun.wait()
    scene.home.quiet.clear()
    scene.job.interrupt()
    await _settle()
    assert (scene.model.at_once, scene.texts, scene.job.waiting) == (0, [], 1)
    scene.model.allowed.set()
    scene.home.quiet.set()
    await scene.lessons.get()
    assert scene.texts == ["My son hates broccoli"]


async def test_it_is_not_begun_for_ever(scene: Scene) -> None:
    """A conversation that is always interrupted is given up."""
    scene.home.quiet.set()
    scene.job.offer(_talk("one"))
    for _ in range(ATTEMPTS_MOST):
        await scene.model.begun.wait()
        scene.model.begun.clear()
        scene.job.interrupt()
        await _settle()
    assert (scene.job.waiting, scene.model.asked) == (0, ATTEMPTS_MOST)


async def test_what_waits_is_bounded(scene: Scene) -> None:
    """The oldest are given up."""
    for number in range(3 * WAITING_MOST):
        scene.job.offer(_talk(f"{number}", f"My cat number {number} is called Minka"))
    assert scene.job.waiting == WAITING_MOST


async def test_a_conversation_that_turned_private_is_not_learned_from(
    scene: Scene,
) -> None:
    """Whether it waits or is being read."""
    scene.home.quiet.set()
    scene.job.offer(_talk("read"))
    await scene.model.begun.wait()
    scene.job.offer(_talk("waits"))
    scene.job.forget("read")
    scene.job.forget("waits")
    scene.model.allowed.set()
    scene.job.offer(_talk("last", "I collect old fountain pens"))
    await scene.lessons.get()
    await _settle()
    assert scene.texts == ["I collect old fountain pens"]


async def test_stopping_lets_go_of_the_model_and_keeps_nothing(scene: Scene) -> None:
    """After a restart it has simply not been learned."""
    scene.home.quiet.set()
    scene.job.offer(_talk("one"))
    await scene.model.begun.wait()
    await scene.job.stop()
    assert (scene.model.at_once, scene.texts, scene.job.waiting) == (0, [], 0)


async def test_a_dead_model_is_told_of_once(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """And learning goes on when it is back."""
    scene.model.broken = True
    scene.model.allowed.set()
    scene.home.quiet.set()
    for number in range(2):
        scene.job.offer(_talk(f"{number}"))
    await _settle()
    await _settle()
    assert caplog.text.count("Nothing is learned") == 1
    scene.model.broken = False
    scene.job.offer(_talk("back", "I collect old fountain pens"))
    await scene.lessons.get()
    assert "I collect old fountain pens" in scene.texts
