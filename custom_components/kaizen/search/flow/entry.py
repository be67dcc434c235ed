"""The steps that set up the search: its first provider, and with it the entry."""

from typing import Any, Final

from homeassistant.config_entries import (
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryData,
)

from ...const import CONF_KIND, DOMAIN, EntryKind
from ..providers import Kind
from .forms import FORMS

TITLE: Final = "Kaizen Search"


class SearchFlow(ConfigFlow):
    """Sets up the search; until then nothing is searched for."""

    async def async_step_search(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask whom to ask."""
        await self.async_set_unique_id(f"{DOMAIN}_{EntryKind.SEARCH}")
        self._abort_if_unique_id_configured()
        return self.async_show_menu(
            step_id="search", menu_options=[f"search_{kind}" for kind in Kind]
        )

    async def async_step_search_searxng(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a SearXNG server."""
        return await self._async_first(Kind.SEARXNG, user_input)

    async def async_step_search_mcp_search(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a tool of an MCP server."""
        return await self._async_first(Kind.MCP, user_input)

    async def async_step_search_responses(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a server whose model searches."""
        return await self._async_first(Kind.RESPONSES, user_input)

    async def async_step_search_ddgs(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for search engines."""
        return await self._async_first(Kind.DDGS, user_input)

    async def async_step_search_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Point to where everything about the search is changed."""
        return self.async_abort(reason="search_see_providers")

    async def _async_first(
        self, kind: Kind, form: dict[str, Any] | None
    ) -> ConfigFlowResult:
        steps = FORMS[kind]
        if (schema := await steps.schema(self.hass)) is None:
            return self.async_abort(reason="search_no_mcp")
        errors: dict[str, str] = {}
        if form is not None:
            data, errors = await steps.read(self.hass, form)
            if not errors:
                return self._create_search(kind, data)
        return self.async_show_form(
            step_id=f"search_{kind}",
            data_schema=self.add_suggested_values_to_schema(schema, form),
            errors=errors,
        )

    def _create_search(self, kind: Kind, data: dict[str, Any]) -> ConfigFlowResult:
        first = ConfigSubentryData(
            data=data,
            subentry_type=kind,
            title=FORMS[kind].title(data),
            unique_id=None,
        )
        return self.async_create_entry(
            title=TITLE, data={CONF_KIND: EntryKind.SEARCH}, subentries=[first]
        )
