"""The one trash of a Home Assistant."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from .bin import Trash
from .entries import EntryTrash
from .store import TrashStore

_HOUSE: Final[HassKey[House]] = HassKey(f"{DOMAIN}.trash")


@dataclass(frozen=True, slots=True)
class House:
    """The trash, and where it lies."""

    trash: Trash
    store: TrashStore


@callback
def async_house(hass: HomeAssistant) -> House:
    """Return the trash, which always exists: an entry may be removed that was never set up."""
    if _HOUSE not in hass.data:
        store = TrashStore(Path(hass.config.path("kaizen", "trash.db")))
        trash = Trash(store, hass.async_add_executor_job)
        hass.data[_HOUSE] = House(trash, store)

        async def async_close(_: Event) -> None:
            await hass.async_add_executor_job(store.close)

        hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, async_close)
    return hass.data[_HOUSE]


async def async_start(hass: HomeAssistant) -> None:
    """Find out where what was on its way has come to.

    Raises:
        TrashUnavailableError: The trash cannot be read.
    """
    await async_house(hass).trash.async_register(EntryTrash(hass))
