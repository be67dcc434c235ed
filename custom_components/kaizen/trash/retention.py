"""Once a day: what has had its time is erased, and how much that was is told."""

from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util

from ..const import LOGGER
from .house import async_house
from .purge import Eraser

EVENT_EXPIRED: Final = "kaizen_trash_expired"
EVERY: Final = timedelta(days=1)


@callback
def async_setup_retention(hass: HomeAssistant) -> CALLBACK_TYPE:
    """Look once a day; returns how to stop."""

    async def look(_: datetime) -> None:
        await async_expire(hass)

    return async_track_time_interval(hass, look, EVERY, cancel_on_shutdown=True)


async def async_expire(hass: HomeAssistant) -> None:
    """Erase what has had its time; if that cannot be recorded or done, it stays for another day."""
    house = async_house(hass)
    eraser = Eraser(house.trash, house.store, hass.async_add_executor_job)
    try:
        kinds = await eraser.async_expire(dt_util.utcnow())
    except HomeAssistantError as err:
        LOGGER.warning("The trash was not cleaned up: %s", err)
        return
    if kinds:
        told = {"count": sum(kinds.values()), "kinds": dict(kinds)}
        hass.bus.async_fire(EVENT_EXPIRED, told)
