"""Backups: before one, everything is in one file."""

from homeassistant.core import HomeAssistant

from ..const import LOGGER
from .runtime import async_get


async def async_pre_backup(hass: HomeAssistant) -> None:
    """Bring what is in the journal into the file; the backup holds both either way."""
    if (runtime := async_get(hass)) is None:
        return
    if not await runtime.store.write(lambda w: w.checkpoint()):
        LOGGER.debug("The journal of the memory goes into the backup as it is")


async def async_post_backup(hass: HomeAssistant) -> None:
    """Nothing was held up."""
