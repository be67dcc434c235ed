"""Who stands behind a context."""

from typing import Final

from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_READ_ONLY, GROUP_ID_USER
from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant

from ..model import Caller, Origin, TaintSource
from ..policy import Policy
from ..surroundings import area_of
from ..taint import taint_of_conversation
from ..tiers import Account, tier_of
from .ledger import async_get
from .marks import FORGOTTEN, Mark

_VOICES: Final = frozenset({"Home Assistant Cloud"})
"""Accounts that Home Assistant made for other companies' voice assistants."""

_HOUSE: Final = Mark(origin=Origin.AUTOMATION)


async def async_caller(
    hass: HomeAssistant, context: Context | None, policy: Policy
) -> Caller:
    """Return who wishes what is done with a context.

    A call without a context, by code that goes past Home Assistant's actions, is
    nobody's word: nothing that may be trusted says where it came from.
    """
    ledger = async_get(hass)
    known = ledger.async_origin(context) if context else ledger.async_see(Context())
    mark = known or (_HOUSE if context else FORGOTTEN)
    user = await hass.auth.async_get_user(mark.user_id) if mark.user_id else None
    if user and user.system_generated and user.name in _VOICES:
        mark = mark.joined(Mark(origin=Origin.VOICE))
    return Caller(
        origin=mark.origin,
        tier=tier_of(mark.origin, account_of(user) if user else None, policy),
        user_id=mark.user_id,
        satellite_id=mark.satellite_id,
        area_id=area_of(hass, mark.satellite_id) if mark.satellite_id else None,
        conversation_id=mark.conversation_id,
        taint=mark.taint | _taint(hass, mark),
    )


def account_of(user: User) -> Account:
    """Return what Home Assistant's records say of a user."""
    groups = {group.id for group in user.groups}
    return Account(
        user_id=user.id,
        is_owner=user.is_owner,
        is_admin=user.is_admin,
        is_active=user.is_active,
        read_only=GROUP_ID_READ_ONLY in groups
        and groups.isdisjoint({GROUP_ID_ADMIN, GROUP_ID_USER}),
        system=user.system_generated,
    )


def _taint(hass: HomeAssistant, mark: Mark) -> frozenset[TaintSource]:
    if mark.conversation_id is None:
        return frozenset()
    return taint_of_conversation(hass, mark.conversation_id)
