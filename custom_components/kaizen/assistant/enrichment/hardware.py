"""What the house's computers are made of, when the question is about them."""

from collections.abc import Callable, Iterator, Sequence
import re
from threading import Lock
from time import monotonic
from typing import Final

from homeassistant.util.hass_dict import HassKey

from ..coordinator import ServerSnapshot
from .host import Gpu, Host, read_host
from .stage import StageInput

CACHE_SECONDS: Final = 60.0

_PARTS_EN: Final = (
    r"(?:hardware|specs|specifications|cpu|processor|gpu|graphics (?:card|processor)"
    r"|vram|video memory|ram|operating system)"
)
_PARTS_DE: Final = (
    r"(?:hardware|cpu|gpu|prozessor|grafikkarte|videospeicher|grafikspeicher|vram"
    r"|arbeitsspeicher|betriebssystem)"
)
_QUESTIONS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:what|which|what's|whats)\b.{{0,15}}\b{_PARTS_EN}\b",
        rf"\byour {_PARTS_EN}\b",
        r"\bhow (?:much|big|many)\b.{0,12}\b(?:ram|vram|video memory)\b",
        r"\bhow much (?:free |system |main )?memory\b(?! foam| of)",
        r"\bhow many (?:cpu |processor )?(?:cores|threads)\b",
        r"\bwhat (?:computer |machine |device |server |box )?(?:are|do) you "
        r"(?:currently |actually )?(?:run(?:ning)?|hosted) on\b",
        r"\b(?:what|which) (?:kind of )?(?:computer|machine|server)\b.{0,20}\byou\b",
        r"\b(?:what|which) (?:ai |language )?(?:models?|llms?)\b.{0,12}"
        r"\b(?:are you|do you (?:run|use)|(?:is|are) (?:currently )?(?:loaded|running))\b",
        rf"\bwelche[rsnm]?\b.{{0,15}}\b{_PARTS_DE}\b",
        rf"\b(?:deine?[rn]?|was für|was für eine?n?) {_PARTS_DE}\b",
        r"\bwie ?viel\b.{0,12}\b(?:ram|vram|(?:arbeits|video|grafik)?speicher)\b",
        r"\bwie ?viele (?:cpu-?|prozessor-?)? ?(?:kerne|threads)\b",
        r"\b(?:worauf|auf was|auf welche[rmn]? \w+)\b.{0,12}\bläufst du\b",
        r"\bauf was für eine[rm] \w+\b.{0,12}\bläufst du\b",
        r"\bwelches? (?:ki-?|sprach)?modelle?\b.{0,12}"
        r"\b(?:bist du|(?:be)?nutzt du|verwendest du|läuft|laufen|(?:ist|sind) geladen)\b",
    )
)
_OTHER_SUBJECT: Final = re.compile(
    r"\b(?:temperature|usage|load|fan|store|shop|temperatur|auslastung|lüfter)\b"
    r"|\b(?:what(?:'s| is) an?|was ist eine?)\b"
    r"|\b(?:my|our|the|mein\w*|unser\w*) (?:\w+ )?(?:nas|pc|laptop|phone|tablet|tv"
    r"|television|camera|car|handy|fernseher|kamera|auto|kids?|son|daughter)\b"
    r"|\b(?:does|has|hat|braucht) (?:an?|eine?) ",
    re.IGNORECASE,
)


def asks_for_hardware(text: str) -> bool:
    """Tell whether the words ask what the assistant runs on, in English or German."""
    return not _OTHER_SUBJECT.search(text) and any(
        question.search(text) for question in _QUESTIONS
    )


class HostCache:
    """Reads the host at most once in `CACHE_SECONDS`, from any thread."""

    def __init__(
        self,
        read: Callable[[], Host] = read_host,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Use `read` to look at the host and `clock` for seconds that never go back."""
        self._read = read
        self._clock = clock
        self._lock = Lock()
        self._host: Host | None = None
        self._expires = 0.0

    def get(self) -> Host:
        """Return the host as it was at most `CACHE_SECONDS` ago; blocks while reading."""
        with self._lock:
            if self._host is None or self._clock() >= self._expires:
                self._host = self._read()
                self._expires = self._clock() + CACHE_SECONDS
            return self._host


DATA_HOST: Final[HassKey[HostCache]] = HassKey("kaizen_host")


async def hardware(stage: StageInput) -> Sequence[str]:
    """Describe the host and the model server, if the question is about them."""
    if not stage.limits.hardware or not asks_for_hardware(stage.text):
        return ()
    cache = stage.hass.data.setdefault(DATA_HOST, HostCache())
    host = await stage.hass.async_add_executor_job(cache.get)
    server = stage.runtime.server
    snapshot = server.data if server.last_update_success else None
    return (*describe_host(host), *describe_server(snapshot))


def describe_host(host: Host) -> Iterator[str]:
    """Return one line with what is known about Home Assistant's host."""
    parts = (
        host.board,
        host.cpu,
        _cores(host),
        _memory(host),
        *(f"GPU {_gpu(gpu)}" for gpu in host.gpus),
        host.system,
        host.architecture,
    )
    if known := ", ".join(filter(None, parts)):
        yield f"Home Assistant's host: {known}"


def describe_server(snapshot: ServerSnapshot | None) -> Iterator[str]:
    """Return one line with the model server and what it has loaded; none when it is away."""
    if snapshot is None:
        return
    models = [
        f"{model.name} loaded ({gibibytes(model.size)}"
        f", {_percent(model.size_vram, model.size)} in video memory)"
        for model in snapshot.loaded
    ]
    yield ", ".join((f"Model server: Ollama {snapshot.version}", *models))


def gibibytes(size: int) -> str:
    """Return a number of bytes in GiB, as precise as it is interesting."""
    count = size / 2**30
    return f"{count:.0f} GiB" if count >= 10 else f"{count:.1f} GiB"


def _cores(host: Host) -> str | None:
    if host.cores is not None:
        return f"{host.cores} cores"
    return f"{host.threads} logical cores" if host.threads else None


def _memory(host: Host) -> str | None:
    if host.memory is None:
        return None
    memory = f"{gibibytes(host.memory)} memory"
    if host.memory_available is None:
        return memory
    return f"{memory} ({gibibytes(host.memory_available)} free)"


def _gpu(gpu: Gpu) -> str:
    return f"{gpu.name} ({gibibytes(gpu.memory)})" if gpu.memory else gpu.name


def _percent(share: int, whole: int) -> str:
    return f"{share / whole:.0%}" if whole else "0%"
