"""The cameras someone may look through."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.llm import LLMContext

from ..house import house_entity
from .choice import Camera, choose, matching
from .failure import LookError
from .permission import Refusal, async_refusal


async def async_choose(
    hass: HomeAssistant, llm_context: LLMContext, name: str, area: str
) -> Camera:
    """Return the camera that the caller means and may look through.

    Raises:
        LookError: There is none, more than one, or it is not for the caller.
    """
    allowed: list[Camera] = []
    refused: list[Camera] = []
    for state in hass.states.async_all(Platform.CAMERA):
        refusal = await async_refusal(hass, llm_context, state.entity_id)
        if refusal is not Refusal.NOT_EXPOSED:
            known = house_entity(hass, state)
            camera = Camera(
                entity_id=state.entity_id, names=known.names, area=known.area
            )
            (refused if refusal else allowed).append(camera)
    if not allowed and not refused:
        raise LookError("none_exposed")
    if not matching(allowed, name, area) and matching(refused, name, area):
        raise LookError("not_permitted", cameras=[c.label for c in allowed])
    return choose(allowed, name, area)
