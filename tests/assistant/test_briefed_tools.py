"""The briefs against Home Assistant's real tools: none is out of date, none misleads."""

from collections.abc import Iterator
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import floor_registry as fr, llm
import probatio
import pytest

from custom_components.kaizen.assistant.prompt import flatten
from custom_components.kaizen.assistant.prompt.briefs import BRIEFS
from custom_components.kaizen.assistant.tools import async_gather

from .household import async_furnish
from .large_house import async_fill
from .many_tools import async_furnish_seldom

OVERRULED = {"is_volume_muted"}
"""Parameters whose value Home Assistant sets itself, whatever a call says."""
NAMED_BY_ENTITY = {"device_class"}
"""Filters of tools whose targets are found by name or room."""


@pytest.fixture
async def told(hass: HomeAssistant) -> dict[str, tuple[llm.Tool, Any, Any]]:
    """Return every tool with its own parameters, and with what a model is told of them."""
    await async_furnish(hass)
    await async_fill(hass, 500)
    await async_furnish_seldom(hass)
    fr.async_get(hass).async_create("Upstairs")
    context = llm.LLMContext(
        platform="test",
        context=Context(),
        language="en",
        assistant="conversation",
        device_id=None,
    )
    gathered = await async_gather(hass, ["assist"], context)
    return {
        tool.name: (tool, flatten(_own(tool)), wire["function"])
        for tool, wire in zip(gathered.tools, gathered.wire, strict=True)
    }


def _own(tool: llm.Tool) -> Any:
    return probatio.to_openapi(
        tool.parameters,
        custom_serializer=llm.selector_serializer,
        openapi_version="3.1.0",
    )


def _choices(schema: Any) -> list[Any]:
    items = schema.get("items", {})
    return [*schema.get("enum", ()), *items.get("enum", ())]


def _briefed(told: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in BRIEFS:
        _, own, function = told[name]
        yield name, own, function["parameters"]


def test_every_brief_is_of_a_tool_there_is(told: dict[str, Any]) -> None:
    """A tool that Home Assistant renames is told in its own words, unnoticed but here."""
    assert BRIEFS.keys() <= told.keys()
    for name, brief in BRIEFS.items():
        own = told[name][1]["properties"].keys()
        assert {*brief.words, *brief.without, *brief.choices} <= own, name


def test_what_a_call_needs_is_told(told: dict[str, Any]) -> None:
    """Required parameters, types and only values that pass."""
    for name, own, shown in _briefed(told):
        assert shown.get("required") == own.get("required"), name
        for parameter, schema in shown["properties"].items():
            before = own["properties"][parameter]
            assert schema["type"] == before["type"], (name, parameter)
            assert set(_choices(schema)) <= set(_choices(before)), (name, parameter)
            assert bool(_choices(schema)) == bool(_choices(before)), (name, parameter)


def test_what_is_hidden_changes_nothing(told: dict[str, Any]) -> None:
    """It has one possible value, is set anyway, or only says again what a name says."""
    for name, own, shown in _briefed(told):
        hidden = own["properties"].keys() - shown["properties"].keys()
        for parameter in hidden - OVERRULED - NAMED_BY_ENTITY:
            assert len(_choices(own["properties"][parameter])) == 1, (name, parameter)


def test_a_brief_is_shorter(told: dict[str, Any]) -> None:
    """Or it had better not be there; a few say more than core does, for a reason."""
    longer = {
        name
        for name, _, _ in _briefed(told)
        if len(BRIEFS[name].description or "") > len(told[name][0].description or "")
    }
    assert longer == {
        "intent__HassDecreaseTimer",
        "intent__HassIncreaseTimer",
        "intent__HassSetPosition",
    }
