"""The entities of a hub, platform by platform; each platform's file names its builder."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ..runtime import HubConfigEntry
from .roster import Build, Roster

__all__ = ["PLATFORMS", "Build", "Setup", "entities_of"]

PLATFORMS: Final = (Platform.SWITCH,)
"""Those that have a door."""

type Setup = Callable[
    [HomeAssistant, HubConfigEntry, AddConfigEntryEntitiesCallback],
    Coroutine[Any, Any, None],
]


def entities_of(platform: Platform, build: Build) -> Setup:
    """Return what a door calls: it adds a platform's entities, also those that come later."""

    async def async_setup_entry(
        hass: HomeAssistant,
        entry: HubConfigEntry,
        async_add_entities: AddConfigEntryEntitiesCallback,
    ) -> None:
        Roster(hass, entry, platform, build, async_add_entities).async_start()

    return async_setup_entry
