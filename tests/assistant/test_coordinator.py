"""The watch over a model server, and what it asks an owner to repair."""

from collections.abc import AsyncIterator
from datetime import timedelta
import logging
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.kaizen.assistant.coordinator import POLL_INTERVAL
from custom_components.kaizen.const import DOMAIN

from tests.assistant.rig import BLIND, SEES, agent, ai_task, async_set_up
from tests.simulators.ollama import QWEN_SMALL, OllamaSimulator


@pytest.fixture
async def server(socket_enabled: None) -> AsyncIterator[OllamaSimulator]:
    """Return a model server."""
    async with OllamaSimulator() as server:
        yield server


async def _wait(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Let the next poll happen."""
    freezer.tick(POLL_INTERVAL + timedelta(seconds=1))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


def _issues(hass: HomeAssistant) -> dict[str, dict[str, str] | None]:
    return {
        str(issue.translation_key): issue.translation_placeholders
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN
    }


def _errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        record.message
        for record in caplog.records
        if record.name.startswith("custom_components.kaizen")
        and record.levelno >= logging.WARNING
    ]


async def test_snapshot(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """Version and models are known once the entry is loaded."""
    entry = await async_set_up(hass, server.url, agent())
    snapshot = entry.runtime_data.server.data
    assert snapshot.version == "0.33.0"
    assert snapshot.find(SEES) in snapshot.installed
    assert snapshot.find("qwen99") is None
    assert _issues(hass) == {}


async def test_server_is_down_at_start(
    hass: HomeAssistant,
    server: OllamaSimulator,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The agents are there without the server; the owner is told until it is back."""
    await server.refuse()
    entry = await async_set_up(hass, server.url, agent())
    assert entry.state is ConfigEntryState.LOADED
    assert hass.states.async_entity_ids("conversation")
    assert _issues(hass) == {
        "server_unreachable": {"title": entry.title, "url": server.url}
    }
    await _wait(hass, freezer)
    assert len([text for text in _errors(caplog) if "Error fetching" in text]) == 1
    await server.heal()
    await _wait(hass, freezer)
    assert _issues(hass) == {}
    assert entry.runtime_data.server.data.version


async def test_server_goes_down_and_comes_back(
    hass: HomeAssistant,
    server: OllamaSimulator,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is logged once when it goes and once when it comes back."""
    caplog.set_level(logging.INFO)
    entry = await async_set_up(hass, server.url, agent())
    await server.refuse()
    for _ in range(3):
        await _wait(hass, freezer)
    assert not entry.runtime_data.server.last_update_success
    assert caplog.text.count("Error fetching model server") == 1
    assert "server_unreachable" in _issues(hass)
    await server.heal()
    await _wait(hass, freezer)
    assert caplog.text.count("Fetching model server") == 1
    assert _issues(hass) == {}


async def test_watches_without_sensors(
    hass: HomeAssistant, server: OllamaSimulator, freezer: FrozenDateTimeFactory
) -> None:
    """An owner who disabled all sensors is told of a dead server all the same."""
    with patch(
        "custom_components.kaizen.assistant.PLATFORMS", (Platform.CONVERSATION,)
    ):
        await async_set_up(hass, server.url, agent())
        await server.refuse()
        await _wait(hass, freezer)
        assert "server_unreachable" in _issues(hass)


async def test_key_is_refused_later(
    hass: HomeAssistant, server: OllamaSimulator, freezer: FrozenDateTimeFactory
) -> None:
    """A key that stops working asks the owner to sign in again."""
    await async_set_up(hass, server.url, agent())
    server.token = "sesame"
    await _wait(hass, freezer)
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == "reauth"


async def test_missing_model(
    hass: HomeAssistant, server: OllamaSimulator, freezer: FrozenDateTimeFactory
) -> None:
    """A model that is not there is an issue until it has been fetched."""
    await async_set_up(hass, server.url, agent("Ada", model=QWEN_SMALL.name))
    assert _issues(hass) == {
        "model_missing": {"agent": "Ada", "model": QWEN_SMALL.name, "url": server.url}
    }
    server.library.add(QWEN_SMALL)
    await _wait(hass, freezer)
    assert _issues(hass) == {}


@pytest.mark.parametrize(
    ("apis", "issues"), [(["assist"], {"model_without_tools"}), ([], set())]
)
async def test_model_without_tools(
    hass: HomeAssistant, server: OllamaSimulator, apis: list[str], issues: set[str]
) -> None:
    """Tools for a model that has none are an issue; a model that only talks is not."""
    await async_set_up(
        hass, server.url, agent(model=BLIND, llm_hass_api=apis), ai_task(model=BLIND)
    )
    assert _issues(hass).keys() == issues


async def test_issues_leave_with_the_entry(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """Nobody is asked to repair what is disabled."""
    entry: MockConfigEntry = await async_set_up(
        hass, server.url, agent(model="gone:1b")
    )
    assert _issues(hass)
    await hass.config_entries.async_unload(entry.entry_id)
    assert _issues(hass) == {}
