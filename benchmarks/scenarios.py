"""The turns that are measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.simulators.ollama import tokenize

_ANSWER: Final = "It is 21 degrees in the kitchen."
_LONG_ANSWER: Final = " ".join(
    ["A heat pump moves warmth from the garden to the rooms."] * 25
)
LONG_ANSWER_TOKENS: Final = len(tokenize(_LONG_ANSWER)) - len(tokenize(_ANSWER))
"""Tokens that the long answer has more than the short ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One kind of turn, and what the model answers in it."""

    name: str
    words: str
    answers: Sequence[Any]
    follows: bool = False
    """Goes on with the conversation of the scenario before."""
    rested: bool = False
    """Nobody has spoken for longer than Kaizen keeps what it has written."""


def scenarios(entities: int) -> list[Scenario]:
    """Return the turns for a house with so many entities."""
    question = "How warm is it in the kitchen?"
    return [
        Scenario(name="first turn", words=question, answers=[_ANSWER]),
        Scenario(
            name="next turn",
            words="And how warm should it be?",
            answers=[_ANSWER],
            follows=True,
        ),
        Scenario(name="after a pause", words=question, answers=[_ANSWER], rested=True),
        Scenario(
            name="all context",
            words="What is the weather like, and which CPU do you have?",
            answers=[_ANSWER],
        ),
        Scenario(
            name="tool turn",
            words="Turn on the kitchen ceiling light",
            answers=[*_tool_calls(entities), "The kitchen has light now."],
        ),
        Scenario(
            name="long answer",
            words="How does a heat pump work?",
            answers=[_LONG_ANSWER],
        ),
    ]


def _tool_calls(entities: int) -> list[Any]:
    """Return two calls; the second one runs a service, where there is something to switch."""
    if not entities:
        return [{"tool_calls": [{"name": "GetDateTime"}]}] * 2
    light = {"name": "Kitchen ceiling light", "domain": ["light"]}
    return [
        {"tool_calls": [{"name": name, "arguments": arguments}]}
        for name, arguments in (
            ("GetLiveContext", {"area": "Kitchen", "domain": "light"}),
            ("HassTurnOn", light),
        )
    ]
