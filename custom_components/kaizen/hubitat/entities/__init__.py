"""The entities of a hub, platform by platform; each platform's file names its builder."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ..entity import DeviceEntity, HubEntity
from ..model import EntityBlueprint
from ..runtime import HubConfigEntry, HubRuntime
from .roster import Build, Roster

__all__ = ["PLATFORMS", "Build", "Setup", "entities_of", "of_device"]

PLATFORMS: Final = (
    Platform.ALARM_CONTROL_PANEL,
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CLIMATE,
    Platform.COVER,
    Platform.EVENT,
    Platform.FAN,
    Platform.IMAGE,
    Platform.LIGHT,
    Platform.LOCK,
    Platform.MEDIA_PLAYER,
    Platform.NOTIFY,
    Platform.NUMBER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SIREN,
    Platform.SWITCH,
    Platform.TEXT,
    Platform.VALVE,
)
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


def of_device(
    kind: Callable[[HubRuntime, EntityBlueprint, str], DeviceEntity],
) -> Build:
    """Return the builder of a platform on which only devices have entities, all of one kind."""

    def build(
        runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str | None
    ) -> HubEntity:
        assert device_id is not None
        return kind(runtime, blueprint, device_id)

    return build
