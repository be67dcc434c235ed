"""An owner adds agents and tasks, and changes every setting of them."""

from typing import Any

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntry,
    ConfigEntryDisabler,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
import pytest

from custom_components.kaizen.assistant.flow.models import MISSING_MARK
from custom_components.kaizen.assistant.settings import AgentSettings, FollowUp

from .conftest import after_progress, labels, suggestions

from tests.assistant.rig import agent, ai_task, async_set_up
from tests.simulators.ollama import (
    EMBEDDING,
    QWEN_DEEP,
    QWEN_SMALL,
    QWEN_VOICE,
    SMOLLM2,
    OllamaSimulator,
)


async def _begin(
    hass: HomeAssistant, entry: ConfigEntry, kind: str = "conversation"
) -> Any:
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, kind), context={"source": SOURCE_USER}
    )


async def _change(hass: HomeAssistant, entry: ConfigEntry) -> Any:
    (subentry,) = entry.subentries.values()
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, subentry.subentry_type),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry.subentry_id},
    )


async def _answer(hass: HomeAssistant, flow: Any, data: dict[str, Any]) -> Any:
    manager = hass.config_entries.subentries
    result = await manager.async_configure(flow["flow_id"], data)
    await hass.async_block_till_done()
    return result


def _settings(entry: ConfigEntry, title: str) -> AgentSettings:
    subentry = next(s for s in entry.subentries.values() if s.title == title)
    return AgentSettings.from_data(subentry.data)


def _changed(form: Any, section: str = "", **values: Any) -> dict[str, Any]:
    """Return what a form suggests with some values changed."""
    data = suggestions(form)
    (data[section] if section else data).update(values)
    return data


@pytest.mark.parametrize(
    ("preset", "title", "model", "think"),
    [
        ("voice", "Kaizen Voice 2", QWEN_VOICE.name, "off"),
        ("deep", "Kaizen Deep", QWEN_DEEP.name, "off"),
        ("think", "Kaizen Think", QWEN_DEEP.name, "on"),
    ],
)
async def test_add_agent(
    hass: HomeAssistant,
    server: OllamaSimulator,
    preset: str,
    title: str,
    model: str,
    think: str,
) -> None:
    """A preset fills the form; what is left as it is makes a working agent."""
    entry = await async_set_up(hass, server.url, agent("Kaizen Voice"))
    form = await _begin(hass, entry)
    form = await _answer(hass, form, {"preset": preset})
    end = await _answer(hass, form, suggestions(form))
    assert end["type"] is FlowResultType.CREATE_ENTRY
    settings = _settings(entry, title)
    assert (settings.model, settings.think) == (model, think)
    assert settings == AgentSettings(model=model, think=settings.think)


async def test_add_task(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """A task has no voice, name or tools to ask about."""
    entry = await async_set_up(hass, server.url, agent())
    form = await _begin(hass, entry, "ai_task_data")
    assert suggestions(form) == {
        "model": QWEN_VOICE.name,
        "think": "off",
        "work": {"num_ctx": 16384, "keep_alive": -1, "temperature": 0.7},
        "failure": {
            "fallback_model": "",
            "first_token_timeout": 30.0,
            "idle_timeout": 15.0,
        },
    }
    end = await _answer(hass, form, suggestions(form))
    assert end["type"] is FlowResultType.CREATE_ENTRY
    assert _settings(entry, "Kaizen Tasks").llm_hass_api == ()


async def test_every_setting_can_be_changed(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """What is typed is what the agent gets, and the agent is there at once."""
    entry = await async_set_up(hass, server.url, agent())
    form = await _change(hass, entry)
    end = await _answer(
        hass,
        form,
        {
            "model": QWEN_DEEP.name,
            "think": "high",
            "llm_hass_api": ["assist"],
            "name": " Ada ",
            "persona": "Dry humour.",
            "follow_up": "always",
            "acknowledge": False,
            "work": {
                "num_ctx": 32768,
                "keep_alive": 300,
                "temperature": 0.2,
                "max_history": 5,
            },
            "failure": {
                "fallback_model": QWEN_VOICE.name,
                "first_token_timeout": 60,
                "idle_timeout": 5,
            },
        },
    )
    assert end["reason"] == "reconfigure_successful"
    assert _settings(entry, "Kaizen Voice") == AgentSettings(
        model=QWEN_DEEP.name,
        think="high",
        num_ctx=32768,
        keep_alive=300,
        temperature=0.2,
        name="Ada",
        persona="Dry humour.",
        llm_hass_api=("assist",),
        max_history=5,
        follow_up=FollowUp.ALWAYS,
        acknowledge=False,
        fallback_model=QWEN_VOICE.name,
        first_token_timeout=60,
        idle_timeout=5,
    )
    await hass.async_block_till_done()
    assert entry.runtime_data.options_for(QWEN_DEEP.name) == {"num_ctx": 32768}


async def test_form_shows_what_is_set(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """Changing nothing changes nothing; a name left out becomes the usual one."""
    entry = await async_set_up(
        hass, server.url, agent(persona="Dry humour.", llm_hass_api=["assist", "gone"])
    )
    form = await _change(hass, entry)
    shown = suggestions(form)
    assert (shown["persona"], shown["name"]) == ("Dry humour.", "Max")
    assert shown["llm_hass_api"] == ["assist"]
    before = _settings(entry, "Kaizen Voice")
    await _answer(hass, form, {**shown, "name": " "})
    after = _settings(entry, "Kaizen Voice")
    assert (after.persona, after.name, after.num_ctx) == (
        before.persona,
        before.name,
        before.num_ctx,
    )


async def test_emptied_fields_stay_empty(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """Taking tools, persona and fallback away takes them away."""
    entry = await async_set_up(
        hass,
        server.url,
        agent(persona="Dry.", llm_hass_api=["assist"], fallback_model="x"),
    )
    form = await _change(hass, entry)
    shown = suggestions(form)
    del shown["persona"], shown["llm_hass_api"], shown["failure"]["fallback_model"]
    await _answer(hass, form, shown)
    settings = _settings(entry, "Kaizen Voice")
    assert settings.persona == settings.fallback_model == ""
    assert settings.llm_hass_api == ()


@pytest.mark.parametrize(
    ("section", "values", "errors"),
    [
        ("", {"model": EMBEDDING.name}, {"model": "cannot_chat"}),
        ("", {"model": " "}, {"model": "cannot_chat"}),
        (
            "",
            {"model": SMOLLM2.name, "think": "low", "llm_hass_api": ["assist"]},
            {"think": "no_thinking", "llm_hass_api": "no_tools"},
        ),
        ("work", {"num_ctx": 524288}, {"base": "context_too_long"}),
        ("failure", {"fallback_model": QWEN_VOICE.name}, {"base": "same_fallback"}),
    ],
)
async def test_settings_that_cannot_work(
    hass: HomeAssistant,
    server: OllamaSimulator,
    section: str,
    values: dict[str, Any],
    errors: dict[str, str],
) -> None:
    """What a model cannot do is told before it is stored, and can be corrected."""
    entry = await async_set_up(hass, server.url, agent())
    form = await _change(hass, entry)
    right = suggestions(form)
    form = await _answer(hass, form, _changed(form, section, **values))
    assert form["errors"] == errors
    end = await _answer(hass, form, right)
    assert end["reason"] == "reconfigure_successful"


async def test_out_of_range(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """A selector keeps nonsense out."""
    entry = await async_set_up(hass, server.url, agent())
    form = await _change(hass, entry)
    with pytest.raises(InvalidData):
        await _answer(hass, form, _changed(form, "work", temperature=9))


async def test_missing_model_is_downloaded(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """A model typed by its name is fetched before the agent is stored."""
    entry = await async_set_up(hass, server.url, agent())
    form = await _change(hass, entry)
    step = await _answer(hass, form, _changed(form, model=QWEN_SMALL.name))
    assert step["progress_action"] == "download"
    manager = hass.config_entries.subentries
    end = await after_progress(hass, step, manager)
    assert end["reason"] == "reconfigure_successful"
    assert _settings(entry, "Kaizen Voice").model == QWEN_SMALL.name


async def test_model_for_pictures(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """Only models that see are offered, and a missing one is fetched too."""
    entry = await async_set_up(hass, server.url, agent())
    form = await _change(hass, entry)
    offered = labels(form, "vision_model")
    assert any(text.startswith(QWEN_VOICE.name) for text in offered)
    assert not any(SMOLLM2.name in text for text in offered)
    assert [text for text in offered if text.startswith(MISSING_MARK)] == [
        f"{MISSING_MARK} qwen3-vl:8b-instruct · 6.1 GB"
    ]
    assert not any("qwen3-vl" in text for text in labels(form, "model"))
    step = await _answer(hass, form, _changed(form, vision_model=QWEN_SMALL.name))
    assert step["progress_action"] == "download"
    await after_progress(hass, step, hass.config_entries.subentries)
    assert _settings(entry, "Kaizen Voice").vision_model == QWEN_SMALL.name
    assert server.library.find(QWEN_SMALL.name)


async def test_download_fails_then_another_model(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """After a failed download the settings are there to choose again."""
    entry = await async_set_up(hass, server.url, ai_task())
    form = await _change(hass, entry)
    step = await _answer(hass, form, _changed(form, model="qwen99:1b"))
    step = await after_progress(hass, step, hass.config_entries.subentries)
    assert step["step_id"] == "prepare_failed"
    step = await _answer(hass, step, {"next_step_id": "settings"})
    assert suggestions(step)["model"] == "qwen99:1b"
    end = await _answer(hass, step, _changed(step, model=QWEN_DEEP.name))
    assert end["reason"] == "reconfigure_successful"


async def test_server_is_down(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """Settings can be changed without the server; nothing is checked then."""
    entry = await async_set_up(hass, server.url, agent())
    await server.refuse()
    form = await _change(hass, entry)
    end = await _answer(hass, form, _changed(form, model="unknown:1b", name="Ada"))
    assert end["reason"] == "reconfigure_successful"
    assert _settings(entry, "Kaizen Voice").name == "Ada"


@pytest.mark.parametrize("kind", ["conversation", "ai_task_data"])
async def test_entry_is_not_loaded(
    hass: HomeAssistant, server: OllamaSimulator, kind: str
) -> None:
    """A disabled assistant is told instead of a broken form."""
    entry = await async_set_up(hass, server.url, agent())
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )
    for flow in (await _begin(hass, entry, kind), await _change(hass, entry)):
        assert flow["reason"] == "entry_not_loaded"
