"""The engine a voice speaks with: any other text-to-speech entity."""

from homeassistant.components import tts
from homeassistant.components.tts.const import DATA_COMPONENT
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN


@callback
def engine_id(hass: HomeAssistant, engine: str) -> str | None:
    """Return the entity id of an engine kept by its registry id or its entity id."""
    return er.async_resolve_entity_id(er.async_get(hass), engine)


@callback
def find_engine(hass: HomeAssistant, engine: str) -> tts.TextToSpeechEntity | None:
    """Return an engine; None while it is not there."""
    entity_id = engine_id(hass, engine)
    component = hass.data.get(DATA_COMPONENT)
    if entity_id is None or component is None:
        return None
    return component.get_entity(entity_id)


@callback
def kept_as(hass: HomeAssistant, entity_id: str) -> str:
    """Return what to keep of an entity: its registry id outlives a rename."""
    entry = er.async_get(hass).async_get(entity_id)
    return entry.id if entry else entity_id


@callback
def engines(hass: HomeAssistant) -> list[str]:
    """Return the entity ids of the engines a voice can speak with."""
    component = hass.data.get(DATA_COMPONENT)
    return sorted(
        entity.entity_id
        for entity in (component.entities if component else ())
        if entity.platform.platform_name != DOMAIN
    )
