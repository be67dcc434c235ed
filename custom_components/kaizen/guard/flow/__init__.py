"""How the owner decides what the guard allows, and how that stays the owner's to decide."""

from typing import Final

from homeassistant.config_entries import ConfigSubentryFlow

from ..entry import SUBENTRY_RULE
from ..proxies import SUBENTRY_PROXY
from .entry import GuardFlow
from .options import GuardOptionsFlow
from .proxies import ProxyFlow
from .rules import RuleFlow

__all__ = ["SUBENTRY_FLOWS", "GuardFlow", "GuardOptionsFlow"]

SUBENTRY_FLOWS: Final[dict[str, type[ConfigSubentryFlow]]] = {
    SUBENTRY_RULE: RuleFlow,
    SUBENTRY_PROXY: ProxyFlow,
}
