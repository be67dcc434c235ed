"""A small house with a door that writes down who wished it open."""

from collections.abc import AsyncIterable, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, override

from freezegun.api import FrozenDateTimeFactory
from homeassistant.auth.models import User
from homeassistant.components import assist_pipeline, conversation, stt
from homeassistant.components.assist_satellite import (
    AssistSatelliteConfiguration,
    AssistSatelliteEntity,
)
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.components.lock import LockEntity
from homeassistant.config_entries import ConfigEntry, ConfigFlow
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import area_registry as ar, entity_registry as er, llm
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import probatio
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    async_fire_time_changed,
    mock_component,
    mock_config_flow,
    mock_integration,
    mock_platform,
    setup_test_component_platform,
)

from custom_components.kaizen.guard import surroundings
from custom_components.kaizen.guard.model import Caller
from custom_components.kaizen.guard.policy import Policy
from custom_components.kaizen.guard.provenance import (
    ContextLedger,
    async_caller,
    async_setup,
)

DOOR = "lock.front_door"
HELPER = "input_boolean.welcome"
BUTTON = "input_boolean.button"
KITCHEN = "assist_satellite.kitchen"
MODEL = "conversation.model"
LOCAL = conversation.HOME_ASSISTANT_AGENT
PLATFORMS = (
    Platform.ASSIST_SATELLITE,
    Platform.CONVERSATION,
    Platform.LOCK,
    Platform.STT,
)
PRESSED = {"trigger": "state", "entity_id": BUTTON, "to": "on"}
HELPED = {"trigger": "state", "entity_id": HELPER, "to": "on"}
LET_ME_IN = {"trigger": "conversation", "command": "let me in"}
UNLOCK = {"action": "lock.unlock", "target": {"entity_id": DOOR}}


class Door(LockEntity):
    """A lock that writes down who turned it."""

    _attr_name = "Front door"
    _attr_unique_id = "front_door"
    _attr_is_locked = True

    def __init__(self) -> None:
        """Have been turned by nobody."""
        self.callers: list[Caller] = []

    @override
    async def async_unlock(self, **kwargs: Any) -> None:
        """Ask who it is."""
        self.callers.append(await async_caller(self.hass, self._context, Policy()))
        self._attr_is_locked = False
        self.async_write_ha_state()


class Ears(stt.SpeechToTextEntity):
    """Understands audio that is the text itself."""

    _attr_name = "Ears"
    _attr_unique_id = "ears"
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
        """Return the words in the stream."""
        words = b"".join([chunk async for chunk in stream]).strip(b"\0").decode()
        return stt.SpeechResult(words, stt.SpeechResultState.SUCCESS)


class Satellite(AssistSatelliteEntity):
    """A microphone in a room."""

    def __init__(self, room: str) -> None:
        """Stand in a room."""
        self._attr_name = room
        self._attr_unique_id = room.lower()

    @override
    def async_get_configuration(self) -> AssistSatelliteConfiguration:
        """Return nothing of interest."""
        return AssistSatelliteConfiguration([], [], 1)

    @override
    async def async_set_configuration(
        self, config: AssistSatelliteConfiguration
    ) -> None:
        """Change nothing."""

    @override
    def on_pipeline_event(self, event: assist_pipeline.PipelineEvent) -> None:
        """Do nothing about it."""


type Act = Callable[[HomeAssistant, llm.LLMContext], Awaitable[dict[str, Any]]]


class Deed(llm.Tool):
    """A tool that does what a test wants."""

    integration = "kaizen"
    parameters = probatio.Schema({})

    def __init__(self, name: str, act: Act, **annotations: bool) -> None:
        """Do this when called."""
        self.name = name
        self.annotations = llm.ToolAnnotations(**annotations)
        self._act = act

    @override
    async def async_call(
        self,
        hass: HomeAssistant,
        tool_input: llm.ToolInput,
        llm_context: llm.LLMContext,
    ) -> llm.ToolResult:
        """Do it."""
        return llm.ToolResult(await self._act(hass, llm_context))


class Deeds(llm.API):
    """The tools of a house."""

    tools: tuple[Deed, ...] = ()

    @override
    async def async_get_api_instance(
        self, llm_context: llm.LLMContext
    ) -> llm.APIInstance:
        """Return them."""
        return llm.APIInstance(self, "", llm_context, list(self.tools))


class Model(conversation.ConversationEntity):
    """Somebody else's agent: whatever is said, it calls all its tools, one after another."""

    _attr_name = "Model"
    _attr_unique_id = "model"
    _attr_supported_features = conversation.ConversationEntityFeature.CONTROL
    supported_languages = "*"

    def __init__(self, api: Deeds) -> None:
        """Have these tools."""
        self.api = api

    @override
    async def _async_handle_message(
        self,
        user_input: conversation.ConversationInput,
        chat_log: conversation.ChatLog,
    ) -> conversation.ConversationResult:
        context = user_input.as_llm_context("test")
        await chat_log.async_provide_llm_data(context, self.api, "Hello")
        if chat_log.llm_api:
            chat_log.llm_api.tools = list(self.api.tools)
        for tool in self.api.tools:
            call = llm.ToolInput(tool_name=tool.name, tool_args={})
            async for _ in chat_log.async_add_assistant_content(
                conversation.AssistantContent(self.entity_id, tool_calls=[call])
            ):
                pass
        chat_log.async_add_assistant_content_without_tools(
            conversation.AssistantContent(self.entity_id, "Done.")
        )
        return conversation.async_get_result_from_chat_log(user_input, chat_log)


@dataclass(slots=True)
class Home:
    """The house."""

    hass: HomeAssistant
    ledger: ContextLedger
    door: Door
    satellite: Satellite
    api: Deeds
    contexts: list[Context] = field(default_factory=list)
    """The contexts of what was said as a client does."""

    @property
    def caller(self) -> Caller:
        """Return who turned the lock, which happened once."""
        (caller,) = self.door.callers
        return caller

    def teach(self, *deeds: Deed) -> None:
        """Give the model tools."""
        self.api.tools = deeds

    async def say(
        self,
        words: str,
        agent_id: str = LOCAL,
        *,
        user: User | None = None,
        conversation_id: str | None = None,
        **claims: Any,
    ) -> conversation.ConversationResult:
        """Say something as a client does."""
        context = Context(user_id=user.id if user else None)
        self.contexts.append(context)
        return await conversation.async_converse(
            self.hass, words, conversation_id, context, "en", agent_id, **claims
        )

    async def speak(self, words: str, agent_id: str = LOCAL) -> None:
        """Say something to the satellite in the kitchen."""

        async def audio() -> AsyncIterable[bytes]:
            yield words.encode().ljust(640, b"\0")

        pipeline = assist_pipeline.async_get_pipeline(self.hass)
        await assist_pipeline.async_update_pipeline(
            self.hass,
            pipeline,
            conversation_engine=agent_id,
            conversation_language="en",
            stt_engine="stt.ears",
            stt_language="en",
            prefer_local_intents=True,
        )
        await self.satellite.async_accept_pipeline_from_satellite(
            audio(), end_stage=assist_pipeline.PipelineStage.INTENT
        )

    async def switch(self, entity_id: str, context: Context | None = None) -> None:
        """Switch a helper on."""
        await self.hass.services.async_call(
            "input_boolean", "turn_on", {"entity_id": entity_id}, True, context
        )
        await self.hass.async_block_till_done()

    async def automate(self, *triggers: dict[str, Any], **more: Any) -> None:
        """Add an automation that opens the door."""
        config = {
            "alias": "Open",
            "triggers": list(triggers),
            "actions": [UNLOCK],
        } | more
        assert await async_setup_component(
            self.hass, "automation", {"automation": [config]}
        )
        await self.hass.async_block_till_done()


async def async_build(hass: HomeAssistant) -> Home:
    """Build the house."""
    surroundings.async_setup(hass)
    ledger = async_setup(hass)
    mock_component(hass, "ffmpeg")  # nothing is converted
    for domain in ("homeassistant", "conversation", "intent", "assist_pipeline", "api"):
        assert await async_setup_component(hass, domain, {})
    helpers = {"welcome": {"name": "Welcome lamp"}, "button": {}}
    assert await async_setup_component(
        hass, "input_boolean", {"input_boolean": helpers}
    )
    api = Deeds(hass=hass, id="deeds", name="Deeds")
    llm.async_register_api(hass, api)

    async def set_up(hass: HomeAssistant, entry: ConfigEntry) -> None:
        await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)

    mock_integration(hass, MockModule("test", async_setup_entry=set_up))
    mock_platform(hass, "test.config_flow")
    door, satellite = Door(), Satellite("Kitchen")
    for platform, entity in {
        Platform.LOCK: door,
        Platform.ASSIST_SATELLITE: satellite,
        Platform.CONVERSATION: Model(api),
        Platform.STT: Ears(),
    }.items():
        setup_test_component_platform(hass, platform, [entity], from_config_entry=True)
    entry = MockConfigEntry(domain="test")
    entry.add_to_hass(hass)
    with mock_config_flow("test", ConfigFlow):
        assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    kitchen = ar.async_get(hass).async_get_or_create("Kitchen")
    er.async_get(hass).async_update_entity(KITCHEN, area_id=kitchen.id)
    for entity_id in (DOOR, HELPER):
        async_expose_entity(hass, "conversation", entity_id, True)
    await hass.async_block_till_done()
    return Home(hass, ledger, door, satellite, api)


async def async_unlock(hass: HomeAssistant, context: Context | None) -> None:
    """Open the door."""
    await hass.services.async_call("lock", "unlock", {"entity_id": DOOR}, True, context)


async def async_pass_time(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, seconds: float
) -> None:
    """Let time go by, and happen what was to happen in it."""
    freezer.tick(timedelta(seconds=seconds))
    async_fire_time_changed(hass, dt_util.utcnow())
    await hass.async_block_till_done()
