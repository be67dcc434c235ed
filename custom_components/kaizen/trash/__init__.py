"""The trash: nothing an agent, tool or automation does is final."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .entries import ACTOR, KIND, payload_of
from .errors import (
    TrashConflictError,
    TrashDamagedError,
    TrashError,
    TrashNotFoundError,
    TrashUnavailableError,
)
from .house import async_house, async_start
from .model import (
    Change,
    Payload,
    Reason,
    TrashBin,
    TrashEvent,
    TrashItem,
    TrashKind,
    TrashListener,
)
from .retention import EVENT_EXPIRED, async_setup_retention
from .websocket import async_setup_websocket

__all__ = [
    "EVENT_EXPIRED",
    "Change",
    "Payload",
    "Reason",
    "TrashBin",
    "TrashConflictError",
    "TrashDamagedError",
    "TrashError",
    "TrashEvent",
    "TrashItem",
    "TrashKind",
    "TrashListener",
    "TrashNotFoundError",
    "TrashUnavailableError",
    "async_entry_removed",
    "async_get_bin",
    "async_listen",
    "async_register_kind",
    "async_set_retention",
    "async_setup",
]


async def async_setup(hass: HomeAssistant) -> None:
    """Open the trash, let the panel see it, and clean up once a day."""
    async_setup_websocket(hass)
    async_setup_retention(hass)
    try:
        await async_start(hass)
    except TrashUnavailableError:
        return


@callback
def async_get_bin(hass: HomeAssistant) -> TrashBin:
    """Return the trash for agents, tools and actions."""
    return async_house(hass).trash


async def async_register_kind(hass: HomeAssistant, kind: TrashKind) -> None:
    """Let the trash take a kind of things; a part does that when it is set up.

    Raises:
        TrashUnavailableError: The trash cannot be read.
    """
    await async_house(hass).trash.async_register(kind)


@callback
def async_listen(hass: HomeAssistant, listener: TrashListener) -> Callable[[], None]:
    """Call a listener with everything that happens to things in the trash; returns how to stop."""
    return async_house(hass).trash.add_listener(listener)


@callback
def async_set_retention(hass: HomeAssistant, wanted: timedelta) -> None:
    """Set how long things stay from now on, a week at least."""
    async_house(hass).trash.retention = wanted


async def async_entry_removed(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Take an entry of Kaizen that Home Assistant is removing.

    Raises:
        TrashUnavailableError: The trash cannot be written.
    """
    trash = async_house(hass).trash
    if not trash.is_under_way(KIND, entry.entry_id):
        await trash.async_receive(KIND, entry.entry_id, payload_of(entry), actor=ACTOR)
