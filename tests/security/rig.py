"""A house that is asked to be safe."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import llm
from homeassistant.setup import async_setup_component

from tests.hubitat.entities.rig import HubHouse


async def asked(house: HubHouse, wish: Awaitable[Any]) -> Any:
    """Let a wish run while time passes in the house, and return what came of it."""
    task = asyncio.ensure_future(wish)
    while not (await asyncio.wait((task,), timeout=0.01))[0]:
        await house.hub.settle()
    return await task


async def act(hass: HomeAssistant, action: str, **data: Any) -> dict[str, Any]:
    """Call an action of Kaizen and return its response."""
    response = await hass.services.async_call(
        "kaizen", action, data, blocking=True, return_response=True
    )
    assert response is not None
    return dict(response)


async def use(
    hass: HomeAssistant,
    tool: str,
    *,
    context: Context | None = None,
    language: str = "en",
    **arguments: Any,
) -> llm.ToolResult:
    """Let a model use a tool of Kaizen."""
    instance = await llm.async_get_api(
        hass,
        llm.LLM_API_ASSIST,
        llm.LLMContext(
            platform="other_agent",
            context=context or Context(),
            language=language,
            assistant="conversation",
            device_id=None,
        ),
    )
    return await instance.async_call_tool(llm.ToolInput(f"kaizen__{tool}", arguments))


async def async_build(
    hass: HomeAssistant, domain: str, *configs: dict[str, Any]
) -> None:
    """Add template entities; each keeps its state in an input of its own."""
    assert await async_setup_component(
        hass, "template", {"template": [{domain: list(configs)}]}
    )
    await hass.async_block_till_done()


def expose(hass: HomeAssistant, *entity_ids: str, to: bool = True) -> None:
    """Expose entities to the assistants of the house, or hide them."""
    for entity_id in entity_ids:
        async_expose_entity(hass, "conversation", entity_id, to)
