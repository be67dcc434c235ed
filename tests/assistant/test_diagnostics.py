"""What an owner hands over with a report, and what the system page shows."""

from collections.abc import AsyncIterator
from typing import Any

from homeassistant.components import conversation
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers.json import json_dumps
from homeassistant.setup import async_setup_component
import pytest

from custom_components.kaizen.assistant.settings import CONF_URL
from custom_components.kaizen.diagnostics import async_get_config_entry_diagnostics

from tests.assistant.rig import SEES, agent, ai_task, async_set_up, entity_of
from tests.simulators.ollama import OllamaSimulator


@pytest.fixture
async def server(socket_enabled: None) -> AsyncIterator[OllamaSimulator]:
    """Return a model server."""
    async with OllamaSimulator() as server:
        yield server


async def test_diagnostics(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """Settings, server and the last turn are in it; secrets and names are not."""
    entry = await async_set_up(
        hass, server.url, agent(name="Ada", persona="Knows about Aunt Mia."), ai_task()
    )
    hass.config_entries.async_update_entry(
        entry,
        data={
            **entry.data,
            "api_key": "sesame",
            "fallback_url": "http://127.0.0.1:9",
            "fallback_api_key": "open up",
        },
    )
    await hass.async_block_till_done()
    server.script.reply("Hello!")
    await conversation.async_converse(
        hass,
        "Hi",
        None,
        Context(),
        agent_id=entity_of(hass, entry, "Kaizen Voice"),
    )
    described = await async_get_config_entry_diagnostics(hass, entry)
    text = json_dumps(described)
    for secret in ("sesame", "open up", "Ada", "Aunt Mia"):
        assert secret not in text
    assert described["server"]["reachable"] is True
    assert described["server"]["last_known"]["version"] == "0.33.0"
    assert "intent__HassTurnOn" in described["tools"]
    voice, task = described["agents"]
    assert voice["turns"] == 1
    assert voice["last_turn"]["model"] == SEES
    assert voice["prompt"]["tokens"] > 0
    assert task["prompt"] is None


async def test_diagnostics_without_a_server(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """When the server is the problem, the report says which one."""
    await server.refuse()
    entry = await async_set_up(hass, server.url, agent())
    described = await async_get_config_entry_diagnostics(hass, entry)
    assert described["server"] == {
        "reachable": False,
        "failure": "unreachable",
        "last_known": None,
    }


async def test_diagnostics_of_an_unloaded_entry(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """An entry that does not run still tells its settings."""
    entry = await async_set_up(hass, server.url, agent())
    await hass.config_entries.async_unload(entry.entry_id)
    described = await async_get_config_entry_diagnostics(hass, entry)
    assert described["entry"]["data"][CONF_URL] == server.url


async def _health(hass: HomeAssistant, hass_ws_client: Any) -> dict[str, Any]:
    assert await async_setup_component(hass, "system_health", {})
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "system_health/info"})
    info: dict[str, Any] = {}
    while True:
        event = (await client.receive_json()).get("event")
        if event is None:
            continue
        if event["type"] == "initial":
            info = event["data"]["kaizen"]["info"]
        elif event["type"] == "update" and event["domain"] == "kaizen":
            info[event["key"]] = event.get("data", event.get("error"))
        elif event["type"] == "finish":
            return info


async def test_system_health(
    hass: HomeAssistant, server: OllamaSimulator, hass_ws_client: Any
) -> None:
    """The page shows version, models and agents, and whether the server answers now."""
    await async_set_up(hass, server.url, agent("A"), agent("B"), ai_task())
    info = await _health(hass, hass_ws_client)
    assert info["can_reach_server"] == "ok"
    assert (info["server_version"], info["agents"]) == ("0.33.0", 2)


async def test_system_health_without_a_server(
    hass: HomeAssistant, server: OllamaSimulator, hass_ws_client: Any
) -> None:
    """A server that is down is told as such."""
    await server.refuse()
    await async_set_up(hass, server.url, agent())
    info = await _health(hass, hass_ws_client)
    assert info["server_version"] == info["loaded_models"] == "-"
    assert info["can_reach_server"] in (
        {"type": "failed", "error": "unreachable"},
        "unreachable",
    )
