"""A small house with rooms, satellites and people, and an assistant to talk to in it."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any, override

from homeassistant.auth.models import User
from homeassistant.components import conversation, tts
from homeassistant.components.assist_pipeline.models import (
    Pipeline,
    PipelineEvent,
    PipelineEventType,
    PipelineStage,
)
from homeassistant.components.assist_pipeline.run import PipelineInput, PipelineRun
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.config_entries import (
    ConfigEntry,
    ConfigEntryState,
    ConfigFlow,
    ConfigSubentryData,
)
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant, ServiceCall, State, callback
from homeassistant.helpers import (
    area_registry as ar,
    chat_session,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    mock_component,
    mock_config_flow,
    mock_integration,
    mock_platform,
    setup_test_component_platform,
)

from custom_components.kaizen.assistant.metrics import TurnMetrics
from custom_components.kaizen.assistant.runtime import AssistantRuntime

from . import rig

from tests.simulators.ollama import JournalEntry, OllamaSimulator

ROOMS = ("Kitchen", "Bedroom")
FURNITURE = ("conversation", "intent", "light", "cover", "media_player")
"""Integrations that bring tools."""
LIGHT = "input_boolean.kitchen_light"
FAN = "input_boolean.bedroom_fan"


class Loudspeaker(tts.TextToSpeechEntity):
    """An engine whose audio is the text it was given, so that silence can be told from speech."""

    _attr_name = "Loudspeaker"
    _attr_unique_id = "loudspeaker"
    _attr_supported_languages = ["en", "de"]
    _attr_default_language = "en"

    def __init__(self) -> None:
        """Have nothing to say."""
        self.streams = 0
        """Messages begun."""
        self.ended = 0
        """Messages whose text came to its end."""

    @override
    async def async_stream_tts_audio(
        self, request: tts.TTSAudioRequest
    ) -> tts.TTSAudioResponse:
        """Speak as the words come."""

        async def audio() -> AsyncGenerator[bytes]:
            self.streams += 1
            async for words in request.message_gen:
                yield words.encode()
            self.ended += 1

        return tts.TTSAudioResponse("mp3", audio())


@dataclass(slots=True)
class Heard:
    """What a person heard of one pipeline run, and what the pipeline reported."""

    audio: str
    events: list[PipelineEvent]

    def data(self, kind: PipelineEventType) -> list[dict[str, Any]]:
        """Return the data of all events of a kind."""
        return [event.data or {} for event in self.events if event.type is kind]

    @property
    def errors(self) -> list[dict[str, Any]]:
        """Return what the pipeline reported as broken."""
        return self.data(PipelineEventType.ERROR)


@dataclass(slots=True)
class House:
    """An assistant entry in a furnished house."""

    hass: HomeAssistant
    server: OllamaSimulator
    entry: MockConfigEntry
    loudspeaker: Loudspeaker
    title: str = "Kaizen Voice"
    calls: list[ServiceCall] = field(default_factory=list)
    """Actions that switched something."""

    @property
    def agent_id(self) -> str:
        """Return the entity id of the agent."""
        return rig.entity_of(self.hass, self.entry, self.title)

    @property
    def runtime(self) -> AssistantRuntime:
        """Return what the entry holds."""
        assert self.entry.state is ConfigEntryState.LOADED
        runtime: AssistantRuntime = self.entry.runtime_data
        return runtime

    @property
    def metrics(self) -> TurnMetrics:
        """Return the measurements of the agent's latest turn."""
        (subentry_id,) = [
            s.subentry_id
            for s in self.entry.subentries.values()
            if s.title == self.title
        ]
        last = self.runtime.meters[subentry_id].last
        assert last is not None
        return last

    @property
    def switched(self) -> list[tuple[str, str]]:
        """Return the actions that were carried out, each with its entity."""
        return [
            (call.service, entity_id)
            for call in self.calls
            for entity_id in call.data["entity_id"]
        ]

    async def say(
        self,
        text: str,
        conversation_id: str | None = None,
        *,
        device_id: str | None = None,
        user: User | None = None,
        language: str = "en",
        **more: Any,
    ) -> conversation.ConversationResult:
        """Say something to the agent, as a client without a loudspeaker does."""
        return await conversation.async_converse(
            self.hass,
            text,
            conversation_id,
            Context(user_id=user.id if user else None),
            language=language,
            agent_id=self.agent_id,
            device_id=device_id,
            **more,
        )

    async def hear(
        self,
        text: str,
        *,
        language: str = "en",
        conversation_id: str | None = None,
        device_id: str | None = None,
    ) -> Heard:
        """Say something through an Assist pipeline and listen until the sound ends."""
        events: list[PipelineEvent] = []
        context = Context()
        with chat_session.async_get_chat_session(
            self.hass, conversation_id, context=context
        ) as session:
            run = PipelineInput(
                session=session,
                device_id=device_id,
                intent_input=text,
                run=PipelineRun(
                    self.hass,
                    context=context,
                    pipeline=Pipeline(
                        conversation_engine=self.agent_id,
                        conversation_language=language,
                        language=language,
                        name="Test",
                        stt_engine=None,
                        stt_language=None,
                        tts_engine=self.loudspeaker.entity_id,
                        tts_language=language,
                        tts_voice=None,
                        wake_word_entity=None,
                        wake_word_id=None,
                    ),
                    start_stage=PipelineStage.INTENT,
                    end_stage=PipelineStage.TTS,
                    event_callback=events.append,
                ),
            )
            listening = asyncio.create_task(self._listen(events))
            await run.execute(validate=True)
        async with asyncio.timeout(10):
            return Heard((await listening).decode(), events)

    async def _listen(self, events: list[PipelineEvent]) -> bytes:
        """Fetch the audio, as a satellite does as soon as it knows where it will be."""
        while not events:
            await asyncio.sleep(0)
        output = (events[0].data or {})["tts_output"]
        stream = tts.async_get_stream(self.hass, output["token"])
        assert stream is not None
        return b"".join([chunk async for chunk in stream.async_stream_result()])

    def satellite(self, room: str) -> str:
        """Return the device id of a room's satellite."""
        (device,) = [
            device
            for device in dr.async_get(self.hass).devices
            if device.name == f"{room} satellite"
        ]
        return device.id

    def state(self, entity_id: str) -> str:
        """Return the state of an entity."""
        state = self.hass.states.get(entity_id)
        assert isinstance(state, State)
        return state.state

    @property
    def turns(self) -> list[JournalEntry]:
        """Return the requests a model was asked in, prefills left out."""
        return [
            chat
            for chat in self.server.journal.chats
            if chat.body.get("options", {}).get("num_predict") != 1
        ]

    async def async_reload(self) -> None:
        """Set the entry up anew."""
        await self.hass.config_entries.async_reload(self.entry.entry_id)
        await self.async_settle()

    async def async_settle(self) -> None:
        """Wait until nothing is going on, prefills included."""
        await self.hass.async_block_till_done(wait_background_tasks=True)


async def async_furnish(hass: HomeAssistant) -> Loudspeaker:
    """Give the house rooms, satellites, things to switch and a loudspeaker."""
    hass.config.location_name = "Elm Street"
    assert await async_setup_component(hass, "homeassistant", {})
    for domain in FURNITURE:
        assert await async_setup_component(hass, domain, {})
    switches = {
        "kitchen_light": {"name": "Kitchen light"},
        "bedroom_fan": {"name": "Bedroom fan"},
    }
    assert await async_setup_component(
        hass, "input_boolean", {"input_boolean": switches}
    )
    for entity_id, room in ((LIGHT, "Kitchen"), (FAN, "Bedroom")):
        async_expose_entity(hass, "conversation", entity_id, True)
        area = ar.async_get(hass).async_get_or_create(room)
        er.async_get(hass).async_update_entity(entity_id, area_id=area.id)
    _install_satellites(hass)
    return await _async_install_loudspeaker(hass)


def _install_satellites(hass: HomeAssistant) -> None:
    maker = MockConfigEntry(domain="satellites", title="Satellites")
    maker.add_to_hass(hass)
    devices = dr.async_get(hass)
    for room in ROOMS:
        device = devices.async_get_or_create(
            config_entry_id=maker.entry_id,
            identifiers={("satellites", room)},
            name=f"{room} satellite",
        )
        area = ar.async_get(hass).async_get_or_create(room)
        devices.async_update_device(device.id, area_id=area.id)


async def _async_install_loudspeaker(hass: HomeAssistant) -> Loudspeaker:
    loudspeaker = Loudspeaker()

    async def set_up(hass: HomeAssistant, entry: ConfigEntry) -> None:
        await hass.config_entries.async_forward_entry_setups(entry, [Platform.TTS])

    mock_integration(hass, MockModule("test", async_setup_entry=set_up))
    mock_platform(hass, "test.config_flow")
    setup_test_component_platform(hass, "tts", [loudspeaker], from_config_entry=True)
    mock_component(hass, "ffmpeg")  # nothing is converted
    assert await async_setup_component(hass, "assist_pipeline", {})
    entry = MockConfigEntry(domain="test")
    entry.add_to_hass(hass)
    with mock_config_flow("test", ConfigFlow):
        assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    hass.data["tts_manager"].use_file_cache = False
    return loudspeaker


async def async_move_in(
    hass: HomeAssistant,
    server: OllamaSimulator,
    *subentries: ConfigSubentryData,
    **data: str,
) -> House:
    """Furnish the house and set the assistant up in it."""
    loudspeaker = await async_furnish(hass)
    entry = await rig.async_set_up(
        hass,
        server.url,
        *(subentries or (rig.agent(llm_hass_api=["assist"]),)),
        **data,
    )
    house = House(hass, server, entry, loudspeaker)
    _watch(house)
    await house.async_settle()
    return house


def _watch(house: House) -> None:
    @callback
    def called(event: Any) -> None:
        data = event.data
        if data["domain"] == "input_boolean":
            service_data = data["service_data"]
            house.calls.append(
                ServiceCall(
                    house.hass, data["domain"], data["service"], dict(service_data)
                )
            )

    house.hass.bus.async_listen("call_service", called)
