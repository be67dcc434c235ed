"""An owner connects a model server, and recovers from everything that goes wrong."""

from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import (
    EVENT_DATA_ENTRY_FLOW_PROGRESS_UPDATE,
    FlowResultType,
)
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.kaizen.assistant.flow import connection
from custom_components.kaizen.const import EntryKind

from .conftest import after_progress, answer, labels, open_form, suggestions

from tests.assistant.rig import SEES, agent, async_set_up
from tests.entries import the_entry
from tests.simulators.ollama import (
    EMBEDDING,
    QWEN_DEEP,
    QWEN_SMALL,
    QWEN_VOICE,
    SMOLLM2,
    OllamaSimulator,
)

SYSCONF = f"{connection.__name__}.os.sysconf"
ALL = {"presets": ["voice", "deep", "think"], "create_on_server": False}


def _entry(hass: HomeAssistant) -> ConfigEntry:
    return the_entry(hass, EntryKind.ASSISTANT)


def _agents(hass: HomeAssistant) -> dict[str, dict[str, Any]]:
    return {
        subentry.title: {"type": subentry.subentry_type, **subentry.data}
        for subentry in _entry(hass).subentries.values()
    }


async def _to_models(hass: HomeAssistant, url: str, presets: dict[str, Any]) -> Any:
    form = await open_form(hass)
    form = await answer(hass, form, {"url": url})
    assert form["step_id"] == "presets"
    return await answer(hass, form, presets)


async def test_server_with_all_models(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """With the models there, two answers make three agents and a task."""
    form = await _to_models(hass, server.url, {**ALL, "memory": 512})
    assert form["step_id"] == "models"
    assert suggestions(form) == {
        "voice_model": QWEN_VOICE.name,
        "deep_model": QWEN_DEEP.name,
    }
    end = await answer(hass, form, suggestions(form))
    assert end["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    entry = _entry(hass)
    assert entry.title == "Assistant (127.0.0.1)"
    assert entry.data == {"kind": "assistant", "url": server.url}
    assert entry.unique_id
    assert entry.state is ConfigEntryState.LOADED
    common = {"temperature": 0.7, "num_ctx": 16384}
    talk = {"type": "conversation", "llm_hass_api": ["assist"], **common}
    assert _agents(hass) == {
        "Kaizen Voice": {**talk, "model": QWEN_VOICE.name, "think": "off"},
        "Kaizen Deep": {**talk, "model": QWEN_DEEP.name, "think": "off"},
        "Kaizen Think": {**talk, "model": QWEN_DEEP.name, "think": "on"},
        "Kaizen Tasks": {
            "type": "ai_task_data",
            "llm_hass_api": [],
            "model": QWEN_VOICE.name,
            "think": "off",
            **common,
        },
    }


async def test_models_tell_what_they_can_do(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """Sizes and capabilities are shown; what must be downloaded is marked."""
    form = await _to_models(hass, server.url, ALL)
    shown = labels(form, "voice_model")
    assert "qwen3.5:35b-a3b · 24 GB · tools, thinking, vision" in shown
    assert "smollm2:135m · 0.1 GB" in shown
    assert "⬇ qwen3.5:9b · 6.6 GB" in shown
    assert not [text for text in shown if EMBEDDING.name in text]


@pytest.mark.parametrize(
    ("form", "errors"),
    [
        ({"url": "ftp://nowhere"}, {"url": "invalid_url"}),
        ({"url": " "}, {"url": "invalid_url"}),
        ({"url": "http://max:pw@127.0.0.1"}, {"url": "invalid_url"}),
        (
            {"url": "{url}", "fallback_url": "http://a b"},
            {"fallback_url": "invalid_url"},
        ),
        ({"url": "{url}", "fallback_url": "{url}/"}, {"fallback_url": "same_url"}),
    ],
)
async def test_wrong_address_then_right(
    hass: HomeAssistant,
    server: OllamaSimulator,
    form: dict[str, str],
    errors: dict[str, str],
) -> None:
    """A mistyped address is told at its field and can be corrected."""
    step = await open_form(hass)
    typed = {name: text.replace("{url}", server.url) for name, text in form.items()}
    step = await answer(hass, step, typed)
    assert step["errors"] == errors
    assert suggestions(step) == typed
    step = await answer(hass, step, {"url": server.url})
    assert step["step_id"] == "presets"


@pytest.mark.parametrize(
    ("fault", "errors"),
    [
        ("refused", {"url": "unreachable"}),
        ("reset", {"url": "unreachable"}),
        ("not_ollama", {"url": "not_ollama"}),
        ("unauthorized", {"api_key": "unauthorized"}),
        ("error_500", {"base": "server_error"}),
    ],
)
async def test_server_trouble_then_recovery(
    hass: HomeAssistant, server: OllamaSimulator, fault: str, errors: dict[str, str]
) -> None:
    """Each trouble has its text; the same address works once it is over."""
    step = await open_form(hass)
    await server.fault(fault)
    step = await answer(hass, step, {"url": server.url})
    assert step["errors"] == errors
    await server.heal()
    step = await answer(hass, step, {"url": server.url})
    assert step["step_id"] == "presets"


async def test_untrusted_https(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """A server that does not speak https is told apart from one that is off."""
    step = await open_form(hass)
    secure = server.url.replace("http:", "https:")
    step = await answer(hass, step, {"url": secure})
    assert step["errors"] == {"url": "tls"}
    step = await answer(hass, step, {"url": server.url})
    assert step["step_id"] == "presets"


async def test_api_key_is_kept(hass: HomeAssistant, socket_enabled: None) -> None:
    """A server that wants a key gets it, and the entry keeps it."""
    async with OllamaSimulator(token="sesame") as server:
        step = await open_form(hass)
        step = await answer(hass, step, {"url": server.url})
        assert step["errors"] == {"api_key": "unauthorized"}
        step = await answer(hass, step, {"url": server.url, "api_key": " sesame "})
        step = await answer(hass, step, ALL)
        await answer(hass, step, suggestions(step))
        await hass.async_block_till_done()
        assert _entry(hass).data["api_key"] == "sesame"
        assert _entry(hass).state is ConfigEntryState.LOADED


async def test_same_server_twice(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """A server is set up once."""
    await async_set_up(hass, server.url, agent())
    step = await open_form(hass)
    end = await answer(hass, step, {"url": f"{server.url}/"})
    assert (end["type"], end["reason"]) == (FlowResultType.ABORT, "already_configured")


async def test_no_agent_chosen(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """At least one agent must be chosen."""
    step = await _to_models(
        hass, server.url, {"presets": [], "create_on_server": False}
    )
    assert step["errors"] == {"presets": "no_preset"}
    step = await answer(hass, step, {"presets": ["deep"], "create_on_server": False})
    assert suggestions(step) == {"deep_model": QWEN_DEEP.name}


async def test_memory_of_this_machine_is_suggested(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """A server on this machine has this machine's memory."""
    step = await open_form(hass)
    pages = {"SC_PHYS_PAGES": 8_000_000, "SC_PAGE_SIZE": 4096}
    with patch(SYSCONF, pages.get):
        step = await answer(hass, step, {"url": server.url})
    assert suggestions(step) == {"presets": ["voice", "deep", "think"], "memory": 33}


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("http://localhost:11434", True),
        ("http://[::1]:11434", True),
        ("http://192.168.1.5:11434", False),
        ("http://ollama.local:11434", False),
    ],
)
def test_memory_of_another_machine_is_unknown(url: str, known: bool) -> None:
    """Only for a server on this machine the memory can be read."""
    assert (connection.host_memory(url) is not None) is known


def test_memory_that_cannot_be_read() -> None:
    """A system that does not tell is no obstacle."""
    with patch(SYSCONF, side_effect=ValueError):
        assert connection.host_memory("http://localhost") is None


async def test_missing_model_is_downloaded(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """A chosen model the server lacks is fetched before the agents are created."""
    form = await _to_models(hass, server.url, {**ALL, "presets": ["voice"]})
    events = async_capture_events(hass, EVENT_DATA_ENTRY_FLOW_PROGRESS_UPDATE)
    step = await answer(hass, form, {"voice_model": QWEN_SMALL.name})
    assert step["progress_action"] == "download"
    assert step["description_placeholders"] == {"model": QWEN_SMALL.name}
    end = await after_progress(hass, step)
    assert end["type"] is FlowResultType.CREATE_ENTRY
    told = [event.data["progress"] for event in events]
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert [entry.path for entry in server.journal if entry.path == "/api/pull"]
    voice = _agents(hass)["Kaizen Voice"]
    assert (voice["model"], voice["llm_hass_api"]) == (QWEN_SMALL.name, ["assist"])


async def test_presets_are_created_on_the_server(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """The agents then use the models that carry the presets' names."""
    form = await _to_models(hass, server.url, {**ALL, "create_on_server": True})
    step = await answer(hass, form, suggestions(form))
    assert step["progress_action"] == "create"
    await after_progress(hass, step)
    bodies = [entry.body for entry in server.journal if entry.path == "/api/create"]
    assert [(body["model"], body["from"]) for body in bodies] == [
        ("kaizen-voice", QWEN_VOICE.name),
        ("kaizen-deep", QWEN_DEEP.name),
        ("kaizen-think", QWEN_DEEP.name),
    ]
    assert bodies[1]["parameters"] == bodies[2]["parameters"]
    assert {title: agent["model"] for title, agent in _agents(hass).items()} == {
        "Kaizen Voice": "kaizen-voice",
        "Kaizen Deep": "kaizen-deep",
        "Kaizen Think": "kaizen-think",
        "Kaizen Tasks": QWEN_VOICE.name,
    }


async def _failed_download(hass: HomeAssistant, server: OllamaSimulator) -> Any:
    form = await _to_models(hass, server.url, {**ALL, "presets": ["voice"]})
    await server.fault("half_stream", path="/api/pull", times=1)
    step = await answer(hass, form, {"voice_model": QWEN_SMALL.name})
    step = await after_progress(hass, step)
    assert step["step_id"] == "prepare_failed"
    assert "broke off" in step["description_placeholders"]["reason"]
    return step


async def test_download_fails_then_works(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """A broken download can be tried again."""
    step = await _failed_download(hass, server)
    step = await answer(hass, step, {"next_step_id": "prepare_retry"})
    end = await after_progress(hass, step)
    assert end["type"] is FlowResultType.CREATE_ENTRY
    assert _agents(hass)["Kaizen Voice"]["model"] == QWEN_SMALL.name


async def test_download_fails_then_another_model(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """Another model can be chosen instead."""
    step = await _failed_download(hass, server)
    step = await answer(hass, step, {"next_step_id": "models"})
    end = await answer(hass, step, {"voice_model": QWEN_VOICE.name})
    assert end["type"] is FlowResultType.CREATE_ENTRY


async def test_download_fails_then_without(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """Without the model the agent is created all the same, even if the server went away."""
    step = await _failed_download(hass, server)
    await server.refuse()
    end = await answer(hass, step, {"next_step_id": "prepare_skip"})
    assert end["type"] is FlowResultType.CREATE_ENTRY
    assert _agents(hass)["Kaizen Voice"]["model"] == QWEN_SMALL.name


async def test_unknown_model(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """A name the library does not know is told."""
    form = await _to_models(hass, server.url, {**ALL, "presets": ["voice"]})
    step = await answer(hass, form, {"voice_model": "qwen99:1b"})
    step = await after_progress(hass, step)
    assert "qwen99:1b" in step["description_placeholders"]["reason"]


async def test_closing_the_window_stops_the_download(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """The server is not left downloading for a flow nobody looks at."""
    form = await _to_models(hass, server.url, {**ALL, "presets": ["voice"]})
    await server.fault("stall_middle", path="/api/pull")
    step = await answer(hass, form, {"voice_model": QWEN_SMALL.name})
    assert step["type"] is FlowResultType.SHOW_PROGRESS
    again = await answer(hass, step)
    assert again["type"] is FlowResultType.SHOW_PROGRESS
    await server.journal.wait(path="/api/pull")
    hass.config_entries.flow.async_abort(step["flow_id"])
    (pull,) = await server.journal.wait(path="/api/pull", finished=True)
    assert pull.disconnected


async def test_programming_error_is_not_hidden(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """Only failures of the server are offered to be retried."""
    form = await _to_models(hass, server.url, {**ALL, "presets": ["voice"]})
    with patch(
        "custom_components.kaizen.assistant.ollama.OllamaClient.pull",
        side_effect=ZeroDivisionError,
    ):
        step = await answer(hass, form, {"voice_model": QWEN_SMALL.name})
        with pytest.raises(ZeroDivisionError):
            await answer(hass, step)


async def test_model_that_cannot_talk(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """A model for vectors is refused as an agent."""
    form = await _to_models(hass, server.url, {**ALL, "presets": ["voice"]})
    for name in (EMBEDDING.name, " "):
        form = await answer(hass, form, {"voice_model": name})
        assert form["errors"] == {"voice_model": "cannot_chat"}
    end = await answer(hass, form, {"voice_model": QWEN_VOICE.name})
    assert end["type"] is FlowResultType.CREATE_ENTRY


async def test_model_that_only_talks(hass: HomeAssistant, socket_enabled: None) -> None:
    """A small model gets no tools, no thinking and no more context than it knows."""
    async with OllamaSimulator(models=[SMOLLM2]) as server:
        form = await _to_models(hass, server.url, ALL)
        await answer(
            hass, form, {"voice_model": SMOLLM2.name, "deep_model": SMOLLM2.name}
        )
        await hass.async_block_till_done(wait_background_tasks=True)
    for title in ("Kaizen Voice", "Kaizen Think"):
        settings = _agents(hass)[title]
        assert settings["llm_hass_api"] == []
        assert settings["think"] == "off"
        assert settings["num_ctx"] == SMOLLM2.context_length


async def test_reconfigure(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """Another address is tried before it replaces the old one."""
    entry = await async_set_up(hass, "http://127.0.0.1:9", agent())
    step = await entry.start_reconfigure_flow(hass)
    assert suggestions(step) == {"url": "http://127.0.0.1:9"}
    step = await answer(hass, step, {"url": "http://127.0.0.1:9"})
    assert step["errors"] == {"url": "unreachable"}
    end = await answer(
        hass, step, {"url": server.url, "fallback_url": "http://127.0.0.1:9"}
    )
    assert (end["type"], end["reason"]) == (
        FlowResultType.ABORT,
        "reconfigure_successful",
    )
    await hass.async_block_till_done()
    assert entry.data == {
        "kind": "assistant",
        "url": server.url,
        "fallback_url": "http://127.0.0.1:9",
    }
    assert entry.runtime_data.client.url == server.url
    assert entry.title == "Ollama"  # as its owner named it


async def test_reconfigure_to_another_entrys_server(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """Two entries never share a server."""
    await async_set_up(hass, server.url, agent())
    other = await async_set_up(hass, "http://127.0.0.1:9", agent())
    step = await other.start_reconfigure_flow(hass)
    end = await answer(hass, step, {"url": server.url})
    assert end["reason"] == "already_configured"


async def test_reauth(hass: HomeAssistant, socket_enabled: None) -> None:
    """A refused key is asked for again, and the new one brings the agents back."""
    async with OllamaSimulator(token="sesame") as server:
        entry = await async_set_up(hass, server.url, agent(model=SEES))
        (step,) = hass.config_entries.flow.async_progress()
        assert step["step_id"] == "assistant_reauth"
        step = await answer(hass, step, {"api_key": "wrong"})
        assert step["errors"] == {"api_key": "unauthorized"}
        end = await answer(hass, step, {"api_key": "sesame"})
        assert end["reason"] == "reauth_successful"
        await hass.async_block_till_done()
        assert entry.data["api_key"] == "sesame"
        assert entry.state is ConfigEntryState.LOADED


async def test_reauth_when_no_key_is_needed_any_more(
    hass: HomeAssistant, socket_enabled: None
) -> None:
    """An empty key is dropped."""
    async with OllamaSimulator(token="sesame") as server:
        entry = await async_set_up(hass, server.url, agent())
        server.token = None
        (step,) = hass.config_entries.flow.async_progress()
        await answer(hass, step, {})
        await hass.async_block_till_done()
        assert "api_key" not in entry.data
        assert entry.state is ConfigEntryState.LOADED
