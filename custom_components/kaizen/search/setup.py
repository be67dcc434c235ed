"""Setting up the search: what is there without an entry, and what its entry brings."""

from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryNotReady
from homeassistant.requirements import RequirementsNotFound, async_process_requirements
from homeassistant.util import dt as dt_util

from ..assistant.enrichment import SEARCH_PROVIDERS, async_register_provider
from ..const import DOMAIN
from ..issue_board import IssueBoard
from .actions import async_setup_services
from .automatic import async_search_for_turn
from .cache_file import CacheFile
from .engine import Asked, Engine
from .issues import issues_of
from .providers import Kind, build
from .reading import Fetcher, Reader, Rules
from .runtime import SearchConfigEntry, SearchRuntime
from .settings import REQUIREMENTS, SearchSettings
from .view import SearchView

_ORDER: Final = list(Kind)


@callback
def async_setup(hass: HomeAssistant) -> None:
    """Register the action, which exists and says that search is off until it is set up."""
    async_setup_services(hass)
    if hass.http:
        hass.http.register_view(SearchView())


async def async_setup_entry(hass: HomeAssistant, entry: SearchConfigEntry) -> None:
    """Make the providers ready; nobody is asked yet.

    Raises:
        ConfigEntryNotReady: What is needed to search and read could not be installed.
    """
    try:
        await async_process_requirements(hass, DOMAIN, REQUIREMENTS, is_built_in=False)
    except RequirementsNotFound as err:
        raise ConfigEntryNotReady(
            translation_domain=DOMAIN, translation_key="search_not_installed"
        ) from err
    file = CacheFile(hass)
    await file.async_load()
    providers = _providers(hass, entry)
    board = IssueBoard(hass)
    runtime = entry.runtime_data = SearchRuntime(
        hass=hass,
        settings=SearchSettings.read(entry.options),
        engine=Engine(
            providers=providers,
            cache=file.cache,
            today=lambda: dt_util.now().date(),
            on_change=file.async_changed,
            on_health=lambda: board.async_show(issues_of(providers)),
        ),
        reader=Reader(hass, Fetcher(rules=Rules(own_hosts=lambda: _own_hosts(hass)))),
        file=file,
    )
    entry.async_on_unload(
        async_register_provider(hass, SEARCH_PROVIDERS, async_search_for_turn)
    )
    entry.async_on_unload(entry.add_update_listener(_async_reload))
    entry.async_on_unload(lambda: board.async_show(()))

    async def close(_: Event) -> None:
        await runtime.reader.close()

    entry.async_on_unload(hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, close))


async def async_unload_entry(hass: HomeAssistant, entry: SearchConfigEntry) -> None:
    """Ask nobody any more; what was found is kept."""
    await entry.runtime_data.engine.close()
    await entry.runtime_data.reader.close()
    await entry.runtime_data.file.async_close()


def _providers(hass: HomeAssistant, entry: SearchConfigEntry) -> list[Asked]:
    asked = [
        Asked(
            key=subentry.subentry_id,
            kind=(kind := Kind(subentry.subentry_type)),
            name=subentry.title,
            provider=build(hass, kind, subentry.data),
        )
        for subentry in entry.subentries.values()
    ]
    return sorted(asked, key=lambda one: _ORDER.index(one.kind))


def _own_hosts(hass: HomeAssistant) -> Collection[str]:
    urls = (hass.config.external_url, hass.config.internal_url)
    return {host for url in urls if url and (host := urlsplit(url).hostname)}


async def _async_reload(hass: HomeAssistant, entry: SearchConfigEntry) -> None:
    """Follow what the owner changed."""
    await hass.config_entries.async_reload(entry.entry_id)
