"""Adding and changing a guarded twin of another integration's entity."""

from collections.abc import Mapping
import re
from typing import Any, Final

from homeassistant.config_entries import ConfigSubentryFlow, SubentryFlowResult
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import get_device_class
from homeassistant.helpers.selector import (
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio

from ...const import DOMAIN
from ..model import Risk
from ..openers import opening_risk
from ..proxies import CONF_CODE, CONF_SOURCE, SUBENTRY_PROXY, ProxySettings, is_adopted
from .fields import among
from .who import owner_only

CONF_ENTITY: Final = "entity"
_REFUSED: Final = frozenset({DOMAIN, "group"})
"""What guards itself, and what only stands for others."""

_PATTERNS: Final = {"number": r"\d+$", "text": ""}
"""What an alarm calls its code; a lock gives the pattern itself."""
_CODE: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")
)


class ProxyFlow(ConfigSubentryFlow):
    """Puts a guarded twin in front of an entity."""

    @owner_only
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the entity, and for its code if it has one."""
        offered = guardable(self.hass)
        if not offered:
            return self.async_abort(reason="guard_nothing_to_guard")
        errors: dict[str, str] = {}
        if user_input is not None and user_input[CONF_ENTITY] in offered:
            source = offered[user_input[CONF_ENTITY]]
            code = user_input.get(CONF_CODE, "").strip()
            if not (errors := self._check(source, code)):
                return self.async_create_entry(
                    title=title_of(self.hass, source),
                    data={CONF_SOURCE: source.id} | ({CONF_CODE: code} if code else {}),
                    unique_id=f"{SUBENTRY_PROXY}_{source.id}",
                )
        schema = probatio.Schema(
            {
                probatio.Required(CONF_ENTITY): among(offered),
                probatio.Optional(probatio.Secret(CONF_CODE)): _CODE,
            }
        )
        known = {CONF_ENTITY: user_input[CONF_ENTITY]} if user_input else {}
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(schema, known),
            errors=errors,
        )

    @owner_only
    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for another code; the present one is not shown."""
        subentry = self._get_reconfigure_subentry()
        settings = ProxySettings.of(subentry)
        source = er.async_get(self.hass).entities.get_entry(settings.source)
        if source is None:
            return self.async_abort(reason="guard_source_gone")
        errors: dict[str, str] = {}
        if user_input is not None:
            code = user_input.get(CONF_CODE, "").strip()
            if not (errors := self._check(source, code)):
                return self.async_update_and_abort(
                    self._get_entry(),
                    subentry,
                    data={CONF_SOURCE: source.id} | ({CONF_CODE: code} if code else {}),
                )
        schema = {probatio.Optional(probatio.Secret(CONF_CODE)): _CODE}
        return self.async_show_form(
            step_id="reconfigure",
            data_schema=probatio.Schema(schema),
            errors=errors,
            description_placeholders={"name": title_of(self.hass, source)},
        )

    def _check(self, source: er.RegistryEntry, code: str) -> dict[str, str]:
        state = self.hass.states.get(source.entity_id)
        wanted = state.attributes.get("code_format") if state else None
        if wanted is None:
            return {}
        if not code:
            options: Mapping[str, Any] = source.options.get(source.domain) or {}
            has_default = options.get("default_code")
            return {} if has_default else {CONF_CODE: "guard_code_missing"}
        pattern = _PATTERNS.get(wanted, wanted)
        return {} if re.match(pattern, code) else {CONF_CODE: "guard_code_invalid"}


@callback
def guardable(hass: HomeAssistant) -> dict[str, er.RegistryEntry]:
    """Return the entities of other integrations that can be given a guarded twin."""
    return {
        entry.entity_id: entry
        for entry in er.async_get(hass).entities.values()
        if entry.platform not in _REFUSED
        and not entry.disabled_by
        and entry.entity_category is None
        and not is_adopted(entry)
        and opening_risk(entry.domain, device_class_of(hass, entry)) >= Risk.SENSITIVE
    }


@callback
def device_class_of(hass: HomeAssistant, entry: er.RegistryEntry) -> str | None:
    """Return what an entity is, as its owner or its integration says."""
    if hass.states.get(entry.entity_id):
        return get_device_class(hass, entry.entity_id)
    return entry.device_class or entry.original_device_class


@callback
def title_of(hass: HomeAssistant, entry: er.RegistryEntry) -> str:
    """Return what people call an entity."""
    state = hass.states.get(entry.entity_id)
    return state.name if state else entry.entity_id
