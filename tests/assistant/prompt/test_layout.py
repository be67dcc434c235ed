"""The whole prompt: what it says, whether it fits, and that a turn only adds to it."""

from typing import Any

from homeassistant.components.conversation import (
    AssistantContent,
    Content,
    ToolResultContent,
    UserContent,
)
from homeassistant.helpers.llm import ToolInput, ToolResult
from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.assistant.prompt import (
    Budget,
    HouseEntity,
    Layout,
    StaticPrompt,
    TurnRecord,
    compose_static,
    wire_tool,
)
from custom_components.kaizen.assistant.prompt.layout import wire_keep_alive

AGENT = "conversation.kaizen_voice"
TOOLS = [
    wire_tool(
        f"intent__Tool{n}",
        "Does something useful. " * 10,
        {"type": "object", "properties": {"name": {"type": "string"}}},
    )
    for n in range(3)
]
HOUSE = [
    HouseEntity(
        domain=domain, names=(f"{domain} {n}", f"other {n}"), area=f"Room {n % 5}"
    )
    for domain in ("light", "sensor", "cover")
    for n in range(100)
]


def layout(num_ctx: int = 4096, **changes: Any) -> Layout:
    """Return a layout for a window of this size."""
    settings: dict[str, Any] = {
        "model": "qwen3.5:4b",
        "think": False,
        "keep_alive": -1,
        "options": {"num_ctx": num_ctx, "temperature": 0.7},
        "budget": Budget(num_ctx=num_ctx),
        "max_history": 0,
    }
    return Layout(**{**settings, **changes})


def static(num_ctx: int = 4096, house: Any = HOUSE, tools: Any = TOOLS) -> StaticPrompt:
    """Return a static prompt for a window of this size."""
    return compose_static("You are Max.", tools, house, Budget(num_ctx=num_ctx))


@pytest.mark.parametrize(
    ("num_ctx", "detail", "fits"),
    [
        (16384, "aliases", True),
        (2800, "names", True),
        (2200, "sensors_counted", True),
        (1700, "partly_counted", True),
        (1500, "counted", True),
        (1100, "totals", True),
        (512, "totals", False),
    ],
)
def test_detail_follows_the_window(num_ctx: int, detail: str, fits: bool) -> None:
    """The richest list that leaves room for a conversation is used."""
    prompt = static(num_ctx)
    assert (prompt.detail, prompt.fits) == (detail, fits)
    if fits:
        assert prompt.tokens <= Budget(num_ctx=num_ctx).static


def test_a_count_says_where_the_names_are() -> None:
    """A model that reads numbers only has to know how to get at the names."""
    assert "× is how many" in static(1500).system
    assert "×" not in static(16384).system


def test_an_empty_house_says_what_to_do() -> None:
    """With nothing exposed a model would invent devices."""
    assert "has to be exposed" in " ".join(static(house=[]).system.split())


def test_without_tools_there_is_no_house() -> None:
    """Names that cannot be switched would only cost tokens."""
    assert "area" not in static(tools=()).system


def test_a_model_without_tools_is_told_so() -> None:
    """It would rather say what it cannot do than pretend to have done it."""
    assert static(tools=()).system.startswith("You are Max.\nYou cannot switch")


def test_body() -> None:
    """The request carries everything, and the same options every time."""
    prompt, plan = static(), layout()
    messages = plan.messages(prompt, [UserContent("hi")], "<context>\n</context>\nhi")
    assert plan.body(prompt, messages) == {
        "model": "qwen3.5:4b",
        "messages": [
            {"role": "system", "content": prompt.system},
            {"role": "user", "content": "<context>\n</context>\nhi"},
        ],
        "stream": True,
        "think": False,
        "keep_alive": -1,
        "options": {"num_ctx": 4096, "temperature": 0.7},
        "tools": tuple(TOOLS),
    }


def test_a_model_without_abilities_is_not_asked_for_them() -> None:
    """A server refuses `tools` and `think` for models that do not know them."""
    plan = layout(think=None, with_tools=False)
    body = plan.body(static(), plan.messages(static(), [UserContent("hi")], "hi"))
    assert "tools" not in body
    assert "think" not in body


@pytest.mark.parametrize(("seconds", "wire"), [(-1, -1), (0, "0s"), (300, "300s")])
def test_keep_alive(seconds: int, wire: int | str) -> None:
    """For ever is the number; durations need a unit."""
    assert wire_keep_alive(seconds) == wire


WORDS = st.text("abc ", min_size=1, max_size=400)
TURN = st.tuples(WORDS, WORDS, st.booleans())


def turn_contents(index: int, turn: tuple[str, str, bool]) -> list[Content]:
    """Return what a finished turn leaves in the chat log."""
    question, answer, tools = turn
    record = TurnRecord(f"<context>\n{index}\n</context>\n{question}")
    contents: list[Content] = [UserContent(question)]
    if tools:
        call_id = f"call_{index}"
        contents += [
            AssistantContent(
                AGENT,
                tool_calls=[ToolInput("tool", {"a": answer}, id=call_id)],
                native=record,
            ),
            ToolResultContent(AGENT, call_id, "tool", ToolResult({"answer": answer})),
        ]
    return [*contents, AssistantContent(AGENT, answer, native=record)]


@given(st.lists(TURN, min_size=1, max_size=25), st.integers(0, 5))
def test_a_turn_only_adds_to_the_prompt(
    turns: list[tuple[str, str, bool]], max_history: int
) -> None:
    """Unless a block was dropped, the messages of the last turn are repeated exactly.

    No tool call is ever sent without its results, and none without its question.
    """
    prompt, plan = static(1700), layout(1700, max_history=max_history)
    log: list[Content] = []
    before: list[Any] = []
    for index, turn in enumerate(turns):
        question = f"<context>\n{index}\n</context>\n{turn[0]}"
        messages = plan.messages(prompt, [*log, UserContent(turn[0])], question)
        assert messages[0] == {"role": "system", "content": prompt.system}
        assert messages[1]["role"] == "user"
        assert messages[-1] == {"role": "user", "content": question}
        assert messages[: len(before)] == before or messages[1] != before[1]
        calls = [c["id"] for m in messages for c in m.get("tool_calls", ())]
        assert calls == [m["tool_call_id"] for m in messages if m["role"] == "tool"]
        before = messages
        log += turn_contents(index, turn)
