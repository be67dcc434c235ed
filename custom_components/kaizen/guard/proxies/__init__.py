"""Guarded twins of other integrations' locks, doors, valves and alarms."""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, split_entity_id
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ..gatekeeper import async_authorize
from .adoption import async_adopt, is_adopted
from .settings import (
    CONF_CODE,
    CONF_SOURCE,
    PLATFORMS,
    SUBENTRY_PROXY,
    ProxySettings,
    proxies_in,
)

if TYPE_CHECKING:
    from .entity import GuardedTwin

__all__ = [
    "CONF_CODE",
    "CONF_SOURCE",
    "PLATFORMS",
    "SUBENTRY_PROXY",
    "ProxySettings",
    "async_adopt",
    "is_adopted",
    "proxies_in",
    "proxies_of",
]

type Setup = Callable[
    [HomeAssistant, ConfigEntry[Any], AddConfigEntryEntitiesCallback],
    Coroutine[Any, Any, None],
]


def proxies_of(kind: type[GuardedTwin]) -> Setup:
    """Return what a door calls: it adds the twins of one platform."""

    async def async_setup_entry(
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        async_add_entities: AddConfigEntryEntitiesCallback,
    ) -> None:
        registry = er.async_get(hass)
        for settings in proxies_in(entry):
            source = registry.entities.get_entry(settings.source)
            if source and split_entity_id(source.entity_id)[0] == kind.domain:
                async_add_entities(
                    [kind(hass, settings, source, async_authorize)],
                    config_subentry_id=settings.subentry_id,
                )

    return async_setup_entry
