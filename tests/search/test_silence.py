"""Nothing leaves the house unless a search is set up and somebody searches."""

from collections.abc import Iterator
from contextlib import contextmanager
import socket
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.kaizen.const import DOMAIN

from .rig import Searching, async_set_up, searxng

from tests.assistant.household import async_move_in
from tests.simulators.ollama import OllamaSimulator
from tests.simulators.searxng import SearXNGSimulator


@contextmanager
def everything_recorded() -> Iterator[list[Any]]:
    """Record every connection and every name that is looked up, by whatever library."""
    seen: list[Any] = []
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    look_up = socket.getaddrinfo

    def recorded(self: socket.socket, address: Any) -> Any:
        seen.append(address)
        return connect(self, address)

    def recorded_ex(self: socket.socket, address: Any) -> Any:
        seen.append(address)
        return connect_ex(self, address)

    def looked_up(host: Any, *args: Any, **more: Any) -> Any:
        seen.append((host, *args))
        return look_up(host, *args, **more)

    with (
        patch.object(socket.socket, "connect", recorded),
        patch.object(socket.socket, "connect_ex", recorded_ex),
        patch.object(socket, "getaddrinfo", looked_up),
    ):
        yield seen


async def test_without_a_search(hass: HomeAssistant, socket_enabled: None) -> None:
    """A house that has none asks its model server and nobody else, whatever is said."""
    async with OllamaSimulator() as model:
        house = await async_move_in(hass, model)
        model.script.tool_call("kaizen__web_search", {"query": "weather in Paris"})
        model.script.tool_call("kaizen__read_page", {"url": "https://example.com/"})
        model.script.reply("I cannot look that up.")
        with everything_recorded() as seen:
            await house.say("What's the weather in Paris? See https://example.com/")
            with pytest.raises(HomeAssistantError):
                await hass.services.async_call(
                    DOMAIN,
                    "search",
                    {"query": "news"},
                    blocking=True,
                    return_response=True,
                )
            await house.async_settle()
        assert {address[1] for address in seen} <= {model.port}
        assert len(house.turns) == 3


async def test_setting_up(hass: HomeAssistant, server: SearXNGSimulator) -> None:
    """Setting a search up, reloading and removing it asks nobody."""
    with everything_recorded() as seen:
        searching = await async_set_up(
            hass,
            searxng(server),
            ("ddgs", "DDGS", {"engines": ["duckduckgo"]}),
            ("responses", "Model", {"url": "http://127.0.0.1:9/v1", "model": "m"}),
        )
        await hass.config_entries.async_reload(searching.entry.entry_id)
        await hass.config_entries.async_remove(searching.entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
    assert seen == []
    assert server.requests == 0


async def test_recording(searching: Searching, server: SearXNGSimulator) -> None:
    """What proves that nothing goes out sees what does."""
    with everything_recorded() as seen:
        await searching.act(query="library")
    assert ("127.0.0.1", server.port) in seen
