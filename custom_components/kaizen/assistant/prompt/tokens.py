"""How many tokens a text will cost, before a server has counted them."""

from dataclasses import dataclass
from typing import Final

CHARACTERS_PER_TOKEN: Final = 3.6
"""English prose and JSON of Home Assistant's tools, Qwen tokenizer."""

TEMPLATE_TOKENS: Final = 300
"""What Qwen's templates say themselves about how to call tools."""

TOKENS_PER_IMAGE: Final = 1024
"""A generous share of the window for one attached picture."""


def estimate(characters: int) -> int:
    """Return the tokens that many characters cost, rounded up."""
    return -int(-characters // CHARACTERS_PER_TOKEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How a context window of `num_ctx` tokens is shared out."""

    num_ctx: int

    @property
    def answer(self) -> int:
        """Tokens kept free for the answer and tool results of one turn."""
        return min(2048, self.num_ctx // 4)

    @property
    def static(self) -> int:
        """Most tokens the tools and the system prompt may take."""
        return self.num_ctx - self.answer - self.num_ctx // 8

    @property
    def high_water(self) -> int:
        """Prompt size in tokens at which old exchanges are dropped."""
        return (self.num_ctx - self.answer) * 85 // 100

    @property
    def low_water(self) -> int:
        """Prompt size in tokens that dropping goes down to."""
        return (self.num_ctx - self.answer) // 2

    @property
    def tool_result(self) -> int:
        """Most characters of one tool result that are shown to the model."""
        return int(self.num_ctx // 4 * CHARACTERS_PER_TOKEN)
