"""A satellite with an ear: what is said to it is text already."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from typing import Any, override

from homeassistant.components import assist_satellite, stt, tts
from homeassistant.components.assist_pipeline.models import PipelineEvent
from homeassistant.components.assist_pipeline.pipeline import (
    async_create_default_pipeline,
    async_update_pipeline,
)
from homeassistant.components.assist_pipeline.runtime import KEY_ASSIST_PIPELINE
from homeassistant.config_entries import ConfigEntry, ConfigFlow
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    mock_config_flow,
    mock_integration,
    mock_platform,
)

from .conversation import Talk
from .rig import VOICE

SATELLITE = "assist_satellite.kitchen"
_FRAME = 320
"""Bytes of sound Home Assistant takes at a time."""


class Ear(stt.SpeechToTextEntity):
    """Hears what its audio spells."""

    _attr_name = "Ear"
    _attr_unique_id = "ear"
    audio_processing = stt.SpeechAudioProcessing(
        requires_external_vad=False,
        prefers_auto_gain_enabled=False,
        prefers_noise_reduction_enabled=False,
    )
    supported_languages = ["en"]
    supported_formats = [stt.AudioFormats.WAV]
    supported_codecs = [stt.AudioCodecs.PCM]
    supported_bit_rates = [stt.AudioBitRates.BITRATE_16]
    supported_sample_rates = [stt.AudioSampleRates.SAMPLERATE_16000]
    supported_channels = [stt.AudioChannels.CHANNEL_MONO]

    @override
    async def async_process_audio_stream(
        self, metadata: stt.SpeechMetadata, stream: AsyncIterable[bytes]
    ) -> stt.SpeechResult:
        """Return the words."""
        audio = b"".join([data async for data in stream])
        return stt.SpeechResult(
            audio.rstrip(b"\0").decode(), stt.SpeechResultState.SUCCESS
        )


class Satellite(assist_satellite.AssistSatelliteEntity):
    """Plays what it is sent, for as long as a test wants."""

    _attr_name = "Kitchen"
    _attr_unique_id = "kitchen"
    _attr_device_info = dr.DeviceInfo(
        identifiers={("mouths", "kitchen")}, name="Kitchen"
    )
    _attr_tts_options = {tts.ATTR_PREFERRED_FORMAT: "wav"}

    def __init__(self) -> None:
        """Have heard nothing."""
        self.sound = bytearray()
        self._playing: asyncio.Task[None] | None = None

    @override
    def async_get_configuration(self) -> assist_satellite.AssistSatelliteConfiguration:
        raise NotImplementedError

    @override
    async def async_set_configuration(
        self, config: assist_satellite.AssistSatelliteConfiguration
    ) -> None:
        raise NotImplementedError

    @override
    def on_pipeline_event(self, event: PipelineEvent) -> None:
        """Play as soon as there is something to play."""
        if event.type == "run-start":
            token = (event.data or {})["tts_output"]["token"]
            if self._playing:
                self._playing.cancel()
            self._playing = self.hass.async_create_background_task(
                self._play(token), "satellite plays"
            )

    async def _play(self, token: str) -> None:
        stream = tts.async_get_stream(self.hass, token)
        assert stream is not None
        async for data in stream.async_stream_result():
            self.sound += data

    async def hear(self, words: str) -> None:
        """Somebody says something after the wake word."""

        async def audio() -> AsyncGenerator[bytes]:
            yield words.encode().ljust(_FRAME, b"\0")

        await self.async_accept_pipeline_from_satellite(audio())

    @property
    def words(self) -> str:
        """Return what was played."""
        return self.sound.decode("latin-1")


async def async_place(talk: Talk) -> Satellite:
    """Put a satellite into the kitchen."""
    hass = talk.hass
    satellite, ear = Satellite(), Ear()
    platforms = [Platform.ASSIST_SATELLITE, Platform.STT]

    async def set_up(hass: HomeAssistant, entry: ConfigEntry) -> None:
        await hass.config_entries.async_forward_entry_setups(entry, platforms)

    def adding(entity: Any) -> MockPlatform:
        async def add(
            hass: HomeAssistant,
            entry: ConfigEntry,
            async_add_entities: AddConfigEntryEntitiesCallback,
        ) -> None:
            async_add_entities([entity])

        return MockPlatform(async_setup_entry=add)

    mock_integration(hass, MockModule("kitchen", async_setup_entry=set_up))
    mock_platform(hass, "kitchen.config_flow")
    mock_platform(hass, "kitchen.assist_satellite", adding(satellite))
    mock_platform(hass, "kitchen.stt", adding(ear))
    entry = MockConfigEntry(domain="kitchen")
    entry.add_to_hass(hass)
    with mock_config_flow("kitchen", ConfigFlow):
        assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    pipeline = await async_create_default_pipeline(hass, "stt.ear", VOICE, "Kitchen")
    assert pipeline is not None
    await async_update_pipeline(
        hass, pipeline, conversation_engine=talk.house.agent_id, tts_voice=None
    )
    hass.data[KEY_ASSIST_PIPELINE].pipeline_store.async_set_preferred_item(pipeline.id)
    return satellite
