"""The models a simulated server has, and those it could pull."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Final


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """What a server tells about one model."""

    name: str
    """Name and tag."""
    size: int
    """Size of the weights in bytes."""
    family: str
    parameter_size: str
    quantization: str = "Q4_K_M"
    capabilities: tuple[str, ...] = ("completion",)
    context_length: int = 262_144
    """Longest context the model was trained for, in tokens."""
    embedding_length: int = 2048
    renderer: str = "qwen3.5"
    """Which chat template it speaks: a key of `prompts.RENDERERS`."""
    context_bytes: int = 20_480
    """Memory one token of context takes once loaded, in bytes."""
    system: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    parent: str = ""
    """The model it was created from."""

    @property
    def weights(self) -> str:
        """Name of the weights: models created from one base share them, and the memory they take."""
        return self.parent or self.name

    @property
    def digest(self) -> str:
        """Return the manifest's digest, without `sha256:`, as the server lists it."""
        facts = (self.name, self.size, self.system, sorted(self.parameters.items()))
        return sha256(repr(facts).encode()).hexdigest()

    @property
    def details(self) -> dict[str, Any]:
        """Return the `details` object of tags, show and ps."""
        return {
            "parent_model": self.parent,
            "format": "gguf",
            "family": self.family,
            "families": [self.family],
            "parameter_size": self.parameter_size,
            "quantization_level": self.quantization,
        }


CHAT: Final = ("completion", "tools", "thinking", "vision")

QWEN_VOICE: Final = ModelCard(
    name="qwen3.5:35b-a3b",
    size=23_938_333_472,
    family="qwen35moe",
    parameter_size="36.0B",
    capabilities=CHAT,
)
QWEN_DEEP: Final = ModelCard(
    name="qwen3.5:397b-a17b",
    size=243_776_340_992,
    family="qwen35moe",
    parameter_size="403.4B",
    capabilities=CHAT,
    embedding_length=4096,
    context_bytes=61_440,
)
EMBEDDING: Final = ModelCard(
    name="mxbai-embed-large:latest",
    size=669_615_493,
    family="bert",
    parameter_size="334M",
    quantization="F16",
    capabilities=("embedding",),
    context_length=512,
    embedding_length=1024,
    renderer="chatml",
)
SMOLLM2: Final = ModelCard(
    name="smollm2:135m",
    size=98_362_432,
    family="llama",
    parameter_size="134.52M",
    quantization="Q4_1",
    context_length=8192,
    embedding_length=576,
    renderer="chatml",
    context_bytes=23_040,
    system="You are a helpful AI assistant named SmolLM, trained by Hugging Face",
)
QWEN_SMALL: Final = ModelCard(
    name="qwen3.5:4b",
    size=3_389_983_735,
    family="qwen35",
    parameter_size="4.7B",
    capabilities=CHAT,
)
QWEN3: Final = ModelCard(
    name="qwen3:8b",
    size=5_225_388_164,
    family="qwen3",
    parameter_size="8.2B",
    capabilities=("completion", "tools", "thinking"),
    context_length=40_960,
    renderer="qwen3",
)

INSTALLED: Final = (QWEN_VOICE, QWEN_DEEP, EMBEDDING, SMOLLM2)
REGISTRY: Final = (*INSTALLED, QWEN_SMALL, QWEN3)


class Library:
    """The models on a server's disk and in the registry it pulls from."""

    def __init__(
        self,
        installed: Iterable[ModelCard] = INSTALLED,
        registry: Iterable[ModelCard] = REGISTRY,
    ) -> None:
        """Start with these models on disk and these to be had."""
        self._installed = {_key(card.name): card for card in installed}
        self._registry = {_key(card.name): card for card in registry}

    @property
    def installed(self) -> list[ModelCard]:
        """Return the models on disk, newest first."""
        return list(reversed(self._installed.values()))

    def find(self, name: str) -> ModelCard | None:
        """Return an installed model; a name without a tag means `latest`."""
        return self._installed.get(_key(name))

    def add(self, card: ModelCard) -> None:
        """Put a model on disk."""
        self._installed.pop(_key(card.name), None)
        self._installed[_key(card.name)] = card

    def in_registry(self, name: str) -> ModelCard | None:
        """Return a model that can be pulled."""
        return self._registry.get(_key(name))

    def derive(
        self,
        name: str,
        base: ModelCard,
        system: str | None,
        parameters: Mapping[str, Any],
    ) -> ModelCard:
        """Return a model made from another one's weights."""
        return replace(
            base,
            name=full_name(name),
            parent=base.weights,
            system=base.system if system is None else system,
            parameters={**base.parameters, **parameters},
        )

    def remove(self, name: str) -> ModelCard | None:
        """Take a model off the disk."""
        return self._installed.pop(_key(name), None)


def full_name(name: str) -> str:
    """Return a name with its tag."""
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"


def _key(name: str) -> str:
    return full_name(name).lower()
