"""Kaizen's tools reach every agent in Home Assistant."""

from collections.abc import Sequence
from typing import override

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import llm
from homeassistant.setup import async_setup_component
import pytest

from custom_components.kaizen import llm as door


class WhoIsHome(llm.Tool):
    """A tool such as a later part might offer."""

    name = "kaizen__who_is_home"
    description = "Names the people who are at home."
    integration = "kaizen"
    annotations = llm.ToolAnnotations(read_only=True, open_world=False)

    @override
    async def async_call(
        self,
        hass: HomeAssistant,
        tool_input: llm.ToolInput,
        llm_context: llm.LLMContext,
    ) -> llm.ToolResult:
        """Name them."""
        return llm.ToolResult({"people": ["Anna"]})


@pytest.fixture
def _offered(monkeypatch: pytest.MonkeyPatch) -> None:
    def provide(hass: HomeAssistant, context: llm.LLMContext) -> Sequence[llm.Tool]:
        return [WhoIsHome()]

    monkeypatch.setattr(door, "PROVIDERS", [provide])


def _context() -> llm.LLMContext:
    return llm.LLMContext(
        platform="other_agent",
        context=Context(),
        language="en",
        assistant="conversation",
        device_id=None,
    )


async def _tool_names(hass: HomeAssistant, api: str) -> list[str]:
    instance = await llm.async_get_api(hass, api, _context())
    return [tool.name for tool in instance.tools]


@pytest.mark.usefixtures("_offered")
async def test_a_tool_of_kaizen_can_be_called_by_any_agent(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    """An agent of another integration that uses Assist gets the tool and its result."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "kaizen", {})
    instance = await llm.async_get_api(hass, llm.LLM_API_ASSIST, _context())
    result = await instance.async_call_tool(llm.ToolInput("kaizen__who_is_home", {}))
    assert result == llm.ToolResult({"people": ["Anna"]})
    assert "deprecated" not in caplog.text


async def test_nothing_is_offered_while_no_part_has_tools(hass: HomeAssistant) -> None:
    """An empty door adds neither tools nor words to anyone's prompt."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "kaizen", {})
    names = await _tool_names(hass, llm.LLM_API_ASSIST)
    assert names
    assert not [name for name in names if name.startswith("kaizen__")]
