"""Who is changing something, and whether that is for them to change."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from homeassistant.auth.models import User
from homeassistant.components.websocket_api import current_connection
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import AbortFlow, FlowHandler
from homeassistant.helpers.http import current_request

from ..entry import async_policy
from ..model import Origin, Tier
from ..provenance.caller import account_of
from ..tiers import tier_of


@callback
def current_user() -> User | None:
    """Return whose page or request this runs for; None if it runs for none."""
    if connection := current_connection.get():
        return connection.user
    request = current_request.get()
    user: User | None = request.get("hass_user") if request is not None else None
    return user


@callback
def is_owner(hass: HomeAssistant, user: User) -> bool:
    """Return whether a user decides about the guard."""
    account = account_of(user)
    return tier_of(Origin.DASHBOARD, account, async_policy(hass)) is Tier.OWNER


@callback
def may_decide(hass: HomeAssistant) -> bool:
    """Return whether the one who asks for this now is an owner."""
    user = current_user()
    return user is not None and is_owner(hass, user)


def owner_only[F: FlowHandler[Any, Any, Any], R](
    step: Callable[[F, dict[str, Any] | None], Coroutine[Any, Any, R]],
) -> Callable[..., Coroutine[Any, Any, R]]:
    """Let only an owner take a step of a flow; a flow that one began is not another's to end."""

    @wraps(step)
    async def guarded(flow: F, user_input: dict[str, Any] | None = None) -> R:
        if not may_decide(flow.hass):
            raise AbortFlow("guard_owner_only")
        return await step(flow, user_input)

    return guarded
