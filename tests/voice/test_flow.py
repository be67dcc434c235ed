"""Choosing what Kaizen speaks with."""

from typing import Any

from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import mock_component

from custom_components.kaizen.const import DOMAIN

from .mouth import Mouth, async_install
from .rig import VOICE, Voices, async_set_up

FORM = {"name": "Kaizen Voice", "engine": "tts.mouth", "lexicon": "Ecobee = Eco Bee"}


async def begin(hass: HomeAssistant) -> Any:
    """Choose voices in the menu."""
    menu = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    return await hass.config_entries.flow.async_configure(
        menu["flow_id"], {"next_step_id": "voice"}
    )


@pytest.fixture
async def mouth(hass: HomeAssistant) -> Mouth:
    """An engine, and nothing of Kaizen's."""
    mock_component(hass, "ffmpeg")
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "tts", {})
    mouth = Mouth()
    await async_install(hass, mouth)
    return mouth


async def test_the_first_voice(hass: HomeAssistant, mouth: Mouth) -> None:
    """A mistake in the words is shown with its line; then the voice speaks."""
    form = await begin(hass)
    form = await hass.config_entries.flow.async_configure(
        form["flow_id"], {**FORM, "lexicon": "Ecobee"}
    )
    assert form["errors"] == {"lexicon": "voice_lexicon"}
    placeholders = form["description_placeholders"]
    assert placeholders
    assert "line 1" in placeholders["reason"]
    done = await hass.config_entries.flow.async_configure(form["flow_id"], FORM)
    assert done["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    assert hass.states.get(VOICE)
    menu = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert "voice" not in menu["menu_options"]


async def test_without_an_engine(hass: HomeAssistant) -> None:
    """The owner is told what is missing."""
    assert await async_setup_component(hass, "homeassistant", {})
    form = await begin(hass)
    assert form["type"] is FlowResultType.ABORT
    assert form["reason"] == "voice_no_engines"


async def test_another_voice_and_another_engine(hass: HomeAssistant) -> None:
    """Voices are added and changed one by one; Kaizen's own are no engines."""
    voices: Voices = await async_set_up(hass)
    flows = hass.config_entries.subentries
    form = await flows.async_init(
        (voices.entry.entry_id, "voice"), context={"source": SOURCE_USER}
    )
    form = await flows.async_configure(form["flow_id"], {**FORM, "name": "Second"})
    assert form["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    assert hass.states.get("tts.second")
    first = next(iter(voices.entry.subentries.values()))
    form = await voices.entry.start_subentry_reconfigure_flow(hass, first.subentry_id)
    form = await flows.async_configure(
        form["flow_id"], {"engine": "tts.mouth", "lexicon": "Ecobee = Eco Bee"}
    )
    assert form["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()
    await voices.hear("The Ecobee.")
    assert voices.mouth.said == ["The Eco Bee.\n\n"]
