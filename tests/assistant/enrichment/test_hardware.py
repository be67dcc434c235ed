"""What the house runs on, when the question is about it."""

from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import cast

from homeassistant.core import HomeAssistant
import pytest

from custom_components.kaizen.assistant.coordinator import ServerSnapshot
from custom_components.kaizen.assistant.enrichment import enrich
from custom_components.kaizen.assistant.enrichment.hardware import (
    CACHE_SECONDS,
    DATA_HOST,
    HostCache,
    asks_for_hardware,
    describe_host,
    describe_server,
    gibibytes,
)
from custom_components.kaizen.assistant.enrichment.host import Gpu, Host
from custom_components.kaizen.assistant.ollama import LoadedModel
from custom_components.kaizen.assistant.runtime import AssistantRuntime

from .conftest import MakeTurn

GIB = 2**30
SERVER = Host(
    system="Debian GNU/Linux 13",
    architecture="x86_64",
    cpu="AMD Ryzen 9 7950X",
    cores=16,
    threads=32,
    memory=64 * GIB,
    memory_available=40 * GIB,
    gpus=(Gpu(name="NVIDIA GeForce RTX 3090", memory=24 * GIB),),
)


@dataclass
class Clock:
    """A clock that is set by hand, and a host that counts how often it is read."""

    now: float = 1000.0
    reads: list[float] = field(default_factory=list)

    def read(self) -> Host:
        """Read the host."""
        self.reads.append(self.now)
        return SERVER

    def time(self) -> float:
        """Return the time."""
        return self.now


def model(name: str, size: int, size_vram: int) -> LoadedModel:
    """Return a loaded model of this many GiB."""
    return LoadedModel(name=name, size=size * GIB, size_vram=size_vram * GIB)


def snapshot(*loaded: LoadedModel) -> ServerSnapshot:
    """Return a server with these models in memory."""
    return ServerSnapshot(version="0.33.0", installed=(), loaded=loaded)


def runtime(server: ServerSnapshot, *, up: bool = True) -> AssistantRuntime:
    """Return a runtime whose server was last seen like this."""
    seen = SimpleNamespace(data=server, last_update_success=up)
    return cast(AssistantRuntime, SimpleNamespace(server=seen))


async def test_told_only_when_asked(hass: HomeAssistant, turn: MakeTurn) -> None:
    """Host and loaded models cost tokens only in turns that are about them."""
    clock = Clock()
    hass.data[DATA_HOST] = HostCache(clock.read, clock.time)
    now = runtime(snapshot(model("qwen3.5:35b-a3b", 22, 22)))
    assert "Ryzen" not in await enrich(turn(runtime=now))
    assert not clock.reads
    block = await enrich(turn(text="What are you running on?", runtime=now))
    assert (
        "\nHome Assistant's host: AMD Ryzen 9 7950X, 16 cores, "
        "64 GiB memory (40 GiB free), GPU NVIDIA GeForce RTX 3090 (24 GiB), "
        "Debian GNU/Linux 13, x86_64\n"
        "Model server: Ollama 0.33.0, qwen3.5:35b-a3b loaded "
        "(22 GiB, 100% in video memory)\n"
    ) in block


async def test_server_that_is_away_is_not_described(
    hass: HomeAssistant, turn: MakeTurn
) -> None:
    """What was loaded before the server went away may no longer be."""
    clock = Clock()
    hass.data[DATA_HOST] = HostCache(clock.read, clock.time)
    then = runtime(snapshot(model("qwen3:8b", 6, 6)), up=False)
    block = await enrich(turn(text="Which GPU do you have?", runtime=then))
    assert "RTX 3090" in block
    assert "Ollama" not in block
    assert "qwen3" not in block


async def test_host_is_read_once_a_minute() -> None:
    """A second question within the minute gets the same answer without looking."""
    clock = Clock()
    cache = HostCache(clock.read, clock.time)
    assert cache.get() is SERVER
    clock.now += CACHE_SECONDS - 1
    cache.get()
    assert len(clock.reads) == 1
    clock.now += 1
    cache.get()
    assert len(clock.reads) == 2


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        (Host(), []),
        (
            Host(board="Raspberry Pi 5", threads=4, memory=8 * GIB),
            ["Home Assistant's host: Raspberry Pi 5, 4 logical cores, 8.0 GiB memory"],
        ),
        (
            replace(
                SERVER, cores=None, gpus=(Gpu(name="Intel graphics"),), memory=None
            ),
            [
                "Home Assistant's host: AMD Ryzen 9 7950X, 32 logical cores, "
                "GPU Intel graphics, Debian GNU/Linux 13, x86_64"
            ],
        ),
    ],
)
def test_unknown_stays_unsaid(host: Host, expected: list[str]) -> None:
    """Nothing is made up for what the system does not tell."""
    assert list(describe_host(host)) == expected


def test_models_partly_in_video_memory() -> None:
    """The share in video memory tells why a model is slow."""
    server = snapshot(model("qwen3:8b", 8, 6), model("embed", 1, 0))
    assert list(describe_server(server)) == [
        "Model server: Ollama 0.33.0, qwen3:8b loaded (8.0 GiB, 75% in video memory), "
        "embed loaded (1.0 GiB, 0% in video memory)"
    ]
    assert list(describe_server(snapshot())) == ["Model server: Ollama 0.33.0"]


@pytest.mark.parametrize(
    ("size", "expected"),
    [(0, "0.0 GiB"), (9 * GIB + GIB // 2, "9.5 GiB"), (24 * GIB, "24 GiB")],
)
def test_sizes(size: int, expected: str) -> None:
    """Small sizes have a decimal, large ones none."""
    assert gibibytes(size) == expected


@pytest.mark.parametrize(
    "text",
    [
        "how much memory do you have",
        "How much free memory is left?",
        "what are you running on",
        "What hardware are you running on?",
        "what computer do you run on",
        "which GPU",
        "What's your CPU?",
        "Tell me your specs",
        "how many cores do you have",
        "what model are you",
        "Which language model do you use?",
        "which models are loaded",
        "what operating system do you have",
        "welche Hardware",
        "Welche Hardware hast du?",
        "worauf läufst du",
        "Auf welcher Hardware läufst du?",
        "Auf was für einem Rechner läufst du?",
        "Wie viel Arbeitsspeicher ist frei?",
        "wieviel RAM hast du",
        "Wie viele Kerne hast du?",
        "was für eine Grafikkarte hast du",
        "Welches Modell bist du?",
        "Welche Modelle sind geladen?",
    ],
)
def test_questions_about_hardware(text: str) -> None:
    """Questions about what the assistant runs on are recognised."""
    assert asks_for_hardware(text)


@pytest.mark.parametrize(
    "text",
    [
        "do you remember my birthday",
        "what do you have in memory about me",
        "turn on the PC",
        "turn on the server rack fan",
        "how much RAM does my NAS have",
        "how much RAM does a phone need",
        "what's the CPU temperature",
        "what is a GPU",
        "which hardware store is open",
        "how much memory foam do I need",
        "how much memory of last summer do you have",
        "which model is my car",
        "what are the kids running on about",
        "who is running for office",
        "Erinnerst du dich an mich?",
        "Schalte den PC ein",
        "Wie viel Speicherplatz hat das Handy?",
        "Was ist eine Grafikkarte?",
        "Wie hoch ist die Auslastung der CPU?",
        "Welche Lampen laufen noch?",
    ],
)
def test_words_that_are_not_about_hardware(text: str) -> None:
    """Other words do not bring the hardware in."""
    assert not asks_for_hardware(text)
