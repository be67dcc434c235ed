"""A voice: an engine that is given words instead of writing."""

from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any, Final, override

from homeassistant.components import tts
from homeassistant.components.conversation import ChatLog
from homeassistant.components.conversation.chat_log import current_chat_log
from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.event import async_track_state_change_event

from ..assistant.answers import CURRENT_ANSWER
from ..const import DOMAIN, LOGGER
from ..sentences import async_sentence
from .engine import engine_id, find_engine
from .names import HouseWords
from .recital import EngineStoppedError, Recital, Writer
from .runtime import VoiceRuntime
from .settings import SUBENTRY_VOICE, VoiceSettings
from .words import clean, cleaner

_MARK: Final = "kaizen_words"
"""An option no engine sees: sets what was said differently apart in Home Assistant's cache."""


class KaizenVoice(tts.TextToSpeechEntity):
    """Speaks through another engine, in words; what it can do is what that engine can do."""

    def __init__(
        self, hass: HomeAssistant, runtime: VoiceRuntime, subentry: ConfigSubentry
    ) -> None:
        """Speak with the engine of a subentry."""
        self._runtime = runtime
        self._settings = VoiceSettings.of(subentry.data)
        self._words = HouseWords(hass, self._settings.words)
        self._languages: list[str] = []
        self._language = hass.config.language
        self._gone = False
        # Home Assistant synthesizes nothing for an engine without a name of its own.
        self._attr_name = subentry.title
        self._attr_unique_id = subentry.subentry_id
        self._attr_device_info = dr.DeviceInfo(
            identifiers={(DOMAIN, subentry.subentry_id)},
            name=subentry.title,
            manufacturer="Kaizen",
            entry_type=dr.DeviceEntryType.SERVICE,
        )

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the house's names and the engine."""
        await super().async_added_to_hass()
        self.async_on_remove(self._words.async_start())
        if engine := engine_id(self.hass, self._settings.engine):
            self.async_on_remove(
                async_track_state_change_event(
                    self.hass, engine, self._async_engine_changed
                )
            )

    @callback
    def _async_engine_changed(self, event: Event[EventStateChangedData]) -> None:
        gone = self._engine is None
        if gone is not self._gone:
            self._gone = gone
            self.async_write_ha_state()

    @property
    def _engine(self) -> tts.TextToSpeechEntity | None:
        engine = find_engine(self.hass, self._settings.engine)
        if engine is None:
            return None
        state = self.hass.states.get(engine.entity_id)
        return None if state and state.state == STATE_UNAVAILABLE else engine

    @property
    @override
    def available(self) -> bool:
        """Return whether the engine is there."""
        return self._engine is not None

    @property
    @override
    def supported_languages(self) -> list[str]:
        """Return the engine's languages; while it is gone those it had, so that its absence is told."""
        if engine := self._engine:
            self._languages = engine.supported_languages
        return self._languages or [self._language]

    @property
    @override
    def default_language(self) -> str:
        """Return the engine's language."""
        if engine := self._engine:
            self._language = engine.default_language
        return self._language

    @property
    @override
    def supported_options(self) -> list[str] | None:
        """Return the engine's options."""
        engine = self._engine
        return engine.supported_options if engine else [tts.ATTR_VOICE]

    @property
    @override
    def default_options(self) -> Mapping[str, Any]:
        """Return the engine's defaults, and a mark of how things are said now."""
        engine = self._engine
        defaults = (engine.default_options if engine else None) or {}
        return {**defaults, _MARK: f"{self._settings.engine} {self._words.digest}"}

    @callback
    @override
    def async_get_supported_voices(self, language: str) -> list[tts.Voice] | None:
        """Return the engine's voices."""
        engine = self._engine
        return engine.async_get_supported_voices(language) if engine else None

    @override
    def async_supports_streaming_input(self) -> bool:
        """Return whether the engine can begin before the text has ended."""
        engine = self._engine
        return engine is not None and engine.async_supports_streaming_input()

    @override
    async def async_get_tts_audio(
        self, message: str, language: str, options: dict[str, Any]
    ) -> tts.TtsAudioType:
        """Speak a whole text with an engine that cannot stream."""
        engine = self._require_engine()
        text = clean(message, language, self._words.lexicon)
        try:
            return await engine.async_internal_get_tts_audio(
                text, language, _without_mark(options)
            )
        except Exception as err:
            raise self._failed(engine, err) from err

    @override
    async def async_stream_tts_audio(
        self, request: tts.TTSAudioRequest
    ) -> tts.TTSAudioResponse:
        """Speak a text while it is written; announcements come as one that is complete."""
        engine = self._require_engine()
        answer = CURRENT_ANSWER.get()
        recital = Recital(
            request.message_gen,
            cleaner(request.language, self._words.lexicon),
            writer=_watch(current_chat_log.get()),
            filler=""
            if answer
            else await async_sentence(self.hass, request.language, "ack_wait_1"),
        )
        if answer:
            answer.playbacks.append(recital)
            if answer.cut:
                recital.stop()
        try:
            response = await engine.internal_async_stream_tts_audio(
                tts.TTSAudioRequest(
                    request.language, _without_mark(request.options), recital.units
                )
            )
        except BaseException as err:
            await recital.aclose()
            if not isinstance(err, Exception):
                raise
            raise self._failed(engine, err) from err
        satellite_id = answer.satellite_id if answer else None
        return tts.TTSAudioResponse(
            response.extension,
            self._audio(engine, recital, response, satellite_id),
        )

    async def _audio(
        self,
        engine: tts.TextToSpeechEntity,
        recital: Recital,
        response: tts.TTSAudioResponse,
        satellite_id: str | None,
    ) -> AsyncGenerator[bytes]:
        audio = recital.audio(response.extension, response.data_gen)
        with self._runtime.playing(recital, satellite_id) as sounding:
            try:
                async for data in audio:
                    sounding()
                    yield data
            except Exception as err:
                raise self._failed(engine, err) from err
            finally:
                await audio.aclose()

    def _require_engine(self) -> tts.TextToSpeechEntity:
        if (engine := self._engine) is None:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="voice_engine_gone",
                translation_placeholders={
                    "engine": engine_id(self.hass, self._settings.engine) or "?",
                },
            )
        return engine

    def _failed(
        self, engine: tts.TextToSpeechEntity, err: Exception
    ) -> HomeAssistantError:
        LOGGER.debug("%s failed to speak: %r", engine.entity_id, err)
        stopped = isinstance(err, EngineStoppedError)
        return HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="voice_engine_stopped"
            if stopped
            else "voice_engine_failed",
            translation_placeholders={
                "engine": engine.entity_id,
                "error": str(err) or type(err).__name__,
            },
        )


def _without_mark(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name != _MARK}


def _watch(chat_log: ChatLog | None) -> Callable[[], Writer]:
    """Return what tells whether the turn a text belongs to is still at work."""
    if chat_log is None or not chat_log.turn_active:
        return lambda: Writer.UNKNOWN
    began = chat_log.turn_start

    def look() -> Writer:
        same = chat_log.turn_active and chat_log.turn_start == began
        return Writer.AT_WORK if same else Writer.GONE

    return look


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ConfigEntry[VoiceRuntime],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the voices."""
    for subentry in entry.get_subentries_of_type(SUBENTRY_VOICE):
        async_add_entities(
            [KaizenVoice(hass, entry.runtime_data, subentry)],
            config_subentry_id=subentry.subentry_id,
        )
