"""The memory's entry: how it comes, is changed, shows itself and ends."""

from pathlib import Path

from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest

from custom_components.kaizen import memory
from custom_components.kaizen.backup import async_post_backup, async_pre_backup
from custom_components.kaizen.const import DOMAIN, EntryKind
from custom_components.kaizen.diagnostics import async_get_config_entry_diagnostics
from custom_components.kaizen.memory.settings import (
    CONF_CHROMA_HEADERS,
    CONF_CHROMA_URL,
    CONF_CONSENTING,
    CONF_EMBEDDING,
    CONF_EMBEDDING_MODEL,
    CONF_INDEX,
)
from custom_components.kaizen.memory.store import State

from .rig import KITCHEN, Home, async_remember, async_remembering

from tests.entries import the_entry
from tests.guard.rig import on_page_of
from tests.simulators.ollama import OllamaSimulator

COFFEE = "I take my coffee black"


async def test_it_is_set_up_from_the_menu_once(hass: HomeAssistant) -> None:
    """One house has one memory."""
    assert await async_setup_component(hass, "homeassistant", {})
    flows = hass.config_entries.flow
    flow = await flows.async_init(DOMAIN, context={"source": SOURCE_USER})
    step = {"next_step_id": "memory"}
    done = await flows.async_configure(flow["flow_id"], step)
    assert done["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    assert the_entry(hass, EntryKind.MEMORY).state is ConfigEntryState.LOADED
    flow = await flows.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert "memory" not in flow["menu_options"]


async def test_it_comes_by_itself_but_not_again(home: Home) -> None:
    """An owner who removed it does not get it back unasked."""
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    await memory.async_ensure_entry(home.hass)
    await home.hass.async_block_till_done()
    assert memory.async_get(home.hass) is None
    home.file.unlink()
    await memory.async_ensure_entry(home.hass)
    await home.hass.async_block_till_done()
    assert memory.async_get(home.hass) is not None


async def test_numbers_without_words(home: Home) -> None:
    """States count, and say nothing of what is remembered."""
    states = home.hass.states
    assert home.state("sensor.kaizen_memory_memories") == "0"
    await home.say(f"Remember that {COFFEE}", by=home.anna)
    await home.say(
        "Remember that the back door sticks in winter", "k", heard_by=KITCHEN
    )
    await home.settle()
    assert home.state("sensor.kaizen_memory_memories") == "1"
    assert home.state("sensor.kaizen_memory_waiting_memories") == "1"
    assert home.state("sensor.kaizen_memory_last_remembered") != "unknown"
    assert home.state("sensor.kaizen_memory_index") == "ready"
    assert "coffee" not in str(
        [state.as_dict() for state in states.async_all("sensor")]
    )
    described = await async_get_config_entry_diagnostics(home.hass, home.entry)
    assert described["counts"] == {"person live": 1, "unknown pending": 1}
    assert "coffee" not in str(described)


async def test_the_owner_says_yes_on_the_options_page(home: Home) -> None:
    """A repair issue points there, and goes away."""
    await home.say(
        "Remember that the back door sticks in winter", "k", heard_by=KITCHEN
    )
    issue_id = f"memory_pending_{home.entry.entry_id}"
    assert ir.async_get(home.hass).async_get_issue(DOMAIN, issue_id)
    (waiting,) = await home.known(state=State.PENDING)
    options = home.hass.config_entries.options
    with on_page_of(home.anna):
        flow = await options.async_init(home.entry.entry_id)
        flow = await options.async_configure(
            flow["flow_id"], {"next_step_id": "memory_review"}
        )
        done = await options.async_configure(flow["flow_id"], {"keep": [waiting.id]})
    assert done["reason"] == "memory_judged"
    assert await home.texts() == ["The back door sticks in winter"]
    assert not ir.async_get(home.hass).async_get_issue(DOMAIN, issue_id)


async def test_options_are_checked_and_followed(home: Home) -> None:
    """A wrong address or header is said at once; the rest takes effect."""
    options = home.hass.config_entries.options
    flow = await options.async_init(home.entry.entry_id)
    flow = await options.async_configure(
        flow["flow_id"], {"next_step_id": "memory_finding"}
    )
    answer = {
        CONF_EMBEDDING: "words",
        CONF_EMBEDDING_MODEL: "mxbai-embed-large",
        CONF_INDEX: "chroma_http",
        CONF_CHROMA_HEADERS: "nothing",
    }
    flow = await options.async_configure(flow["flow_id"], answer)
    assert flow["errors"] == {
        CONF_CHROMA_URL: "memory_chroma_url",
        CONF_CHROMA_HEADERS: "memory_chroma_headers",
    }
    answer |= {CONF_INDEX: "auto", CONF_CHROMA_HEADERS: "Authorization: Bearer x"}
    done = await options.async_configure(flow["flow_id"], answer)
    assert done["type"] is FlowResultType.CREATE_ENTRY
    await home.hass.async_block_till_done()
    assert home.memory.status.model is None
    described = await async_get_config_entry_diagnostics(home.hass, home.entry)
    assert "Bearer" not in str(described)


async def test_a_server_without_the_model(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """Memory goes on with words, and says what is missing until it is there."""
    card = server.library.remove("mxbai-embed-large")
    assert card
    home = await async_remembering(hass, server)
    issue_id = f"memory_no_embedding_{home.entry.entry_id}"
    if home.memory.embedders.weights is None:
        assert ir.async_get(hass).async_get_issue(DOMAIN, issue_id)
        assert home.state("sensor.kaizen_memory_index") == "words_only"
    await home.say(f"Remember that {COFFEE}", by=home.anna)
    await home.say("How do I take my coffee?", by=home.anna)
    assert COFFEE in home.asked()
    server.library.add(card)
    await home.house.runtime.server.async_refresh()
    await home.settle()
    assert not ir.async_get(hass).async_get_issue(DOMAIN, issue_id)
    assert home.memory.status.model == "mxbai-embed-large"


async def test_a_file_that_cannot_be_read(home: Home) -> None:
    """It is left as it is, and the assistant goes on without."""
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    home.file.write_bytes(b"not a database, but long enough to be looked at" * 100)
    before = home.file.read_bytes()
    await home.hass.config_entries.async_setup(home.entry.entry_id)
    assert home.entry.state is ConfigEntryState.SETUP_ERROR
    assert home.entry.error_reason_translation_key == "memory_foreign"
    assert home.file.read_bytes() == before
    assert await home.say("Remember that I like tea", by=home.anna) == "Okay."


async def test_a_backup_finds_everything_in_one_file(home: Home) -> None:
    """What was said a moment ago is in it."""
    await home.say(f"Remember that {COFFEE}", by=home.anna)
    await async_pre_backup(home.hass)
    assert COFFEE.encode() in home.file.read_bytes()
    await async_post_backup(home.hass)


async def test_nobody_else_reads_the_file(home: Home) -> None:
    """It is the house's own."""
    for file in Path(home.file.parent).glob("memory.db*"):
        assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("consenting", [[], ["somebody"]])
async def test_a_missing_learning_model_is_said_where_it_matters(
    hass: HomeAssistant, server: OllamaSimulator, consenting: list[str]
) -> None:
    """Only once somebody agreed to be learned from."""
    home = await async_remembering(hass, server, **{CONF_CONSENTING: consenting})
    issue = ir.async_get(hass).async_get_issue(
        DOMAIN, f"memory_no_learning_{home.entry.entry_id}"
    )
    assert bool(issue) is bool(consenting)


async def test_without_an_assistant(hass: HomeAssistant) -> None:
    """Memory can be set up before it."""
    entry = await async_remember(hass)
    assert entry.state is ConfigEntryState.LOADED
