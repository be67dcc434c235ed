"""The guard's own config entry: where what the owner decided is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..const import CONF_KIND, DOMAIN, EntryKind
from .policy import CONF_ENTITY_ID, Policy, Preset

SUBENTRY_RULE: Final = "rule"
CONF_REGISTRY_ID: Final = "registry_id"


@callback
def guard_entry(hass: HomeAssistant) -> ConfigEntry | None:
    """Return the guard's entry."""
    return next(
        (
            entry
            for entry in hass.config_entries.async_entries(DOMAIN)
            if entry.data.get(CONF_KIND) == EntryKind.GUARD
        ),
        None,
    )


@callback
def async_policy(hass: HomeAssistant) -> Policy:
    """Return what the owner allows now.

    Disabling the entry takes back what its preset allows, but nothing of what it demands.
    """
    if (entry := guard_entry(hass)) is None:
        return Policy()
    policy = Policy.read(entry.options, async_rules(hass, entry))
    return replace(policy, preset=Preset.OFF) if entry.disabled_by else policy


@callback
def async_rules(hass: HomeAssistant, entry: ConfigEntry) -> Iterator[Mapping[str, Any]]:
    """Yield the rules whose entity is still the one they were made for.

    Whoever gives one door the name of another does not give it that one's rule.
    """
    registry = er.async_get(hass)
    for subentry in entry.subentries.values():
        if subentry.subentry_type != SUBENTRY_RULE:
            continue
        known = registry.async_get(subentry.data[CONF_ENTITY_ID])
        if known and known.id == subentry.data.get(CONF_REGISTRY_ID):
            yield subentry.data
