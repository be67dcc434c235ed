"""The memory's own config entry, of which there is one."""

from pathlib import Path
from typing import Any, Final

from homeassistant.config_entries import SOURCE_SYSTEM, ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..const import CONF_KIND, DOMAIN, EntryKind

FOLDER: Final = "kaizen"
FILE: Final = "memory.db"


@callback
def memory_entry(hass: HomeAssistant) -> ConfigEntry[Any] | None:
    """Return the memory's entry."""
    return next(
        (
            entry
            for entry in hass.config_entries.async_entries(DOMAIN)
            if entry.data.get(CONF_KIND) == EntryKind.MEMORY
        ),
        None,
    )


async def async_ensure_entry(hass: HomeAssistant) -> None:
    """Create the entry in a house that never had one.

    An owner who removed it keeps the file: memory then does not come back by itself.
    """
    if memory_entry(hass) is not None:
        return
    if await hass.async_add_executor_job(store_path(hass).exists):
        return
    hass.async_create_task(
        hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_SYSTEM}, data={}
        ),
        "kaizen memory: entry",
    )


def store_path(hass: HomeAssistant) -> Path:
    """Return where the record of truth lies."""
    return Path(hass.config.path(FOLDER, FILE))
