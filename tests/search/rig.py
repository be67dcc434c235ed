"""A house with a search, and people who use it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_READ_ONLY
from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import llm
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.kaizen.const import CONF_KIND, DOMAIN, EntryKind
from custom_components.kaizen.search.reading import Fetcher, Reader, Rules
from custom_components.kaizen.search.reading.addresses import is_public
from custom_components.kaizen.search.runtime import SearchRuntime

from tests.simulators.pages import INTERNET, Names
from tests.simulators.searxng import SearXNGSimulator, row

SITE = "site.example"

type Provided = tuple[str, str, Mapping[str, Any]]
"""Kind, title and data of a provider."""


def searxng(server: SearXNGSimulator, title: str = "SearXNG") -> Provided:
    """Return a simulated server as the owner sets it up."""
    return ("searxng", title, {"url": server.url})


@dataclass(slots=True)
class Searching:
    """An entry that searches."""

    hass: HomeAssistant
    entry: MockConfigEntry

    @property
    def runtime(self) -> SearchRuntime:
        """Return what the entry holds now."""
        runtime: SearchRuntime = self.entry.runtime_data
        return runtime

    async def act(self, *, user: User | None = None, **data: Any) -> dict[str, Any]:
        """Run the action."""
        response = await self.hass.services.async_call(
            DOMAIN,
            "search",
            data,
            blocking=True,
            return_response=True,
            context=Context(user_id=user.id if user else None),
        )
        assert isinstance(response, dict)
        return response

    async def call(
        self,
        tool: str,
        *,
        user: User | None = None,
        device_id: str | None = None,
        **arguments: Any,
    ) -> llm.ToolResult:
        """Call a tool as any agent in Home Assistant does."""
        return await call_tool(
            self.hass, tool, arguments, user=user, device_id=device_id
        )

    def read_with(self, names: Names, port: int) -> None:
        """Let pages be read from the simulated Internet."""
        self.runtime.reader = Reader(
            self.hass,
            Fetcher(
                rules=Rules(
                    public=lambda one: one == INTERNET or is_public(one),
                    ports={80, 443, port},
                ),
                resolver=names,
            ),
        )


async def async_set_up(
    hass: HomeAssistant, *providers: Provided, **options: Any
) -> Searching:
    """Set the search up."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "http", {})
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Kaizen Search",
        unique_id="kaizen_search",
        data={CONF_KIND: EntryKind.SEARCH},
        options=options,
        subentries_data=[
            ConfigSubentryData(
                data=data, subentry_type=kind, title=title, unique_id=None
            )
            for kind, title, data in providers
        ],
    )
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return Searching(hass, entry)


async def call_tool(
    hass: HomeAssistant,
    tool: str,
    arguments: dict[str, Any],
    *,
    user: User | None = None,
    device_id: str | None = None,
) -> llm.ToolResult:
    """Call a tool of Home Assistant's own API."""
    context = llm.LLMContext(
        platform="test",
        context=Context(user_id=user.id if user else None),
        language="en",
        assistant="conversation",
        device_id=device_id,
    )
    api = await llm.async_get_api(hass, "assist", context)
    result = await api.async_call_tool(llm.ToolInput(tool, arguments))
    assert isinstance(result, llm.ToolResult)
    return result


async def async_owner(hass: HomeAssistant) -> User:
    """Return the owner, who is the first user there is."""
    for user in await hass.auth.async_get_users():
        if user.is_owner:
            return user
    return await hass.auth.async_create_user("Owner", group_ids=[GROUP_ID_ADMIN])


async def async_guest(hass: HomeAssistant) -> User:
    """Return somebody who may only look."""
    await async_owner(hass)
    return await hass.auth.async_create_user("Guest", group_ids=[GROUP_ID_READ_ONLY])


def some_results() -> list[dict[str, Any]]:
    """Return what a search for a library may find."""
    return [
        row(
            "Town library: opening hours",
            "https://library.example/hours",
            "Open from nine to six. Sundays closed.",
            publishedDate="2026-11-20T08:00:00",
        ),
        row("Library of Springfield - Wiki", "https://wiki.example/Library", "A town."),
        row("Books for sale", "https://shop.example/books", "Cheap books."),
    ]
