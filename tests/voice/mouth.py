"""An engine whose sound is the text it was given, in the framing of a Wyoming engine."""

import asyncio
from collections.abc import AsyncGenerator
import struct
from typing import Any, override

from homeassistant.components import tts
from homeassistant.config_entries import ConfigEntry, ConfigFlow
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    mock_config_flow,
    mock_integration,
    mock_platform,
)

RATE = 1000
"""Frames of one byte a second: a character sounds for a millisecond."""
SILENCE = b"\x80"


def header(size: int = 0, *, rate: int = RATE, bits: int = 8) -> bytes:
    """Return a mono WAV header."""
    frame = bits // 8
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", (36 + size) % 2**32, b"WAVE", b"fmt ", 16, 1, 1, rate, rate * frame),
        *(frame, bits, b"data", size),
    )


class Mouth(tts.TextToSpeechEntity):
    """Speaks each unit of text as it comes; the sound of a text are its bytes."""

    _attr_name = "Mouth"
    _attr_unique_id = "mouth"
    _attr_supported_languages = ["en", "de", "fr"]
    _attr_default_language = "en"
    _attr_supported_options = [tts.ATTR_VOICE, "mood"]
    _attr_default_options = {"mood": "calm"}

    def __init__(self, extension: str = "wav") -> None:
        """Have said nothing."""
        self.extension = extension
        self.said: list[str] = []
        """Units, as they came."""
        self.requests: list[dict[str, Any]] = []
        """The options of each text."""
        self.open = 0
        """Texts that are being spoken."""
        self.dies_after: int | None = None
        """Units after which it ends without a word."""
        self.refuses: Exception | None = None
        self.heard = asyncio.Event()
        self.out_of_breath: asyncio.Event | None = None
        """What it waits for after each unit."""

    @override
    def async_get_supported_voices(self, language: str) -> list[tts.Voice] | None:
        return [tts.Voice("joe", "Joe")] if language == "en" else None

    @override
    async def async_stream_tts_audio(
        self, request: tts.TTSAudioRequest
    ) -> tts.TTSAudioResponse:
        """Begin to speak."""
        self.requests.append(request.options)
        if self.refuses:
            raise self.refuses
        return tts.TTSAudioResponse(self.extension, self._sound(request.message_gen))

    async def _sound(self, text: AsyncGenerator[str]) -> AsyncGenerator[bytes]:
        self.open += 1
        try:
            if self.extension == "wav":
                yield header()
            async for unit in text:
                self.said.append(unit)
                self.heard.set()
                yield unit.strip().encode("latin-1", "replace")
                if self.out_of_breath:
                    await self.out_of_breath.wait()
                if self.dies_after is not None and len(self.said) >= self.dies_after:
                    return
        finally:
            self.open -= 1


class Box(tts.TextToSpeechEntity):
    """An engine that wants the whole text."""

    _attr_name = "Box"
    _attr_unique_id = "box"
    _attr_supported_languages = ["en"]
    _attr_default_language = "en"

    def __init__(self) -> None:
        """Have said nothing."""
        self.said: list[str] = []

    @override
    async def async_get_tts_audio(
        self, message: str, language: str, options: dict[str, Any]
    ) -> tts.TtsAudioType:
        """Speak a whole text."""
        self.said.append(message)
        return "mp3", message.encode()


async def async_install(
    hass: HomeAssistant, *engines: tts.TextToSpeechEntity
) -> MockConfigEntry:
    """Set up an integration with these engines."""
    fresh = list(engines)

    async def set_up(hass: HomeAssistant, entry: ConfigEntry) -> None:
        await hass.config_entries.async_forward_entry_setups(entry, [Platform.TTS])

    async def unload(hass: HomeAssistant, entry: ConfigEntry) -> None:
        await hass.config_entries.async_unload_platforms_or_raise(entry, [Platform.TTS])

    async def add(
        hass: HomeAssistant,
        entry: ConfigEntry,
        async_add_entities: AddConfigEntryEntitiesCallback,
    ) -> None:
        async_add_entities(list(fresh) or [type(engine)() for engine in engines])
        fresh.clear()

    mock_integration(
        hass,
        MockModule("mouths", async_setup_entry=set_up, async_unload_entry=unload),
    )
    mock_platform(hass, "mouths.config_flow")
    mock_platform(hass, "mouths.tts", MockPlatform(async_setup_entry=add))
    entry = MockConfigEntry(domain="mouths")
    entry.add_to_hass(hass)
    await async_return(hass, entry)
    return entry


async def async_return(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Load the engines again."""
    with mock_config_flow("mouths", ConfigFlow):
        assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
