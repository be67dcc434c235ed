"""The steps that add and change a provider."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from homeassistant.config_entries import ConfigSubentryFlow, SubentryFlowResult

from ..providers import Kind
from ..settings import CONF_API_KEY, CONF_URL
from .forms import FORMS


class _ProviderFlow(ConfigSubentryFlow):
    """Asks about one kind of provider."""

    kind: ClassVar[Kind]

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for a new one."""
        return await self._async_ask("user", user_input, {})

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what is different now."""
        known = self._get_reconfigure_subentry().data
        return await self._async_ask("reconfigure", user_input, known)

    async def _async_ask(
        self, step: str, given: dict[str, Any] | None, known: Mapping[str, Any]
    ) -> SubentryFlowResult:
        form = FORMS[self.kind]
        if (schema := await form.schema(self.hass)) is None:
            return self.async_abort(reason="search_no_mcp")
        errors: dict[str, str] = {}
        if given is not None:
            data, errors = await form.read(self.hass, _with_known_key(given, known))
            if not errors:
                return self._save(data)
        shown = given or (form.shown(known) if known else None)
        return self.async_show_form(
            step_id=step,
            data_schema=self.add_suggested_values_to_schema(schema, shown),
            errors=errors,
        )

    def _save(self, data: dict[str, Any]) -> SubentryFlowResult:
        title = FORMS[self.kind].title(data)
        if self.source == "user":
            return self.async_create_entry(title=title, data=data)
        return self.async_update_and_abort(
            self._get_entry(), self._get_reconfigure_subentry(), title=title, data=data
        )


def _with_known_key(given: dict[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form in which an empty key means the known one, of the same server alone."""
    same = given.get(CONF_URL, "").strip().rstrip("/") == known.get(CONF_URL)
    if CONF_API_KEY in known and same and not given.get(CONF_API_KEY):
        return given | {CONF_API_KEY: known[CONF_API_KEY]}
    return given


class SearXNGFlow(_ProviderFlow):
    """A SearXNG server."""

    kind = Kind.SEARXNG


class McpFlow(_ProviderFlow):
    """A tool of an MCP server."""

    kind = Kind.MCP


class ResponsesFlow(_ProviderFlow):
    """A server whose model searches."""

    kind = Kind.RESPONSES


class DdgsFlow(_ProviderFlow):
    """Search engines."""

    kind = Kind.DDGS


FLOWS: Final[Mapping[Kind, type[ConfigSubentryFlow]]] = {
    flow.kind: flow for flow in (SearXNGFlow, McpFlow, ResponsesFlow, DdgsFlow)
}
