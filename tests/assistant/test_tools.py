"""The tools an agent's model is offered."""

from homeassistant.core import Context
from homeassistant.helpers import llm

from .household import House


async def test_every_tool_of_assist_is_offered(house: House) -> None:
    """Kaizen knows some of Home Assistant's own tools by heart: none may be forgotten."""
    own = await llm.async_get_api(
        house.hass,
        llm.LLM_API_ASSIST,
        llm.LLMContext(
            platform="test",
            context=Context(),
            language="en",
            assistant="conversation",
            device_id=None,
        ),
    )
    house.server.script.reply("Hello.")
    await house.say("Good morning")
    offered = {tool["function"]["name"] for tool in house.turns[-1].body["tools"]}
    assert {tool.name for tool in own.tools} <= offered
    assert "homeassistant__GetLiveContext" in offered
