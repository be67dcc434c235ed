"""The cache on disk: read once, written a while after it has changed."""

from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.storage import Store

from ..const import DOMAIN, LOGGER
from .cache import Cache

SAVE_DELAY: Final = 5.0
_VERSION: Final = 1


class CacheFile:
    """A cache that outlives a restart."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Know where the file is."""
        self.cache = Cache()
        self._store: Store[dict[str, Any]] = Store(
            hass, _VERSION, f"{DOMAIN}.search", private=True, atomic_writes=True
        )

    async def async_load(self) -> None:
        """Read the file; one that cannot be read is begun anew."""
        try:
            self.cache = Cache.read(await self._store.async_load())
        except Exception as err:  # noqa: BLE001  (what was found can be found again)
            LOGGER.warning("The cache of searches is begun anew: %r", err)

    @callback
    def async_changed(self) -> None:
        """Write soon."""
        self._store.async_delay_save(self.cache.as_dict, SAVE_DELAY)

    async def async_close(self) -> None:
        """Write now."""
        await self._store.async_save(self.cache.as_dict())
