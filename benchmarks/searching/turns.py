"""One spoken turn after another, with a stopwatch at the loudspeaker and at the model server."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Final

from homeassistant.components import tts
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.loader import DATA_CUSTOM_COMPONENTS
from pytest_homeassistant_custom_component.common import async_test_home_assistant

from custom_components.kaizen.search.quota import Quota
from custom_components.kaizen.search.runtime import async_require

from tests.assistant.household import House, async_move_in
from tests.harness.config import ROOT
from tests.search.rig import async_set_up, searxng, some_results
from tests.simulators.ollama import OllamaSimulator, call, say
from tests.simulators.searxng import SearXNGSimulator

SEARCH_SECONDS: Final = 2.0
ANSWER: Final = (
    "It is open from nine in the morning until six in the evening, says the library."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One spoken turn; seconds since the words were complete."""

    scenario: str
    heard: float
    """Anything at all: the announcement, or the answer."""
    results: float
    """The model is asked with the results in front of it."""
    answer: float
    """The first word of the answer."""

    def value(self, column: str) -> float:
        """Return a column of the table."""
        if column == "answer after results":
            return self.answer - self.results
        return float(getattr(self, column))


class Stopwatch:
    """Notes when which words reach the loudspeaker."""

    def __init__(self, house: House) -> None:
        """Stand between the house and its loudspeaker."""
        self.words: list[tuple[float, str]] = []
        speak = house.loudspeaker.async_stream_tts_audio

        async def timed(request: tts.TTSAudioRequest) -> tts.TTSAudioResponse:
            async def words() -> AsyncGenerator[str]:
                async for text in request.message_gen:
                    self.words.append((monotonic(), text))
                    yield text

            return await speak(
                tts.TTSAudioRequest(
                    language=request.language,
                    options=request.options,
                    message_gen=words(),
                )
            )

        house.loudspeaker.async_stream_tts_audio = timed  # type: ignore[method-assign]

    def answer(self) -> float:
        """Return when the answer's first word came."""
        first = ANSWER.split()[0]
        return next(when for when, text in self.words if text.strip().startswith(first))


@asynccontextmanager
async def _house(folder: Path) -> AsyncGenerator[tuple[House, SearXNGSimulator]]:
    """Run a house with a satellite, an agent and a slow search."""
    (folder / "custom_components").mkdir()
    (folder / "custom_components" / "kaizen").symlink_to(
        ROOT / "custom_components" / "kaizen"
    )
    async with (
        SearXNGSimulator(results=some_results()) as engine,
        OllamaSimulator() as model,
        async_test_home_assistant(config_dir=str(folder)) as hass,
    ):
        hass.data.pop(DATA_CUSTOM_COMPONENTS)
        await async_set_up(hass, searxng(engine))
        house = await async_move_in(hass, model)
        _furnish_kitchen(hass, house)
        try:
            yield house, engine
        finally:
            await hass.async_stop(force=True)


def _furnish_kitchen(hass: HomeAssistant, house: House) -> None:
    """Make the kitchen's device one that listens and speaks."""
    device = dr.async_get(hass).async_get(house.satellite("Kitchen"))
    assert device
    er.async_get(hass).async_get_or_create(
        "assist_satellite", "satellites", "kitchen", device_id=device.id
    )


async def _turn(house: House, scenario: str, words: str, *answers: Any) -> Sample:
    house.server.journal.clear()
    house.server.script.clear()
    house.server.script.sequence(*answers)
    watch = Stopwatch(house)
    began = monotonic()
    arrivals: list[float] = []
    reply = house.server.script.answer

    async def noted(question: Any) -> AsyncGenerator[Any]:
        arrivals.append(monotonic())
        async for piece in reply(question):
            yield piece

    house.server.script.answer = noted  # type: ignore[method-assign]
    try:
        await house.hear(words, device_id=house.satellite("Kitchen"))
    finally:
        del house.server.script.answer
        del house.loudspeaker.async_stream_tts_audio
    await house.async_settle()
    return Sample(
        scenario=scenario,
        heard=watch.words[0][0] - began,
        results=arrivals[-1] - began,
        answer=watch.answer() - began,
    )


def _call(query: str) -> Any:
    return call("kaizen__web_search", {"query": query})


async def measure(rounds: int, folder: Path) -> list[Sample]:
    """Return the turns of all scenarios."""
    samples: list[Sample] = []
    async with _house(folder) as (house, engine):
        for number in range(-1, rounds):
            engine.delay = SEARCH_SECONDS
            mine = f"Tell me about library {number}"
            plain = f"What are the opening hours of library {number}?"
            turns = (
                ("asked by the model", mine, (_call(mine), say(ANSWER))),
                ("searched at once", plain, (_call("library"), say(ANSWER))),
                ("known already", plain, (say(ANSWER),)),
            )
            for scenario, words, answers in turns:
                sample = await _turn(house, scenario, words, *answers)
                if number >= 0:  # the first round warms up
                    samples.append(sample)
            engine.asked.clear()
            _forget_quota(house.hass)
    return samples


def _forget_quota(hass: HomeAssistant) -> None:
    """Let the house search as often as the benchmark wants."""
    runtime = async_require(hass)
    runtime.searches = Quota()
