"""A hub that was replaced: its devices are the same, their ids are not."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..const import DOMAIN
from .api import DeviceRecord
from .settings import CONF_DEVICES

_INTERIM: Final = "moving:"
"""Before an id while others still have it: a new hub may give a lamp the id of an old lock."""


@callback
def async_follow_new_ids(
    hass: HomeAssistant, entry: ConfigEntry, devices: Iterable[DeviceRecord]
) -> None:
    """Let devices and entities that are registered under an old hub's ids stay what they are.

    They are known by label and driver, and only those that no two devices share. While a single
    device is known by its id it is the same hub, and nothing is done.
    """
    assert entry.unique_id is not None
    found = {device.id: (device.label, device.type) for device in devices}
    known = _registered(hass, entry, entry.unique_id)
    if any(found.get(id_) == names for id_, names in known.items()):
        return
    moves = _moves(known, found)
    for step in (
        {old: f"{_INTERIM}{old}" for old in moves},
        {f"{_INTERIM}{old}": new for old, new in moves.items()},
    ):
        _rename_devices(hass, entry, entry.unique_id, step)
        _rename_entities(hass, entry, entry.unique_id, step)
    options = dict(entry.options)
    if chosen := options.get(CONF_DEVICES):
        options[CONF_DEVICES] = {
            moves.get(old, old): settings for old, settings in chosen.items()
        }
        hass.config_entries.async_update_entry(entry, options=options)


def _registered(
    hass: HomeAssistant, entry: ConfigEntry, hub_id: str
) -> dict[str, tuple[str, str]]:
    """Return the label and driver of the registered devices, by their id on the hub."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return {
        identifier.removeprefix(f"{hub_id}_"): (device.name or "", device.model or "")
        for device in devices
        for domain, identifier in device.identifiers
        if domain == DOMAIN and identifier.startswith(f"{hub_id}_")
    }


def _moves(
    known: Mapping[str, tuple[str, str]], found: Mapping[str, tuple[str, str]]
) -> dict[str, str]:
    """Return the new id of each device that can be told apart, by its old one."""
    often_known, often_found = Counter(known.values()), Counter(found.values())
    new_ids = {names: id_ for id_, names in found.items() if often_found[names] == 1}
    return {
        id_: new_ids[names]
        for id_, names in known.items()
        if often_known[names] == 1 and names in new_ids
    }


def _rename_devices(
    hass: HomeAssistant, entry: ConfigEntry, hub_id: str, ids: Mapping[str, str]
) -> None:
    registry = dr.async_get(hass)
    for old, new in ids.items():
        device = registry.async_get_device_by_identifier(
            (DOMAIN, f"{hub_id}_{old}"), entry.entry_id
        )
        if device is not None:
            registry.async_update_device(
                device.id, new_identifiers={(DOMAIN, f"{hub_id}_{new}")}
            )


def _rename_entities(
    hass: HomeAssistant, entry: ConfigEntry, hub_id: str, ids: Mapping[str, str]
) -> None:
    registry = er.async_get(hass)
    for entity in er.async_entries_for_config_entry(registry, entry.entry_id):
        rest = entity.unique_id.removeprefix(f"{hub_id}-")
        old, _, key = rest.partition("-")
        if rest != entity.unique_id and old in ids:
            registry.async_update_entity(
                entity.entity_id, new_unique_id=f"{hub_id}-{ids[old]}-{key}"
            )
