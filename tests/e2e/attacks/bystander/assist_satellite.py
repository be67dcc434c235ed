"""Satellites in two rooms, whose microphones are a websocket command."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, Final, Self, override

from homeassistant.components.assist_pipeline import PipelineEvent, PipelineEventType
from homeassistant.components.assist_pipeline.pipeline import PipelineStage
from homeassistant.components.assist_satellite import (
    AssistSatelliteAnnouncement,
    AssistSatelliteConfiguration,
    AssistSatelliteEntity,
    AssistSatelliteEntityFeature,
)
from homeassistant.components.assist_satellite.const import DATA_COMPONENT
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

CHUNK: Final = 320
"""Bytes of 10 ms: what is shorter is not heard."""
ROOMS: Final = ("Lounge Ear", "Kitchen Ear")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the satellites."""
    async_add_entities([Ear(name) for name in ROOMS])


class Ear(AssistSatelliteEntity):
    """Hears what a test says, and keeps speaking until it hears something."""

    _attr_supported_features = AssistSatelliteEntityFeature.ANNOUNCE

    def __init__(self, name: str) -> None:
        """Stand in a room."""
        self._attr_name = name
        self._attr_unique_id = name
        self._answer: dict[str, Any] = {}
        self._hushed = asyncio.Event()

    @classmethod
    def of(cls, hass: HomeAssistant, entity_id: str) -> Self:
        """Return a satellite."""
        found = hass.data[DATA_COMPONENT].get_entity(entity_id)
        assert isinstance(found, cls)
        return found

    async def async_hear(self, text: str) -> dict[str, Any]:
        """Hear words and return how the pipeline answered."""
        self._answer = {}
        await self.async_accept_pipeline_from_satellite(
            _audio(text), end_stage=PipelineStage.INTENT
        )
        self._hushed.set()
        return self._answer

    @override
    def on_pipeline_event(self, event: PipelineEvent) -> None:
        """Keep the answer."""
        match event.type, event.data:
            case PipelineEventType.INTENT_END, {"intent_output": dict(output)}:
                self._answer = output
            case PipelineEventType.ERROR, dict(error):
                self._answer = {"error": error}

    @override
    async def async_announce(self, announcement: AssistSatelliteAnnouncement) -> None:
        """Speak until something is heard."""
        self._hushed.clear()
        await self._hushed.wait()

    @override
    def async_get_configuration(self) -> AssistSatelliteConfiguration:
        return AssistSatelliteConfiguration(
            available_wake_words=[], active_wake_words=[], max_active_wake_words=1
        )

    @override
    async def async_set_configuration(
        self, config: AssistSatelliteConfiguration
    ) -> None:
        """Keep the one there is."""


async def _audio(text: str) -> AsyncGenerator[bytes]:
    words = text.encode()
    yield words + b"\0" * (-len(words) % CHUNK)
