"""Calls as small models write them."""

from typing import Any

import pytest

from custom_components.kaizen.assistant.ollama import ToolCall
from custom_components.kaizen.assistant.turn.calls import tool_input

KNOWN = ("intent__HassTurnOn", "light__HassLightSet", "a__search", "b__search")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("intent__HassTurnOn", "intent__HassTurnOn"),
        ("HassTurnOn", "intent__HassTurnOn"),
        ("HassLightSet", "light__HassLightSet"),
        ("search", "search"),
        ("b__search", "b__search"),
        ("HassMakeCoffee", "HassMakeCoffee"),
    ],
)
def test_names(name: str, meant: str) -> None:
    """The prefix is added where only one tool can be meant; nothing is guessed."""
    assert (
        tool_input(ToolCall(id="1", name=name, arguments={}), KNOWN).tool_name == meant
    )


@pytest.mark.parametrize(
    ("arguments", "mended"),
    [
        ({"domain": '["light", "switch"]'}, {"domain": ["light", "switch"]}),
        ({"slots": '{"name": "lamp"}'}, {"slots": {"name": "lamp"}}),
        ({"slots": {"rgb": "[1, 2, 3]"}}, {"slots": {"rgb": [1, 2, 3]}}),
        ({"name": "lamp", "area": "", "floor": None}, {"name": "lamp"}),
        ({"name": "[lamp]"}, {"name": "[lamp]"}),
        ({"name": "12"}, {"name": "12"}),
        ({"brightness": 0, "on": False}, {"brightness": 0, "on": False}),
    ],
)
def test_arguments(arguments: dict[str, Any], mended: dict[str, Any]) -> None:
    """Lists written as text are read, empty fields left out, words kept."""
    call = tool_input(ToolCall(id="1", name="a__search", arguments=arguments), KNOWN)
    assert call.tool_args == mended


def test_ids() -> None:
    """The server's id is kept; a call without one still gets one of its own."""
    first = tool_input(ToolCall(id="call_x", name="a__search", arguments={}), KNOWN)
    second = tool_input(ToolCall(id=None, name="a__search", arguments={}), KNOWN)
    third = tool_input(ToolCall(id=None, name="a__search", arguments={}), KNOWN)
    assert first.id == "call_x"
    assert second.id != third.id
