"""Shorter words for Home Assistant's own tools, and nothing lost that a call needs."""

from typing import Any

import pytest

from custom_components.kaizen.assistant.prompt import flatten, wire_tool
from custom_components.kaizen.assistant.prompt.briefs import BRIEFS, Brief

SPEED = {
    "type": "object",
    "required": ["percentage"],
    "properties": {
        "name": {"type": "string"},
        "domain": {"type": "array", "items": {"enum": ["fan"], "type": "string"}},
        "percentage": {"type": "integer", "description": "The speed percentage"},
        "flow": {"type": "string", "description": "Which way"},
    },
}


def test_a_known_tool_is_told_in_its_brief() -> None:
    """What only repeats is gone; what Home Assistant adds later keeps its words."""
    told = wire_tool("fan__HassFanSetSpeed", "Sets a fan's speed by percentage", SPEED)
    assert told["function"] == {
        "name": "fan__HassFanSetSpeed",
        "parameters": {
            "type": "object",
            "required": ["percentage"],
            "properties": {
                "name": {"type": "string"},
                "percentage": {"type": "integer"},
                "flow": {"type": "string", "description": "Which way"},
            },
        },
    }


def test_an_unknown_tool_keeps_its_own_words() -> None:
    """Also one of the same shape."""
    told = wire_tool("fans__SetSpeed", "Sets  a speed", SPEED)
    assert told["function"]["description"] == "Sets a speed"
    assert told["function"]["parameters"] == flatten(SPEED)


def test_a_name_means_something_only_in_tools_that_are_known() -> None:
    """A lift's script may well ask for a floor."""
    script = wire_tool("script__lift", "Calls", SPEED, without=("name", "percentage"))
    assert script["function"]["parameters"] == flatten(SPEED)
    fan = wire_tool("fan__HassFanSetSpeed", "Sets", SPEED, without=("name",))
    assert set(fan["function"]["parameters"]["properties"]) == {"percentage", "flow"}


def test_what_is_required_is_never_hidden() -> None:
    """Without it no call could be right."""
    brief = Brief("Short", without=("percentage", "domain"))
    assert set(brief.retell(SPEED)["properties"]) == {"name", "percentage", "flow"}


@pytest.mark.parametrize(
    ("allowed", "shown"),
    [(["blind", "damper", "door"], ["blind", "door"]), (["damper"], ["damper"])],
)
@pytest.mark.parametrize("inside", [True, False], ids=["list", "value"])
def test_only_allowed_choices_are_shown(
    allowed: list[str], shown: list[str], inside: bool
) -> None:
    """Never one that a call would be refused for, and never none."""

    def parameter(values: list[str]) -> dict[str, Any]:
        choice = {"type": "string", "enum": values}
        return {"type": "array", "items": choice} if inside else choice

    brief = Brief("Short", choices={"kind": ("door", "blind", "gate")})
    told = brief.retell({"properties": {"kind": parameter(allowed)}})
    assert told["properties"]["kind"] == parameter(shown)


def test_a_brief_changes_nothing_it_was_given() -> None:
    """The same tool is told again and again."""
    before = flatten(SPEED)
    BRIEFS["fan__HassFanSetSpeed"].retell(before)
    assert before == flatten(SPEED)
