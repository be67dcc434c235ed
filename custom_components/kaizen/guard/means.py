"""Who in the house is able to prove anything."""

from collections.abc import Callable, Mapping
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from .model import Factor, Origin, Tier
from .policy import Policy
from .provenance.caller import account_of
from .tiers import tier_of

PIN_HOLDERS: Final[HassKey[Callable[[], frozenset[str] | None]]] = HassKey(
    "kaizen_guard_pin_holders"
)
"""Returns the users who have a PIN; None while nobody can tell."""

_MOBILE_APP: Final = "mobile_app"
_TRUSTED: Final = frozenset({Tier.OWNER, Tier.TRUSTED})


async def async_lacking(hass: HomeAssistant, policy: Policy) -> frozenset[Factor]:
    """Return the factors that nobody who may unsecure something is able to give."""
    trusted = {
        user.id
        for user in await hass.auth.async_get_users()
        if not user.system_generated
        and tier_of(Origin.DASHBOARD, account_of(user), policy) in _TRUSTED
    }
    phones = {
        entry.data.get("user_id")
        for entry in hass.config_entries.async_entries(
            _MOBILE_APP, include_disabled=False
        )
    }
    ask = hass.data.get(PIN_HOLDERS)
    pins = ask() if ask else None
    able: Mapping[Factor, bool] = {
        Factor.PIN: pins is None or bool(pins & trusted),
        Factor.PHONE: bool(phones & trusted),
    }
    return frozenset(factor for factor, is_able in able.items() if not is_able)
