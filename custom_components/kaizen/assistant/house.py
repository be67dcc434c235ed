"""The exposed part of the house, read from Home Assistant's registries."""

from homeassistant.components.homeassistant import async_should_expose
from homeassistant.core import HomeAssistant, State, callback
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    intent,
)

from .enrichment import one_line
from .prompt import HouseEntity

ASSISTANT = "conversation"
"""The assistant under whose name entities are exposed to Assist."""

_OWN_TOOLS = frozenset({"calendar", "script"})
"""Domains whose entities are tools of their own."""


@callback
def exposed_entities(hass: HomeAssistant) -> list[HouseEntity]:
    """Return what the owner has exposed to Assist."""
    return [
        house_entity(hass, state)
        for state in hass.states.async_all()
        if state.domain not in _OWN_TOOLS
        and async_should_expose(hass, ASSISTANT, state.entity_id)
    ]


@callback
def house_entity(hass: HomeAssistant, state: State) -> HouseEntity:
    """Return what an agent is told about an entity."""
    entry = er.async_get(hass).async_get(state.entity_id)
    names = intent.async_get_entity_aliases(hass, entry, state=state)
    area_id = entry and (entry.area_id or _device_area(hass, entry.device_id))
    area = ar.async_get(hass).async_get_area(area_id) if area_id else None
    return HouseEntity(
        domain=state.domain,
        names=tuple(map(one_line, names)) or (state.entity_id,),
        area=one_line(area.name) if area else "",
    )


def _device_area(hass: HomeAssistant, device_id: str | None) -> str | None:
    if device_id is None or not (device := dr.async_get(hass).async_get(device_id)):
        return None
    return dr.async_get_effective_area_id(hass, device)
