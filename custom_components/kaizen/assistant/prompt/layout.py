"""From the parts of a prompt to the body of a chat request."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.components.conversation import Content
from homeassistant.helpers.json import json_dumps

from .house_list import HouseEntity, house_lists
from .messages import Message, exchange_messages, exchanges
from .schema import Schema
from .tokens import TOKENS_PER_IMAGE, Budget, estimate, estimate_static
from .trimming import first_kept

_HOUSE_HEADING: Final = "The house, by area:"
_COUNTED_HEADING: Final = "The house, by area; × is how many, homeassistant__GetLiveContext tells their names:"
_NOTHING_EXPOSED: Final = (
    "No entity is exposed to you. If asked to control something, say that it has to "
    "be exposed to Assist in Home Assistant first."
)
_NO_TOOLS: Final = (
    "You cannot switch anything in this house or look anything up. If asked to, say so."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticPrompt:
    """The part of a prompt that is the same for every turn, room and client."""

    system: str
    tools: tuple[Schema, ...]
    segments: tuple[str, ...]
    """Tools and system prompt as text, in the order Qwen's renderer prints them."""
    tokens: int
    detail: str
    """How much the entity list tells, see `house_lists`."""
    fits: bool
    """Whether it leaves room for a conversation even at the lowest detail."""


def compose_static(
    instructions: str,
    tools: Sequence[Schema],
    entities: Sequence[HouseEntity],
    budget: Budget,
) -> StaticPrompt:
    """Write the static prompt with as much detail of the house as the window allows.

    Without tools a model can neither read nor switch anything, so the house is
    left out.
    """
    tool_texts = tuple(json_dumps(tool) for tool in tools)
    detail, system, fits = _richest_that_fits(
        _levels_of_detail(instructions, tools, entities),
        lambda system: estimate_static(system, tool_texts) <= budget.static,
    )
    return StaticPrompt(
        system=system,
        tools=tuple(tools),
        segments=(*tool_texts, system),
        tokens=estimate_static(system, tool_texts),
        detail=detail,
        fits=fits,
    )


def _richest_that_fits(
    levels: Iterator[tuple[str, str]], fits: Callable[[str], bool]
) -> tuple[str, str, bool]:
    detail, system = next(levels)
    while not fits(system):
        if (poorer := next(levels, None)) is None:
            return detail, system, False
        detail, system = poorer
    return detail, system, True


def _levels_of_detail(
    instructions: str, tools: Sequence[Schema], entities: Sequence[HouseEntity]
) -> Iterator[tuple[str, str]]:
    """Yield system prompts, the richest first, each with the name of its level."""
    if not tools:
        yield "none", f"{instructions}\n{_NO_TOOLS}"
    elif not entities:
        yield "none", f"{instructions}\n\n{_NOTHING_EXPOSED}"
    else:
        for house in house_lists(entities):
            heading = _COUNTED_HEADING if house.counts else _HOUSE_HEADING
            yield house.detail, f"{instructions}\n\n{heading}\n{house.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one agent's requests are built."""

    model: str
    think: bool | str | None
    """None leaves the field out, for models that cannot think."""
    keep_alive: int
    options: Mapping[str, Any]
    budget: Budget
    max_history: int
    with_tools: bool = True

    def messages(
        self, static: StaticPrompt, contents: Sequence[Content], user_message: str
    ) -> list[Message]:
        """Return the messages for a chat log whose running turn asks `user_message`."""
        *earlier, running = exchanges(contents)
        longest = self.budget.tool_result
        groups = [
            list(
                exchange_messages(
                    exchange, user_message=None, running=False, longest_result=longest
                )
            )
            for exchange in earlier
        ]
        groups.append(
            list(
                exchange_messages(
                    running,
                    user_message=user_message,
                    running=True,
                    longest_result=longest,
                )
            )
        )
        start = first_kept(
            [sum(map(message_tokens, group)) for group in groups],
            static=static.tokens,
            budget=self.budget,
            max_history=self.max_history,
        )
        kept = [message for group in groups[start:] for message in group]
        return [{"role": "system", "content": static.system}, *kept]

    def body(self, static: StaticPrompt, messages: Sequence[Message]) -> dict[str, Any]:
        """Return the body of a streaming chat request."""
        body: dict[str, Any] = {
            "model": self.model,
            "messages": messages,
            "stream": True,
            "keep_alive": wire_keep_alive(self.keep_alive),
            "options": dict(self.options),
        }
        if static.tools and self.with_tools:
            body["tools"] = static.tools
        if self.think is not None:
            body["think"] = self.think
        return body

    def segments(
        self, static: StaticPrompt, messages: Sequence[Message]
    ) -> tuple[str, ...]:
        """Return the prompt as text, cut where it may differ from another one."""
        return (*static.segments, *map(message_text, messages[1:]))


def wire_keep_alive(seconds: int) -> int | str:
    """Return a `keep_alive` as Ollama reads it; for ever must be the number -1."""
    return seconds if seconds < 0 else f"{seconds}s"


def message_text(message: Message) -> str:
    """Return a message as text, for counting and for comparing prefixes."""
    return json_dumps({key: message[key] for key in message if key != "images"})


def message_tokens(message: Message) -> int:
    """Return what a message costs, in tokens."""
    pictures = len(message.get("images", ()))
    return estimate(len(message_text(message))) + pictures * TOKENS_PER_IMAGE
