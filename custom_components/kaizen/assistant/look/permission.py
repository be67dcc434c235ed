"""Who may look through which camera."""

from enum import StrEnum

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.homeassistant import async_should_expose
from homeassistant.core import HomeAssistant
from homeassistant.helpers.llm import LLMContext

from ..house import ASSISTANT


class Refusal(StrEnum):
    """Why someone may not look."""

    NOT_EXPOSED = "not_exposed"
    NOT_PERMITTED = "not_permitted"


async def async_refusal(
    hass: HomeAssistant, llm_context: LLMContext, entity_id: str
) -> Refusal | None:
    """Return why the caller may not look through a camera; None if they may.

    The one place that decides. A voice without a user may see what the owner has exposed;
    a user must also be allowed to read the entity.
    """
    if not async_should_expose(hass, ASSISTANT, entity_id):
        return Refusal.NOT_EXPOSED
    context = llm_context.context
    if context is None or context.user_id is None:
        return None
    user = await hass.auth.async_get_user(context.user_id)
    if user is None or not user.is_active:
        return Refusal.NOT_PERMITTED
    may_read = user.permissions.check_entity(entity_id, POLICY_READ)
    return None if may_read else Refusal.NOT_PERMITTED
