"""Why nobody could look, in words for the model that asked."""

from collections.abc import Iterable, Mapping
from typing import Final

WORDS: Final[Mapping[str, str]] = {
    "none_exposed": "No camera is exposed to you. Its owner can expose one to Assist in Home Assistant.",
    "not_permitted": "The person who asks is not permitted to see this camera.",
    "unknown": "No camera fits this name and area. Choose one of the list.",
    "ambiguous": "Several cameras fit. Choose one of the list, or ask which one is meant.",
    "unavailable": "{camera} is unavailable: Home Assistant does not reach it.",
    "off": "{camera} is turned off.",
    "timeout": "{camera} did not send a picture in time.",
    "no_image": "{camera} sent no picture.",
    "too_large": "The picture of {camera} is too large to be looked at.",
    "no_assistant": "The assistant is not ready.",
    "no_vision": (
        "The model {model} cannot see. A model that can is chosen in the agent's settings."
    ),
    "no_model": (
        "The model {model}, which would look at pictures, is not installed on the model server."
    ),
    "model_failed": "A picture was taken, but the model that looks at it failed: {reason}",
    "no_words": "A picture was taken, but the model that looked at it said nothing.",
}


class LookError(Exception):
    """Nobody could look."""

    def __init__(
        self, key: str, *, cameras: Iterable[str] = (), **placeholders: str
    ) -> None:
        """Name the reason, and the cameras that could have been meant."""
        super().__init__(WORDS[key].format_map(placeholders))
        self.key = key
        self.cameras = list(cameras)
