"""Closes a way around the gate with one click; each click can be taken back."""

from types import MappingProxyType
from typing import Any, Final

from homeassistant.components.homeassistant import exposed_entities
from homeassistant.components.homeassistant.exposed_entities import KNOWN_ASSISTANTS
from homeassistant.components.repairs import (
    ConfirmRepairFlow,
    RepairsFlow,
    RepairsFlowResult,
)
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers import issue_registry as ir
import probatio

from ...const import DOMAIN
from ..entry import guard_entry
from ..flow.proxies import guardable, title_of
from ..flow.who import owner_only
from ..proxies import CONF_SOURCE, SUBENTRY_PROXY
from .finders import Fix

type Data = dict[str, str | int | float | None] | None


class _WayFix(RepairsFlow):
    """Knows which entity it is about, and what the issue says of it."""

    @property
    def _entity_id(self) -> str:
        return str((self.data or {})["entity_id"])

    @property
    def _placeholders(self) -> dict[str, str] | None:
        issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
        return issue.translation_placeholders if issue else None

    def _unexpose(self) -> RepairsFlowResult:
        for assistant in KNOWN_ASSISTANTS:
            exposed_entities.async_expose_entity(
                self.hass, assistant, self._entity_id, False
            )
        return self.async_create_entry(data={})


class UnexposeFix(_WayFix):
    """Takes an entity out of the hearing of all assistants."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin by asking."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask, then do it."""
        if user_input is not None:
            return self._unexpose()
        return self.async_show_form(
            step_id="confirm",
            data_schema=probatio.Schema({}),
            description_placeholders=self._placeholders,
        )


class GuardFix(_WayFix):
    """Offers a guarded twin, or to take the entity out of hearing."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Offer both."""
        return self.async_show_menu(
            step_id="init",
            menu_options=["twin", "unexpose"],
            description_placeholders=self._placeholders,
        )

    async def async_step_unexpose(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Take it out of hearing."""
        return self._unexpose()

    @owner_only
    async def async_step_twin(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Put a guarded twin in front of it."""
        entry = guard_entry(self.hass)
        source = guardable(self.hass).get(self._entity_id)
        if entry is None or source is None:
            raise AbortFlow("guard_way_gone")
        self.hass.config_entries.async_add_subentry(
            entry,
            ConfigSubentry(
                data=MappingProxyType({CONF_SOURCE: source.id}),
                subentry_type=SUBENTRY_PROXY,
                title=title_of(self.hass, source),
                unique_id=f"{SUBENTRY_PROXY}_{source.id}",
            ),
        )
        return self.async_create_entry(data={})


_FLOWS: Final = {Fix.GUARD: GuardFix, Fix.UNEXPOSE: UnexposeFix}


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: Data
) -> RepairsFlow:
    """Return the flow that closes a way; without one, the owner only takes note."""
    fix = (data or {}).get("fix")
    return _FLOWS[Fix(fix)]() if isinstance(fix, str) else ConfirmRepairFlow()
