"""A simulated model server and the flows of an owner."""

from collections.abc import AsyncIterator
from typing import Any

from homeassistant.config_entries import SOURCE_USER, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from custom_components.kaizen.const import DOMAIN

from tests.simulators.ollama import OllamaSimulator


@pytest.fixture(autouse=True)
async def _house(hass: HomeAssistant) -> None:
    """Set up what the assistant depends on."""
    assert await async_setup_component(hass, "homeassistant", {})


@pytest.fixture
async def server(socket_enabled: None) -> AsyncIterator[OllamaSimulator]:
    """Return a model server that wants no key."""
    async with OllamaSimulator() as server:
        yield server


async def open_form(hass: HomeAssistant) -> ConfigFlowResult:
    """Open the flow and choose the assistant in its menu."""
    flow = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    return await answer(hass, flow, {"next_step_id": "assistant"})


async def answer(
    hass: HomeAssistant, flow: Any, data: dict[str, Any] | None = None
) -> ConfigFlowResult:
    """Answer a step."""
    return await hass.config_entries.flow.async_configure(flow["flow_id"], data)


async def after_progress(hass: HomeAssistant, flow: Any, manager: Any = None) -> Any:
    """Return the step that follows the work on the server."""
    manager = manager or hass.config_entries.flow
    assert flow["type"] == "progress", flow
    await hass.async_block_till_done(wait_background_tasks=True)
    result = await manager.async_configure(flow["flow_id"])
    await hass.async_block_till_done()
    return result


def suggestions(form: Any) -> dict[str, Any]:
    """Return what a form suggests, by field; sections nested."""
    values: dict[str, Any] = {}
    for marker, value in form["data_schema"].schema.items():
        name = str(marker.schema if isinstance(marker.schema, str) else marker)
        if hasattr(value, "schema") and hasattr(value, "options"):
            values[name] = suggestions({"data_schema": value.schema})
        elif (marker.description or {}).get("suggested_value") is not None:
            values[name] = marker.description["suggested_value"]
    return values


def labels(form: Any, field: str) -> list[str]:
    """Return the texts a choice of a form shows."""
    selector = form["data_schema"].schema[field]
    return [option["label"] for option in selector.config["options"]]
