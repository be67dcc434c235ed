"""How an owner sets a search up, changes it, and hands over how it does."""

from collections.abc import AsyncGenerator
from typing import Any

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntryState,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.requirements import RequirementsNotFound
from homeassistant.setup import async_setup_component
import pytest

from custom_components.kaizen.const import DOMAIN, EntryKind
from custom_components.kaizen.diagnostics import async_get_config_entry_diagnostics
from custom_components.kaizen.search import setup

from tests.assistant.flow.conftest import suggestions
from tests.entries import the_entry
from tests.search.rig import Searching, async_set_up
from tests.simulators.responses import ResponsesSimulator
from tests.simulators.searxng import Fault, SearXNGSimulator


@pytest.fixture(autouse=True)
async def _house(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, DOMAIN, {})


@pytest.fixture
async def model(socket_enabled: None) -> AsyncGenerator[ResponsesSimulator]:
    """A server whose model searches."""
    async with ResponsesSimulator() as simulator:
        yield simulator


async def _open(hass: HomeAssistant, step: str) -> Any:
    flows = hass.config_entries.flow
    flow = await flows.async_init(DOMAIN, context={"source": SOURCE_USER})
    flow = await flows.async_configure(flow["flow_id"], {"next_step_id": "search"})
    return await flows.async_configure(flow["flow_id"], {"next_step_id": step})


async def _answer(hass: HomeAssistant, flow: Any, **form: Any) -> Any:
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], form)
    await hass.async_block_till_done()
    return result


async def test_searxng(hass: HomeAssistant, server: SearXNGSimulator) -> None:
    """A server is tried without searching for anything, and then there is a search."""
    flow = await _open(hass, "search_searxng")
    created = await _answer(hass, flow, url=f"{server.url}/")
    assert created["type"] == "create_entry"
    assert server.asked == []
    entry = the_entry(hass, EntryKind.SEARCH)
    (subentry,) = entry.subentries.values()
    assert subentry.title == "SearXNG (127.0.0.1)"
    assert dict(subentry.data) == {"url": server.url}
    assert (await Searching(hass, entry).act(query="library"))["results"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.FORMAT_OFF, "search_format_off"),
        (Fault.TOO_MANY, "search_busy"),
        (Fault.BROKEN, "search_busy"),
        (Fault.ANOTHER_SERVER, "search_protocol"),
        (Fault.RESET, "search_unreachable"),
    ],
)
async def test_searxng_refused(
    hass: HomeAssistant, server: SearXNGSimulator, fault: Fault, error: str
) -> None:
    """What is wrong is shown at the address; once it is right, it goes on."""
    flow = await _open(hass, "search_searxng")
    server.fault = fault
    refused = await _answer(hass, flow, url=server.url)
    assert refused["errors"] == {"url": error}
    server.fault = None
    assert (await _answer(hass, flow, url=server.url))["type"] == "create_entry"


@pytest.mark.parametrize("url", ["http://user:secret@host", "nonsense here", "ftp://a"])
async def test_no_address(hass: HomeAssistant, url: str) -> None:
    """What is no address is not tried."""
    flow = await _open(hass, "search_searxng")
    assert (await _answer(hass, flow, url=url))["errors"] == {
        "url": "search_invalid_url"
    }


async def test_ddgs(hass: HomeAssistant) -> None:
    """Engines are chosen, none is asked; without one there is no search."""
    flow = await _open(hass, "search_ddgs")
    refused = await _answer(hass, flow, engines=[])
    assert refused["errors"] == {"engines": "search_no_engine"}
    created = await _answer(hass, flow, engines=["mojeek", "wikipedia"])
    assert created["type"] == "create_entry"


async def test_responses(hass: HomeAssistant, model: ResponsesSimulator) -> None:
    """The key is tried, the model not asked."""
    flow = await _open(hass, "search_responses")
    refused = await _answer(
        hass, flow, url=model.url, model="searcher", api_key="sk-wrong"
    )
    assert refused["errors"] == {"api_key": "search_unauthorized"}
    created = await _answer(
        hass, flow, url=model.url, model="searcher", api_key="sk-right"
    )
    assert created["type"] == "create_entry"
    assert model.asked == []


async def test_no_mcp(hass: HomeAssistant) -> None:
    """Without a connected server, the owner is told what to set up first."""
    flow = await _open(hass, "search_mcp_search")
    assert flow["type"] == "abort"
    assert flow["reason"] == "search_no_mcp"


async def test_one_entry(hass: HomeAssistant) -> None:
    """There is one search; the menu does not offer another."""
    await async_set_up(hass, ("ddgs", "DDGS", {"engines": ["mojeek"]}))
    flow = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert "search" not in flow["menu_options"]


async def test_more_providers(
    hass: HomeAssistant, server: SearXNGSimulator, model: ResponsesSimulator
) -> None:
    """Another provider is added and changed; the owner's server comes first whenever it came."""
    searching = await async_set_up(
        hass,
        (
            "responses",
            "Model",
            {"url": model.url, "model": "searcher", "api_key": "sk-right"},
        ),
    )
    entry = searching.entry
    flows = hass.config_entries.subentries
    added = await flows.async_init(
        (entry.entry_id, "searxng"), context={"source": SOURCE_USER}
    )
    added = await flows.async_configure(added["flow_id"], {"url": server.url})
    assert added["type"] == "create_entry"
    await hass.async_block_till_done()
    assert [one.kind for one in searching.runtime.engine.providers] == [
        "searxng",
        "responses",
    ]
    (subentry_id,) = [
        s.subentry_id for s in entry.subentries.values() if s.title == "Model"
    ]
    changed = await flows.async_init(
        (entry.entry_id, "responses"),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry_id},
    )
    assert suggestions(changed) == {"url": model.url, "model": "searcher"}
    changed = await flows.async_configure(
        changed["flow_id"], {"url": model.url, "model": "other"}
    )
    assert changed["reason"] == "reconfigure_successful"
    assert entry.subentries[subentry_id].data == {
        "url": model.url,
        "model": "other",
        "api_key": "sk-right",
    }


async def test_key_stays_with_its_server(
    hass: HomeAssistant, model: ResponsesSimulator
) -> None:
    """A known key is never sent to another address."""
    searching = await async_set_up(
        hass,
        (
            "responses",
            "Model",
            {"url": "http://127.0.0.1:9/v1", "model": "m", "api_key": "sk-right"},
        ),
    )
    flows = hass.config_entries.subentries
    (subentry_id,) = searching.entry.subentries
    flow = await flows.async_init(
        (searching.entry.entry_id, "responses"),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry_id},
    )
    flow = await flows.async_configure(
        flow["flow_id"], {"url": model.url, "model": "m"}
    )
    assert flow["errors"] == {"api_key": "search_unauthorized"}


async def test_options(hass: HomeAssistant) -> None:
    """Options are changed and count at once."""
    searching = await async_set_up(hass, ("ddgs", "DDGS", {"engines": ["mojeek"]}))
    flow = await hass.config_entries.options.async_init(searching.entry.entry_id)
    await hass.config_entries.options.async_configure(
        flow["flow_id"], {"automatic": False, "safe_search": "off"}
    )
    await hass.async_block_till_done()
    assert not searching.runtime.settings.automatic
    assert searching.runtime.settings.safe == 0


async def test_reconfigure(hass: HomeAssistant) -> None:
    """The entry itself has nothing to reconfigure, and says where there is."""
    searching = await async_set_up(hass, ("ddgs", "DDGS", {"engines": ["mojeek"]}))
    flow = await searching.entry.start_reconfigure_flow(hass)
    assert flow["reason"] == "search_see_providers"


async def test_diagnostics(hass: HomeAssistant, model: ResponsesSimulator) -> None:
    """They tell how the search does, and neither keys, addresses nor questions."""
    searching = await async_set_up(
        hass,
        ("responses", "Model", {"url": model.url, "model": "m", "api_key": "sk-wrong"}),
    )
    with pytest.raises(HomeAssistantError):
        await searching.act(query="my secret question")
    told = await async_get_config_entry_diagnostics(hass, searching.entry)
    assert told["order"] == [
        {
            "type": "responses",
            "failures": 1,
            "last_failure": "search_unauthorized",
        }
    ]
    for secret in ("sk-wrong", "127.0.0.1", "secret question"):
        assert secret not in str(told)


async def test_nothing_installed(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its libraries the search waits and says why; the rest of Kaizen runs."""

    async def refuse(*_: Any, **__: Any) -> None:
        raise RequirementsNotFound(DOMAIN, ["ddgs"])

    monkeypatch.setattr(setup, "async_process_requirements", refuse)
    searching = await async_set_up(hass, ("ddgs", "DDGS", {"engines": ["mojeek"]}))
    assert searching.entry.state is ConfigEntryState.SETUP_RETRY
    assert searching.entry.error_reason_translation_key == "search_not_installed"
    assert hass.services.has_service(DOMAIN, "converse")
