"""How many tokens a text will cost, before a server has counted them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

CHARACTERS_PER_TOKEN: Final = 3.6
"""English prose, names and results of tools, Qwen tokenizer."""

CHARACTERS_PER_SCHEMA_TOKEN: Final = 3.2
"""Schemas of tools as they are sent: brackets and quotes are short tokens."""

TEMPLATE_TOKENS: Final = 300
"""What Qwen's templates say themselves about how to call tools."""

TOKENS_PER_IMAGE: Final = 1024
"""A generous share of the window for one attached picture."""


def estimate(characters: int, per_token: float = CHARACTERS_PER_TOKEN) -> int:
    """Return the tokens that many characters cost, rounded up."""
    return -int(-characters // per_token)


def estimate_static(system: str, tools: Iterable[str]) -> int:
    """Return what a system prompt and the schemas of tools cost, in tokens.

    A count in the list of the house is cut at its sign and at every digit.
    """
    schemas = sum(map(len, tools))
    template = TEMPLATE_TOKENS if schemas else 0
    prose = estimate(len(system)) + system.count("×")
    return template + estimate(schemas, CHARACTERS_PER_SCHEMA_TOKEN) + prose


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
        return self.high_water - self.num_ctx // 10

    @property
    def high_water(self) -> int:
        """Prompt size in tokens at which old exchanges are dropped."""
        return self.num_ctx - self.answer

    @property
    def tool_result(self) -> int:
        """Most characters of one tool result that are shown to the model."""
        return int(self.num_ctx // 4 * CHARACTERS_PER_TOKEN)
