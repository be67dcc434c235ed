"""A furnished house with a memory, two people who live in it, a guest, and a satellite in the kitchen."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_READ_ONLY, GROUP_ID_USER
from homeassistant.auth.models import User
from homeassistant.components import conversation
from homeassistant.components.conversation.chat_log import async_get_chat_log
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import area_registry as ar, entity_registry as er
from homeassistant.helpers.chat_session import async_get_chat_session
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.kaizen import memory
from custom_components.kaizen.assistant.turn import async_speak
from custom_components.kaizen.const import CONF_KIND, DOMAIN, EntryKind
from custom_components.kaizen.memory.model import Memory
from custom_components.kaizen.memory.runtime import MemoryRuntime
from custom_components.kaizen.memory.store import Filter, State

from tests.assistant.household import House, async_move_in
from tests.simulators.ollama import OllamaSimulator

KITCHEN: Final = "assist_satellite.kitchen"


@dataclass(slots=True, kw_only=True)
class Home:
    """A house whose assistant remembers."""

    house: House
    entry: MockConfigEntry
    anna: User
    """The owner."""
    ben: User
    guest: User

    @property
    def hass(self) -> HomeAssistant:
        """Return Home Assistant."""
        return self.house.hass

    @property
    def memory(self) -> MemoryRuntime:
        """Return the memory."""
        runtime: MemoryRuntime = self.entry.runtime_data
        return runtime

    @property
    def file(self) -> Path:
        """Return where the record of truth lies."""
        return Path(self.hass.config.path("kaizen", "memory.db"))

    async def say(
        self,
        text: str,
        talk: str = "talk",
        *,
        by: User | None = None,
        language: str = "en",
        heard_by: str | None = None,
    ) -> str:
        """Say something to the agent, and return what it answers; a satellite knows nobody's name."""
        context = Context(user_id=by.id if by else None)
        if heard_by:
            self.hass.states.async_set(heard_by, "processing", context=context)
        said = conversation.ConversationInput(
            text=text,
            context=context,
            conversation_id=talk,
            device_id=None,
            satellite_id=heard_by,
            language=language,
            agent_id=self.house.agent_id,
        )
        with (
            async_get_chat_session(self.hass, talk, context=context) as session,
            async_get_chat_log(self.hass, session, said) as log,
        ):
            if answer := await memory.async_answer(self.hass, said, log):
                await async_speak(log, said.agent_id, answer.text)
                return answer.text
            result = await conversation.async_converse(
                self.hass,
                text,
                session.conversation_id,
                context,
                language=language,
                agent_id=said.agent_id,
                satellite_id=heard_by,
            )
        if heard_by:
            self.hass.states.async_set(heard_by, "idle")
        await self.settle()
        speech: str = result.response.speech["plain"]["speech"]
        return speech

    async def settle(self) -> None:
        """Wait until what was written can be found by its meaning."""
        await self.hass.async_block_till_done()
        if self.entry.state is not ConfigEntryState.LOADED:
            return
        await self.memory.library.upkeep.settled()

    async def known(self, state: State = State.LIVE) -> list[Memory]:
        """Return all memories of a state, oldest first."""
        found = await self.memory.store.read(
            lambda r: r.browse(Filter(state=state), limit=500)
        )
        return found[::-1]

    async def texts(self, state: State = State.LIVE) -> list[str]:
        """Return the words of all memories of a state, oldest first."""
        return [memory.text for memory in await self.known(state)]

    def state(self, entity_id: str) -> str:
        """Return the state of an entity."""
        return self.house.state(entity_id)

    def asked(self) -> str:
        """Return the user message that the model was sent last, as it went over the wire."""
        message: dict[str, Any] = self.house.turns[-1].body["messages"][-1]
        assert message["role"] == "user"
        return str(message["content"])


async def async_remembering(
    hass: HomeAssistant, server: OllamaSimulator, **options: Any
) -> Home:
    """Move in, and let the house remember."""
    house = await async_move_in(hass, server)
    anna, ben, guest = (
        MockUser(name=name, is_owner=name == "Anna").add_to_hass(hass)
        for name in ("Anna", "Ben", "Guest")
    )
    for user, group in (
        (anna, GROUP_ID_ADMIN),
        (ben, GROUP_ID_USER),
        (guest, GROUP_ID_READ_ONLY),
    ):
        await hass.auth.async_update_user(user, group_ids=[group])
    registry = er.async_get(hass)
    satellite = registry.async_get_or_create(
        "assist_satellite", "satellites", "kitchen", suggested_object_id="kitchen"
    )
    area = ar.async_get(hass).async_get_or_create("Kitchen")
    registry.async_update_entity(satellite.entity_id, area_id=area.id)
    hass.states.async_set(KITCHEN, "idle")
    entry = await async_remember(hass, **options)
    return Home(house=house, entry=entry, anna=anna, ben=ben, guest=guest)


async def async_remember(hass: HomeAssistant, **options: Any) -> MockConfigEntry:
    """Set up the memory's entry."""
    assert await async_setup_component(hass, "homeassistant", {})
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Kaizen Memory",
        unique_id="kaizen_memory",
        data={CONF_KIND: EntryKind.MEMORY},
        options=options,
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry
