"""Taking an entity out of sight and out of hearing while a twin stands for it, and giving it back as it was."""

from collections.abc import Mapping, Set as AbstractSet
from typing import Any, Final

from homeassistant.components.homeassistant import exposed_entities
from homeassistant.components.homeassistant.const import DATA_EXPOSED_ENTITIES
from homeassistant.components.homeassistant.exposed_entities import KNOWN_ASSISTANTS
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ...const import DOMAIN

_HIDDEN: Final = "hidden"
_EXPOSED: Final = "exposed"
_HEARD: Final = "heard"
_SHOULD_EXPOSE: Final = "should_expose"


@callback
def async_adopt(hass: HomeAssistant, sources: AbstractSet[str]) -> None:
    """Hide the entities with these registry ids; give back those that no longer are among them.

    What was before is kept with each entity, so that it survives whatever happens to the twin.
    """
    for entry in list(er.async_get(hass).entities.values()):
        kept = _kept(entry)
        if entry.id in sources and not kept:
            _adopt(hass, entry)
        elif entry.id not in sources and kept:
            _release(hass, entry, kept)


@callback
def is_adopted(entry: er.RegistryEntry) -> bool:
    """Return whether a twin stands for an entity."""
    return bool(_kept(entry))


@callback
def heard_before(entry: er.RegistryEntry) -> list[str]:
    """Return the assistants that heard of an entity before a twin stood for it."""
    return list(_kept(entry).get(_HEARD, ()))


def _kept(entry: er.RegistryEntry) -> Mapping[str, Any]:
    return _options(entry, DOMAIN)


def _options(entry: er.RegistryEntry, domain: str) -> Mapping[str, Any]:
    options: Mapping[str, Any] = entry.options.get(domain) or {}
    return options


def _adopt(hass: HomeAssistant, entry: er.RegistryEntry) -> None:
    registry = er.async_get(hass)
    exposed = hass.data[DATA_EXPOSED_ENTITIES]
    before = {
        _HIDDEN: entry.hidden_by,
        _EXPOSED: {
            assistant: _options(entry, assistant).get(_SHOULD_EXPOSE)
            for assistant in KNOWN_ASSISTANTS
        },
        _HEARD: [
            assistant
            for assistant in KNOWN_ASSISTANTS
            if exposed.async_get_should_expose(assistant, entry.entity_id)
        ],
    }
    registry.async_update_entity_options(entry.entity_id, DOMAIN, before)
    if entry.hidden_by is None:
        registry.async_update_entity(
            entry.entity_id, hidden_by=er.RegistryEntryHider.INTEGRATION
        )
    for assistant in KNOWN_ASSISTANTS:
        exposed_entities.async_expose_entity(hass, assistant, entry.entity_id, False)


def _release(
    hass: HomeAssistant, entry: er.RegistryEntry, kept: Mapping[str, Any]
) -> None:
    """Give back what is still as the adoption left it; what somebody changed since stays."""
    registry = er.async_get(hass)
    entity_id = entry.entity_id
    if entry.hidden_by is er.RegistryEntryHider.INTEGRATION:
        registry.async_update_entity(entity_id, hidden_by=_hider(kept.get(_HIDDEN)))
    for assistant, before in kept.get(_EXPOSED, {}).items():
        options = dict(_options(entry, assistant))
        if options.get(_SHOULD_EXPOSE) is not False:
            continue
        # Through the front door first: it tells those who keep a list of their own.
        exposed_entities.async_expose_entity(
            hass, assistant, entity_id, assistant in kept.get(_HEARD, ())
        )
        if before is None:
            del options[_SHOULD_EXPOSE]
            registry.async_update_entity_options(entity_id, assistant, options or None)
        else:
            exposed_entities.async_expose_entity(hass, assistant, entity_id, before)
    registry.async_update_entity_options(entity_id, DOMAIN, None)


def _hider(value: str | None) -> er.RegistryEntryHider | None:
    return er.RegistryEntryHider(value) if value else None
