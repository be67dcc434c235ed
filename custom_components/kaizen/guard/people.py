"""The people of the house, as Home Assistant's accounts know them."""

from homeassistant.core import Context, HomeAssistant

from .entry import async_policy
from .model import Caller, Origin, Tier
from .policy import Policy
from .provenance import async_caller
from .provenance.caller import account_of
from .tiers import LIMITS, TierLimits, tier_of

_TRUSTED = frozenset({Tier.OWNER, Tier.TRUSTED})


async def async_tiers(hass: HomeAssistant, policy: Policy) -> dict[str, Tier]:
    """Return the tier of every person's account, by user."""
    return {
        user.id: tier_of(Origin.DASHBOARD, account_of(user), policy)
        for user in await hass.auth.async_get_users()
        if not user.system_generated
    }


async def async_trusted(hass: HomeAssistant, policy: Policy) -> frozenset[str]:
    """Return the users whose proof counts."""
    tiers = await async_tiers(hass, policy)
    return frozenset(user_id for user_id, tier in tiers.items() if tier in _TRUSTED)


async def async_owners(hass: HomeAssistant, policy: Policy) -> frozenset[str]:
    """Return the users who may change the guard."""
    tiers = await async_tiers(hass, policy)
    return frozenset(user_id for user_id, tier in tiers.items() if tier is Tier.OWNER)


async def async_who_is(
    hass: HomeAssistant, context: Context | None
) -> tuple[Caller, TierLimits]:
    """Return who stands behind a context, and what they may do at most."""
    caller = await async_caller(hass, context, async_policy(hass))
    return caller, LIMITS[caller.tier]


async def async_limits(hass: HomeAssistant, context: Context | None) -> TierLimits:
    """Return what whoever stands behind a context may do at most."""
    _, limits = await async_who_is(hass, context)
    return limits
