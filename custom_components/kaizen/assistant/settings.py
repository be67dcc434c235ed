"""What an owner can set about one agent."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final, Literal, Self

CONF_API_KEY: Final = "api_key"
CONF_URL: Final = "url"
CONF_FALLBACK_URL: Final = "fallback_url"
CONF_FALLBACK_API_KEY: Final = "fallback_api_key"

SUBENTRY_CONVERSATION: Final = "conversation"
SUBENTRY_AI_TASK: Final = "ai_task_data"

KEEP_LOADED: Final = -1
"""The `keep_alive` that keeps a model in memory for ever."""

type Think = Literal["off", "on", "low", "medium", "high"]


class FollowUp(StrEnum):
    """When an agent keeps listening after its answer."""

    NEVER = "never"
    QUESTION = "question"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentSettings:
    """The settings of one conversation agent or AI task, as its subentry stores them."""

    model: str
    think: Think = "off"
    num_ctx: int = 16384
    """Context window in tokens."""
    keep_alive: int = KEEP_LOADED
    """How long the model stays loaded after a request, in seconds."""
    temperature: float = 0.7
    name: str = "Max"
    """What the assistant calls itself."""
    persona: str = ""
    """The owner's own words about how the assistant speaks and behaves."""
    llm_hass_api: tuple[str, ...] = ("assist",)
    """The tool APIs the model may use; none for a model that only talks."""
    max_history: int = 20
    """Earlier exchanges kept in the prompt; 0 keeps all that fit."""
    follow_up: FollowUp = FollowUp.QUESTION
    acknowledge: bool = True
    """Whether a slow tool is announced where the answer is spoken."""
    fallback_model: str = ""
    """Model to ask when this one fails; empty for none."""
    vision_model: str = ""
    """Model that looks at pictures when this one cannot; empty for the preset's."""
    first_token_timeout: float = 30.0
    """Longest wait for the first word, in seconds, model loading included."""
    idle_timeout: float = 15.0
    """Longest silence between two words, in seconds."""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read a subentry's data; keys it lacks take their defaults."""
        known = {
            f.name: data[f.name] for f in fields(cls) if data.get(f.name) is not None
        }
        for name, convert in _CONVERT.items():
            if name in known:
                known[name] = convert(known[name])
        return cls(**known)

    @property
    def wire_think(self) -> bool | str:
        """The value of Ollama's `think` field."""
        return {"off": False, "on": True}.get(self.think, self.think)


# JSON storage and form selectors hand over lists and floats.
_CONVERT: Final[Mapping[str, Any]] = {
    "num_ctx": int,
    "keep_alive": int,
    "max_history": int,
    "acknowledge": bool,
    "temperature": float,
    "first_token_timeout": float,
    "idle_timeout": float,
    "llm_hass_api": tuple,
    "follow_up": FollowUp,
}
