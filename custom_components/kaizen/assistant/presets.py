"""Which model does which job, and what fits a server's memory.

Tags and sizes are those of the Ollama library (4-bit weights): the sizes of qwen3.5 up to 122b as
`ollama list` shows them. The library's listing of 397b-a17b could not be read; its tag follows
the others, its size the published 4-bit weights.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from .settings import SUBENTRY_AI_TASK, SUBENTRY_CONVERSATION, Think

SMALL_MIXTURE: Final = "qwen3.5:35b-a3b"
LARGE_MIXTURE: Final = "qwen3.5:397b-a17b"
SMALL_DENSE: Final = "qwen3.5:4b"
VISION_DENSE: Final = "qwen3-vl:8b-instruct"
"""Not `qwen3-vl:8b`, which thinks whatever it is told (ollama/ollama#14798)."""

_SHARE_FOR_MODELS: Final = 0.9
_ROOM_TO_WORK: Final = 1.0
"""Gigabytes a loaded model takes beside its weights, for its context and the runner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """A model of the Qwen family; the table lists the stronger one later."""

    tag: str
    size: float
    """Gigabytes of its 4-bit weights."""
    active: float
    """Billions of parameters computed per token: what decides its speed."""
    current: bool = False
    """Suggested even when it must be downloaded first."""
    looks: bool = False
    """Made for describing pictures, and suggested for nothing else."""


MODELS: Final = (
    ModelRow(tag="qwen3-vl:2b-instruct", size=1.9, active=2, looks=True),
    ModelRow(tag="qwen3-vl:4b-instruct", size=3.3, active=4, looks=True),
    ModelRow(tag=VISION_DENSE, size=6.1, active=8, current=True, looks=True),
    ModelRow(tag="qwen3-vl:32b-instruct", size=21, active=32, looks=True),
    ModelRow(tag="qwen3:0.6b", size=0.5, active=0.6),
    ModelRow(tag="qwen3.5:0.8b", size=1.0, active=0.8, current=True),
    ModelRow(tag="qwen3:1.7b", size=1.4, active=1.7),
    ModelRow(tag="qwen3.5:2b", size=2.7, active=2, current=True),
    ModelRow(tag="qwen3:4b", size=2.5, active=4),
    ModelRow(tag=SMALL_DENSE, size=3.4, active=4, current=True),
    ModelRow(tag="qwen3:8b", size=5.2, active=8),
    ModelRow(tag="qwen3.5:9b", size=6.6, active=9, current=True),
    ModelRow(tag="qwen3:14b", size=9.3, active=14),
    ModelRow(tag="qwen3:30b-a3b", size=19, active=3),
    ModelRow(tag="qwen3:32b", size=20, active=32),
    ModelRow(tag=SMALL_MIXTURE, size=24, active=3, current=True),
    ModelRow(tag="qwen3.6:35b-a3b", size=24, active=3),
    ModelRow(tag="qwen3.5:27b", size=17, active=27, current=True),
    ModelRow(tag="qwen3.6:27b", size=17, active=27),
    ModelRow(tag="qwen3.8:27b", size=17, active=27),
    ModelRow(tag="qwen3.5:122b-a10b", size=81, active=10, current=True),
    ModelRow(tag="qwen3:235b-a22b", size=142, active=22),
    ModelRow(tag=LARGE_MIXTURE, size=240, active=17, current=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What a group of presets, answered by one model in memory, asks of it."""

    key: str
    """The field of the flow that chooses the model."""
    ideal: str
    max_active: float | None = None
    """Billions of parameters per token above which it is too slow for the job."""
    max_size: float | None = None
    """Gigabytes above which it is too large for the job."""
    looks: bool = False
    """Whether the job is to describe pictures."""

    def suits(self, row: ModelRow) -> bool:
        """Tell whether a model is made for the job, quick and small enough."""
        if row.looks is not self.looks:
            return False
        return (self.max_active is None or row.active <= self.max_active) and (
            self.max_size is None or row.size <= self.max_size
        )


FAST: Final = Weights(key="voice_model", ideal=SMALL_MIXTURE, max_active=9)
STRONG: Final = Weights(key="deep_model", ideal=LARGE_MIXTURE)
SMALL: Final = Weights(key="memory_model", ideal=SMALL_DENSE, max_active=4, max_size=5)
EYES: Final = Weights(key="vision_model", ideal=VISION_DENSE, looks=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A job with the settings that suit it."""

    key: str
    title: str
    subentry_type: str | None
    """The kind of subentry it fills; None for one that works behind the scenes."""
    weights: Weights
    think: Think = "off"
    temperature: float = 0.7
    num_ctx: int = 16384

    def settings(self, model: str, apis: Sequence[str]) -> dict[str, Any]:
        """Return the data of a subentry that does this job with `model`."""
        talks = self.subentry_type == SUBENTRY_CONVERSATION
        return {
            "model": model,
            "think": self.think,
            "temperature": self.temperature,
            "num_ctx": self.num_ctx,
            "llm_hass_api": list(apis) if talks else [],
        }

    @property
    def server_model(self) -> str:
        """The name of the preset when it is created on the server."""
        return f"kaizen-{self.key}"

    @property
    def parameters(self) -> dict[str, Any]:
        """What the preset fixes on the server; sampling as Qwen advises without thinking."""
        return {
            "num_ctx": self.num_ctx,
            "temperature": self.temperature,
            "top_p": 0.8,
            "top_k": 20,
        }


PRESETS: Final[Mapping[str, Preset]] = {
    preset.key: preset
    for preset in (
        Preset(
            key="voice",
            title="Kaizen Voice",
            subentry_type=SUBENTRY_CONVERSATION,
            weights=FAST,
        ),
        Preset(
            key="deep",
            title="Kaizen Deep",
            subentry_type=SUBENTRY_CONVERSATION,
            weights=STRONG,
        ),
        Preset(
            key="think",
            title="Kaizen Think",
            subentry_type=SUBENTRY_CONVERSATION,
            weights=STRONG,
            think="on",
        ),
        Preset(
            key="tasks",
            title="Kaizen Tasks",
            subentry_type=SUBENTRY_AI_TASK,
            weights=FAST,
        ),
        Preset(
            key="memory",
            title="Kaizen Memory",
            subentry_type=None,
            weights=SMALL,
            temperature=0.1,
            num_ctx=8192,
        ),
        Preset(
            key="vision",
            title="Kaizen Vision",
            subentry_type=None,
            weights=EYES,
            temperature=0.2,
            num_ctx=8192,
        ),
    )
}
CONVERSATION_PRESETS: Final = tuple(
    preset
    for preset in PRESETS.values()
    if preset.subentry_type == SUBENTRY_CONVERSATION
)
TASK_PRESET: Final = PRESETS["tasks"]


def modelfile(preset: Preset) -> str:
    """Return the Modelfile that creates a preset by hand, as the flow creates it."""
    lines = [
        f"# ollama create {preset.server_model} -f {preset.key}.Modelfile",
        f"FROM {preset.weights.ideal}",
        *(f"PARAMETER {name} {value}" for name, value in preset.parameters.items()),
    ]
    return "\n".join(lines) + "\n"


def suggest(
    memory: float | None, installed: Iterable[str], presets: Iterable[Preset]
) -> dict[Weights, str]:
    """Return the model to use for each group of presets.

    `memory` is that of the server, in gigabytes; None when unknown. A model that is installed
    and fits is preferred over one that must be downloaded. All suggestions fit side by side,
    because a model that has to make room for another one keeps people waiting.
    """
    names = set(installed)
    free = None if memory is None else memory * _SHARE_FOR_MODELS
    chosen: dict[Weights, ModelRow] = {}
    for weights in dict.fromkeys(preset.weights for preset in presets):
        row = _best(weights, names, free, set(chosen.values()))
        if free is not None and row not in chosen.values():
            free -= row.size + _ROOM_TO_WORK
        chosen[weights] = row
    return {
        weights: installed_name(row, names) or row.tag
        for weights, row in chosen.items()
    }


def _best(
    weights: Weights, names: set[str], free: float | None, chosen: set[ModelRow]
) -> ModelRow:
    suitable = [
        row
        for row in MODELS
        if weights.suits(row)
        and (free is None or row in chosen or row.size + _ROOM_TO_WORK <= free)
    ]
    there = [row for row in suitable if installed_name(row, names)]
    if there:
        return there[-1]
    if free is None:
        return next(row for row in MODELS if row.tag == weights.ideal)
    available = (row for row in reversed(suitable) if row.current or row in chosen)
    return next(available, None) or next(row for row in MODELS if weights.suits(row))


def installed_name(row: ModelRow, names: Iterable[str]) -> str | None:
    """Return the name a row is installed under: its tag, or one with a quantization behind."""
    short = row.tag.partition("-a")[0]
    return next(
        (
            name
            for name in sorted(names)
            if name in {row.tag, short} or name.startswith(f"{row.tag}-")
        ),
        None,
    )
