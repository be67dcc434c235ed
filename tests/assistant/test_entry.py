"""An assistant entry follows what its owner changes."""

from collections.abc import AsyncIterator
from types import MappingProxyType

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
import pytest

from custom_components.kaizen.assistant.settings import SUBENTRY_CONVERSATION

from tests.assistant.rig import SEES, agent, async_set_up, entity_of
from tests.simulators.ollama import OllamaSimulator


@pytest.fixture
async def server(socket_enabled: None) -> AsyncIterator[OllamaSimulator]:
    """Return a model server."""
    async with OllamaSimulator() as server:
        yield server


async def test_an_added_agent_is_there_at_once(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """Nobody has to reload anything to talk to a new agent."""
    entry = await async_set_up(hass, server.url, agent())
    hass.config_entries.async_add_subentry(
        entry,
        ConfigSubentry(
            data=MappingProxyType({"model": SEES}),
            subentry_type=SUBENTRY_CONVERSATION,
            title="Kaizen Deep",
            unique_id=None,
        ),
    )
    await hass.async_block_till_done()
    assert hass.states.get(entity_of(hass, entry, "Kaizen Deep"))


async def test_each_server_gets_its_own_key(
    hass: HomeAssistant, socket_enabled: None
) -> None:
    """The key of the first server is not shown to the second one."""
    async with (
        OllamaSimulator(token="first") as first,
        OllamaSimulator(token="second") as second,
    ):
        entry = await async_set_up(hass, first.url, agent())
        hass.config_entries.async_update_entry(
            entry,
            data={
                **entry.data,
                "api_key": "first",
                "fallback_url": second.url,
                "fallback_api_key": "second",
            },
        )
        await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done()
        runtime = entry.runtime_data
        assert runtime.fallback is not None
        assert await runtime.client.installed()
        assert await runtime.fallback.installed()
