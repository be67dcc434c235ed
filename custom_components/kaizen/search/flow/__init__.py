"""How an owner decides whom the house may ask, and about what."""

from typing import Final

from homeassistant.config_entries import ConfigSubentryFlow

from .entry import SearchFlow
from .options import SearchOptionsFlow
from .subentries import FLOWS

__all__ = ["SUBENTRY_FLOWS", "SearchFlow", "SearchOptionsFlow"]

SUBENTRY_FLOWS: Final[dict[str, type[ConfigSubentryFlow]]] = {
    kind.value: flow for kind, flow in FLOWS.items()
}
