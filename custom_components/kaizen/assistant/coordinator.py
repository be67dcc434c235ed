"""What the model server has, looked up regularly."""

from dataclasses import dataclass
from datetime import timedelta

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from ..const import DOMAIN, LOGGER
from .ollama import InstalledModel, LoadedModel, OllamaClient, OllamaError


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSnapshot:
    """A model server at one moment."""

    version: str
    installed: tuple[InstalledModel, ...]
    loaded: tuple[LoadedModel, ...]


class ServerCoordinator(DataUpdateCoordinator[ServerSnapshot]):
    """Looks the server up every minute."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, client: OllamaClient):
        """Initialize."""
        super().__init__(
            hass,
            LOGGER,
            config_entry=entry,
            name="Ollama",
            update_interval=timedelta(seconds=60),
        )
        self.client = client

    async def async_start(self) -> None:
        """First look; a server that is down is tolerated."""
        await self.async_refresh()

    async def _async_update_data(self) -> ServerSnapshot:
        try:
            return ServerSnapshot(
                version=await self.client.version(),
                installed=tuple(await self.client.installed()),
                loaded=tuple(await self.client.loaded()),
            )
        except OllamaError as err:
            raise UpdateFailed(
                translation_domain=DOMAIN, translation_key=err.translation_key
            ) from err
