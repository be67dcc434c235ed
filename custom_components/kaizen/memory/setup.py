"""Setting up the memory: what is there without its entry, and what its entry brings."""

from datetime import datetime, timedelta
from typing import Final

from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE, Platform
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util

from ..const import DOMAIN, LOGGER
from .actions import async_setup_services
from .background import Background
from .issues import IssueWatch
from .runtime import MemoryConfigEntry, MemoryRuntime
from .store import (
    DamagedStoreError,
    Filter,
    ForeignFileError,
    NewerStoreError,
    Reader,
    State,
    StoreError,
)
from .websocket import async_setup_websocket

PLATFORMS: Final = (Platform.SENSOR, Platform.SWITCH)
_DAILY: Final = timedelta(days=1)
_BROKEN: Final[dict[type[StoreError], str]] = {
    DamagedStoreError: "memory_damaged",
    ForeignFileError: "memory_foreign",
    NewerStoreError: "memory_newer",
}


@callback
def async_setup(hass: HomeAssistant) -> None:
    """Register the actions and commands, which exist whether or not the entry is loaded."""
    async_setup_services(hass)
    async_setup_websocket(hass)


async def async_setup_entry(hass: HomeAssistant, entry: MemoryConfigEntry) -> None:
    """Open the memory and begin to keep it.

    Raises:
        ConfigEntryError: The file cannot be used; it stays as it is.
    """
    try:
        runtime = await MemoryRuntime.open(hass, entry)
    except StoreError as err:
        raise ConfigEntryError(
            translation_domain=DOMAIN,
            translation_key=_BROKEN.get(type(err), "memory_damaged"),
        ) from err
    entry.runtime_data = runtime
    background = runtime.background = Background(runtime)
    background.start()

    async def close(_: Event) -> None:
        await runtime.async_close()

    async def tidy(_: datetime) -> None:
        await async_tidy(runtime)

    entry.async_on_unload(hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, close))
    entry.async_on_unload(
        async_track_time_interval(hass, tidy, _DAILY, cancel_on_shutdown=True)
    )
    entry.async_on_unload(runtime.servers.listen(runtime.async_choose_embedder))
    IssueWatch(runtime).async_start()
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)


async def async_unload_entry(hass: HomeAssistant, entry: MemoryConfigEntry) -> None:
    """Close the memory; the file stays."""
    await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
    await entry.runtime_data.async_close()


async def async_tidy(runtime: MemoryRuntime) -> None:
    """Put what has expired into the trash, and let go what has lain there for as long as the owner wants."""
    await runtime.store.write(lambda w: w.trash_expired())
    since = dt_util.utcnow() - timedelta(days=runtime.settings.trash_days)

    def overdue(reader: Reader) -> list[str]:
        lying = reader.browse(Filter(state=State.TRASH), limit=500)
        return [one.id for one in lying if one.deletion and one.deletion.at < since]

    if ids := await runtime.store.read(overdue):
        await runtime.library.erase(ids)
        LOGGER.debug("Let go of %d memories whose time in the trash was over", len(ids))
