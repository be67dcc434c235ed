"""A house that is talked to: a model, tools that take their time, a voice and a mouth."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, override

from homeassistant.components import tts
from homeassistant.components.assist_pipeline.models import (
    Pipeline,
    PipelineEvent,
    PipelineEventType,
    PipelineStage,
)
from homeassistant.components.assist_pipeline.run import PipelineInput, PipelineRun
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import chat_session, llm

from .mouth import SILENCE, Mouth, async_install
from .rig import VOICE, Voices, async_give_voice

from tests.assistant import rig
from tests.assistant.household import House, async_move_in
from tests.simulators.ollama import OllamaSimulator


class Search(llm.Tool):
    """A tool that ends when a test says so."""

    description = "Finds something out."
    integration = "test"

    def __init__(self, name: str = "test__ask", *, outside: bool = False) -> None:
        """Look only; `outside` the house or in it."""
        self.name = name
        self.annotations = llm.ToolAnnotations(
            read_only=True, destructive=False, open_world=outside
        )
        self.calls = 0
        self.ended = 0
        self.called = asyncio.Event()
        self.may_end = asyncio.Event()

    @override
    async def async_call(
        self,
        hass: HomeAssistant,
        tool_input: llm.ToolInput,
        llm_context: llm.LLMContext,
    ) -> llm.ToolResult:
        """Wait for the test."""
        self.calls += 1
        self.called.set()
        await self.may_end.wait()
        self.ended += 1
        return llm.ToolResult({"found": "42"})


class SearchAPI(llm.API):
    """Offers tools of a test."""

    def __init__(self, hass: HomeAssistant, tools: list[llm.Tool]) -> None:
        """Offer these."""
        super().__init__(hass=hass, id="test", name="Test")
        self._tools = tools

    @override
    async def async_get_api_instance(
        self, llm_context: llm.LLMContext
    ) -> llm.APIInstance:
        """Return them."""
        return llm.APIInstance(self, "", llm_context, self._tools)


@dataclass(slots=True)
class Run:
    """One run of a pipeline, as it goes on."""

    task: asyncio.Task[None]
    listening: asyncio.Task[bytes] | None
    conversation_id: str
    events: list[PipelineEvent] = field(default_factory=list)
    sound: bytearray = field(default_factory=bytearray)
    """What has been heard so far."""

    def data(self, kind: PipelineEventType) -> list[dict[str, Any]]:
        """Return the data of all events of a kind."""
        return [event.data or {} for event in self.events if event.type is kind]

    @property
    def words(self) -> str:
        """Return what has been heard so far, silence left out."""
        return bytes(self.sound[44:]).replace(SILENCE, b"").decode("latin-1")

    async def hear(self, words: str) -> None:
        """Wait until something has been heard."""
        async with asyncio.timeout(10):
            while words not in self.words:
                await asyncio.sleep(0)

    async def end(self) -> str:
        """Wait for the end of the run and of its sound; return the words."""
        async with asyncio.timeout(20):
            await self.task
            if self.listening:
                await self.listening
        return self.words


@dataclass(slots=True, kw_only=True)
class Talk:
    """A house with a voice."""

    house: House
    voices: Voices
    search: Search
    tts_language: str | None = None
    """What the engine calls the language, if not as the conversation does."""

    @property
    def hass(self) -> HomeAssistant:
        """Return the Home Assistant."""
        return self.house.hass

    def begin(
        self,
        text: str,
        conversation_id: str | None = None,
        *,
        spoken: bool = True,
        engine: str = VOICE,
        satellite_id: str | None = None,
        language: str = "en",
    ) -> Run:
        """Say something to a pipeline."""
        events: list[PipelineEvent] = []
        context = Context()
        session = _session(self.hass, conversation_id, context)
        run = PipelineRun(
            self.hass,
            context=context,
            pipeline=Pipeline(
                conversation_engine=self.house.agent_id,
                conversation_language=language,
                language=language,
                name="Test",
                stt_engine=None,
                stt_language=None,
                tts_engine=engine,
                tts_language=self.tts_language or language,
                tts_voice=None,
                wake_word_entity=None,
                wake_word_id=None,
            ),
            start_stage=PipelineStage.INTENT,
            end_stage=PipelineStage.TTS if spoken else PipelineStage.INTENT,
            event_callback=events.append,
            tts_audio_output="mp3" if not spoken else None,
        )
        if spoken:
            run.tts_audio_output = {
                tts.ATTR_PREFERRED_FORMAT: self.voices.mouth.extension
            }
        wanted = PipelineInput(
            session=session,
            intent_input=text,
            satellite_id=satellite_id,
            run=run,
        )
        task = self.hass.async_create_task(wanted.execute(validate=True))
        begun = Run(task, None, session.conversation_id, events)
        if spoken:
            begun.listening = asyncio.create_task(self._listen(begun))
        return begun

    async def hear(self, text: str, *args: Any, **how: Any) -> Run:
        """Say something and listen to the end."""
        run = self.begin(text, *args, **how)
        await run.end()
        return run

    async def _listen(self, run: Run) -> bytes:
        while not run.events:
            await asyncio.sleep(0)
        output = (run.events[0].data or {})["tts_output"]
        stream = tts.async_get_stream(self.hass, output["token"])
        assert stream is not None
        async for data in stream.async_stream_result():
            run.sound += data
        return bytes(run.sound)


def _session(
    hass: HomeAssistant, conversation_id: str | None, context: Context
) -> chat_session.ChatSession:
    with chat_session.async_get_chat_session(
        hass, conversation_id, context=context
    ) as session:
        return session


async def async_talk(
    hass: HomeAssistant,
    server: OllamaSimulator,
    *,
    search: Search | None = None,
    mouth: Mouth | None = None,
    **settings: Any,
) -> Talk:
    """Set up a house with a voice and a tool."""
    search = search or Search()
    llm.async_register_api(hass, SearchAPI(hass, [search]))
    agent = rig.agent(**{"llm_hass_api": ["assist", "test"], **settings})
    house = await async_move_in(hass, server, agent)
    mouth = mouth or Mouth()
    engine_entry = await async_install(hass, mouth)
    entry = await async_give_voice(hass, mouth.entity_id)
    voices = Voices(hass=hass, entry=entry, engine_entry=engine_entry, mouth=mouth)
    return Talk(house=house, voices=voices, search=search)


@asynccontextmanager
async def nothing_left(hass: HomeAssistant) -> AsyncGenerator[None]:
    """Check that no task is left of what happens inside; the simulator's own do not count."""
    await hass.async_block_till_done(wait_background_tasks=True)
    before = asyncio.all_tasks()
    yield
    for _ in range(500):
        left = [t for t in asyncio.all_tasks() - before if not _serves(t)]
        if not left:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"left running: {left}")


def _serves(task: asyncio.Task[Any]) -> bool:
    return "RequestHandler.start" in repr(task.get_coro())
