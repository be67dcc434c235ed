"""What tests do in a guarded house: ask by every means, prove, and look what the hub was told."""

import asyncio
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from homeassistant.auth.models import User
from homeassistant.components import conversation
from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import entity_registry as er

from custom_components.kaizen.guard.audit import async_get_audit
from custom_components.kaizen.guard.audit.query import AuditFilter
from custom_components.kaizen.guard.entry import CONF_REGISTRY_ID, SUBENTRY_RULE
from custom_components.kaizen.guard.policy import (
    CONF_ENTITY_ID,
    CONF_FACTORS,
    CONF_PRESET,
    CONF_SATELLITES,
    Preset,
)
from custom_components.kaizen.guard.runtime import GUARD, Guard

from tests.assistant.household import House
from tests.hubitat.entities.rig import HubHouse

DOOR = "Front Door"
GARAGE = "Garage Door"
PIN = "482915"
DURESS = "731604"
UNLOCK = ("intent__HassTurnOff", {"name": DOOR})
SATELLITE = "assist_satellite.kitchen"


@dataclass(slots=True, kw_only=True)
class GuardedHouse:
    """A house, its hub, its agent and its guard."""

    hass: HomeAssistant
    people: House
    things: HubHouse
    entry: ConfigEntry

    @property
    def guard(self) -> Guard:
        """Return the guard."""
        return self.hass.data[GUARD]

    @property
    def door(self) -> str:
        """Return the lock of the front door."""
        return self.things.entity_id("lock", DOOR, "lock")

    @property
    def garage(self) -> str:
        """Return the door of the garage."""
        return self.things.entity_id("cover", GARAGE, "door")

    @property
    def panel(self) -> str:
        """Return the alarm."""
        return self.things.entity_id("alarm_control_panel", None, "hsm")

    @property
    def told(self) -> list[str]:
        """Return the commands that reached the hub."""
        return [command.name for command in self.things.hub.journal.commands]

    def allow(
        self,
        entity_id: str,
        *factors: str,
        preset: Preset = Preset.BALANCED,
        satellites: Iterable[str] = (SATELLITE,),
        **more: Any,
    ) -> None:
        """Let the owner allow words to unsecure something."""
        registered = er.async_get(self.hass).async_get(entity_id)
        assert registered is not None
        entries = self.hass.config_entries
        entries.async_update_entry(
            self.entry, options={**self.entry.options, CONF_PRESET: preset}
        )
        data = {
            CONF_ENTITY_ID: entity_id,
            CONF_REGISTRY_ID: registered.id,
            CONF_FACTORS: list(factors),
            CONF_SATELLITES: list(satellites),
            **more,
        }
        entries.async_add_subentry(
            self.entry,
            ConfigSubentry(
                data=MappingProxyType(data),
                subentry_type=SUBENTRY_RULE,
                title=entity_id,
                unique_id=entity_id,
            ),
        )

    async def say(
        self, text: str, user: User | None = None, conversation_id: str | None = None
    ) -> conversation.ConversationResult:
        """Say something to the agent, as a person who is signed in or as nobody."""
        return await self._living(self.people.say(text, conversation_id, user=user))

    async def _living[T](self, happening: Coroutine[Any, Any, T]) -> T:
        """Wait for something while the devices of the house do what they were told."""
        task = self.hass.async_create_task(happening)
        while not task.done():
            await asyncio.wait({task}, timeout=0.05)
            await self.things.hub.settle()
        return await task

    async def say_in_the_kitchen(self, text: str) -> conversation.ConversationResult:
        """Say something to a satellite, whose turn shows in its state."""
        context = Context()
        for state in ("listening", "processing"):
            self.hass.states.async_set(SATELLITE, state, context=context)
        result = await self._living(
            conversation.async_converse(
                self.hass,
                text,
                None,
                context,
                language="en",
                agent_id=self.people.agent_id,
                satellite_id=SATELLITE,
            )
        )
        self.hass.states.async_set(SATELLITE, "idle", context=context)
        await self.people.async_settle()
        return result

    async def audit(self) -> list[dict[str, Any]]:
        """Return what was recorded, oldest first."""
        page = await async_get_audit(self.hass).async_list(AuditFilter(), limit=200)
        return [dict(record) for record in reversed(page.records)]


def speech(result: conversation.ConversationResult) -> str:
    """Return what was said."""
    said: str = result.response.speech["plain"]["speech"]
    return said
