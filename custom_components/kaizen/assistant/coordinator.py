"""What a model server has and does, asked once a minute."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from ..const import LOGGER
from ..issue_board import Issue, IssueBoard
from .failures import as_home_assistant_error
from .issues import SERVER_UNREACHABLE, agents_of, find_issues
from .ollama import (
    InstalledModel,
    LoadedModel,
    OllamaClient,
    OllamaError,
    UnauthorizedError,
    full_name,
)

POLL_INTERVAL: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSnapshot:
    """A model server at one moment."""

    version: str
    installed: tuple[InstalledModel, ...] = ()
    loaded: tuple[LoadedModel, ...] = ()

    def find(self, model: str) -> InstalledModel | None:
        """Return an installed model by its name."""
        name = full_name(model)
        return next((known for known in self.installed if known.name == name), None)


class ServerCoordinator(DataUpdateCoordinator[ServerSnapshot]):
    """Watches one model server and tells the owner what to repair.

    `data` is None until the server has answered once: agents work without it.
    """

    config_entry: ConfigEntry

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, client: OllamaClient
    ) -> None:
        """Watch the server of `client` for `entry`."""
        super().__init__(
            hass,
            LOGGER,
            config_entry=entry,
            name=f"model server {client.url}",
            update_interval=POLL_INTERVAL,
            always_update=False,
        )
        self._client = client
        self._issues = IssueBoard(hass)

    async def async_start(self) -> None:
        """Ask the server for the first time and keep asking until the entry is unloaded.

        A server that is down is tolerated: home control does not depend on it.

        Raises:
            ConfigEntryAuthFailed: The server refuses the API key.
        """
        # Without a listener nothing would be asked when all sensors are disabled.
        self.config_entry.async_on_unload(self.async_add_listener(lambda: None))
        await self._async_refresh(raise_on_auth_failed=True)

    @override
    async def async_shutdown(self) -> None:
        """Stop asking and withdraw the issues; they return with the next set-up."""
        self._issues.async_show(())
        await super().async_shutdown()

    @override
    async def _async_update_data(self) -> ServerSnapshot:
        url = self._client.url
        try:
            snapshot = ServerSnapshot(
                version=await self._client.version(),
                installed=tuple(await self._client.installed()),
                loaded=tuple(await self._client.loaded()),
            )
        except UnauthorizedError as err:
            raise _translated(ConfigEntryAuthFailed, err, url) from err
        except OllamaError as err:
            self._issues.async_show([self._unreachable(url)])
            raise _translated(UpdateFailed, err, url) from err
        self._issues.async_show(
            find_issues(agents_of(self.config_entry), snapshot.installed, url)
        )
        return snapshot

    def _unreachable(self, url: str) -> Issue:
        return Issue(
            key=SERVER_UNREACHABLE,
            subject=self.config_entry.entry_id,
            placeholders={"title": self.config_entry.title, "url": url},
        )


def _translated[E: HomeAssistantError](kind: type[E], err: OllamaError, url: str) -> E:
    """Return an error of another kind with the words for a failure."""
    words = as_home_assistant_error(err, url)
    return kind(
        translation_domain=words.translation_domain,
        translation_key=words.translation_key,
        translation_placeholders=words.translation_placeholders,
    )
