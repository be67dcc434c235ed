"""A house with a mouth and a voice in front of it."""

from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass
from typing import Any

from homeassistant.components import tts
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry, mock_component

from custom_components.kaizen.const import CONF_KIND, DOMAIN, EntryKind
from custom_components.kaizen.voice.engine import kept_as
from custom_components.kaizen.voice.runtime import VoiceRuntime

from .mouth import Mouth, async_install

VOICE = "tts.kaizen_voice"


@dataclass(slots=True, kw_only=True)
class Voices:
    """The voice entry, and the engine behind its voice."""

    hass: HomeAssistant
    entry: MockConfigEntry
    engine_entry: MockConfigEntry
    mouth: Mouth

    @property
    def runtime(self) -> VoiceRuntime:
        """Return what the entry holds."""
        runtime: VoiceRuntime = self.entry.runtime_data
        return runtime

    def stream(
        self, text: AsyncGenerator[str] | str, language: str = "en", **options: Any
    ) -> tts.ResultStream:
        """Begin to speak a text, in the engine's own format unless told otherwise."""
        options.setdefault(tts.ATTR_PREFERRED_FORMAT, self.mouth.extension)
        stream = tts.async_create_stream(self.hass, VOICE, language, options)
        if isinstance(text, str):
            stream.async_set_message(text)
        else:
            stream.async_set_message_stream(text)
        return stream

    async def hear(
        self, text: AsyncGenerator[str] | str, language: str = "en", **options: Any
    ) -> bytes:
        """Return the sound of a text."""
        return await listen(self.stream(text, language, **options))


async def listen(stream: tts.ResultStream) -> bytes:
    """Return a sound to its end."""
    return b"".join([chunk async for chunk in stream.async_stream_result()])


async def chunks(*parts: str) -> AsyncGenerator[str]:
    """Yield a text in parts."""
    for part in parts:
        yield part


def subentries(engine: str, lexicon: str = "") -> Iterable[ConfigSubentryData]:
    """Return a voice's data."""
    return [
        ConfigSubentryData(
            data={"engine": engine, "lexicon": lexicon},
            subentry_type="voice",
            title="Kaizen Voice",
            unique_id=None,
        )
    ]


async def async_give_voice(
    hass: HomeAssistant, engine: str, lexicon: str = ""
) -> MockConfigEntry:
    """Set up the voice entry in front of an engine."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Kaizen Voices",
        data={CONF_KIND: EntryKind.VOICE},
        subentries_data=subentries(kept_as(hass, engine), lexicon),
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


async def async_set_up(
    hass: HomeAssistant, mouth: Mouth | None = None, lexicon: str = ""
) -> Voices:
    """Set up an engine and a voice in front of it."""
    mouth = mouth or Mouth()
    mock_component(hass, "ffmpeg")
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "tts", {})
    hass.data["tts_manager"].use_file_cache = False
    engine_entry = await async_install(hass, mouth)
    entry = await async_give_voice(hass, mouth.entity_id, lexicon)
    return Voices(hass=hass, entry=entry, engine_entry=engine_entry, mouth=mouth)
