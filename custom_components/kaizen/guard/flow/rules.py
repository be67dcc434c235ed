"""Adding and changing a rule: one thing that words may unsecure, and how."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigSubentryFlow, SubentryFlowResult
from homeassistant.data_entry_flow import section
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import BooleanSelector, TimeSelector
import probatio

from ...const import DOMAIN
from ..entry import CONF_REGISTRY_ID, SUBENTRY_RULE
from ..means import async_lacking
from ..model import Factor, Risk
from ..policy import (
    CONF_AFTER,
    CONF_BEFORE,
    CONF_CHAT,
    CONF_COOLDOWN,
    CONF_ENTITY_ID,
    CONF_FACTORS,
    CONF_HOMEKIT,
    CONF_RATE,
    CONF_RISK,
    CONF_SATELLITES,
    CONF_WEEKDAYS,
    CONF_WINDOW,
    DEFAULT_RATE,
    MAX_COOLDOWN,
    MAX_RATE,
    PRESETS,
    SECRETS,
    Policy,
)
from ..window import WEEKDAYS
from .fields import among, choice, number, satellites
from .who import owner_only

_OFFERED: Final = frozenset(
    {"alarm_control_panel", "cover", "lock", "siren", "switch", "valve"}
)
"""The domains of Kaizen's own entities that a rule can be about."""

_WINDOW: Final = probatio.Schema(
    {
        probatio.Optional(CONF_AFTER): TimeSelector(),
        probatio.Optional(CONF_BEFORE): TimeSelector(),
        probatio.Optional(CONF_WEEKDAYS, default=list(WEEKDAYS)): choice(
            "guard_weekdays", WEEKDAYS, multiple=True
        ),
    }
)
_RULE: Final = probatio.Schema(
    {
        probatio.Optional(CONF_FACTORS, default=list): choice(
            "guard_factors", list(Factor), multiple=True
        ),
        probatio.Optional(CONF_SATELLITES, default=list): satellites(),
        probatio.Required(CONF_CHAT, default=True): BooleanSelector(),
        probatio.Required(CONF_WINDOW): section(_WINDOW, {"collapsed": True}),
        probatio.Required(CONF_COOLDOWN, default=0): number(0, MAX_COOLDOWN, "s"),
        probatio.Required(CONF_RATE, default=DEFAULT_RATE): number(1, MAX_RATE),
        probatio.Required(CONF_HOMEKIT, default=False): BooleanSelector(),
        probatio.Optional(CONF_RISK): choice(
            "guard_risk",
            [
                risk.name.lower()
                for risk in (Risk.COMFORT, Risk.SENSITIVE, Risk.UNSECURING)
            ],
        ),
    }
)


class RuleFlow(ConfigSubentryFlow):
    """Says how one thing may be unsecured."""

    _about: Mapping[str, str]
    """The entity, by its id and its registry id."""
    _title: str
    _form: dict[str, Any]

    @owner_only
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the entity."""
        offered = self._offered()
        if not offered:
            return self.async_abort(reason="guard_nothing_to_guard")
        if user_input is not None:
            entity_id = user_input[CONF_ENTITY_ID]
            known = er.async_get(self.hass).async_get(entity_id)
            if known and entity_id in offered:
                state = self.hass.states.get(entity_id)
                self._title = state.name if state else entity_id
                self._about = {CONF_ENTITY_ID: entity_id, CONF_REGISTRY_ID: known.id}
                return await self.async_step_settings()
        schema = probatio.Schema({probatio.Required(CONF_ENTITY_ID): among(offered)})
        return self.async_show_form(step_id="user", data_schema=schema)

    @owner_only
    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Start from the rule as it is."""
        subentry = self._get_reconfigure_subentry()
        self._title = subentry.title
        self._about = {
            key: subentry.data[key] for key in (CONF_ENTITY_ID, CONF_REGISTRY_ID)
        }
        return await self.async_step_settings()

    @owner_only
    async def async_step_settings(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask how it may be unsecured, and refuse what could never be."""
        errors: dict[str, str] = {}
        if user_input is not None:
            self._form = user_input
            policy = Policy.read(self._get_entry().options)
            terms = PRESETS[policy.preset]
            lacking = await async_lacking(self.hass, policy)
            asked = frozenset(map(Factor, user_input[CONF_FACTORS]))
            demanded = asked or (terms.factors if terms else frozenset())
            chat = user_input[CONF_CHAT] and (terms is None or terms.chat)
            errors = _errors(user_input, asked, demanded & lacking, chat=chat)
            if not errors and Factor.PIN in demanded & lacking:
                return await self.async_step_no_pin()
            if not errors:
                return self._save()
        shown = user_input or (
            {} if self.source == "user" else self._get_reconfigure_subentry().data
        )
        return self.async_show_form(
            step_id="settings",
            data_schema=self.add_suggested_values_to_schema(_RULE, shown),
            errors=errors,
            description_placeholders={"name": self._title},
        )

    @owner_only
    async def async_step_no_pin(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Warn that nobody has a PIN yet."""
        if user_input is not None:
            return self._save()
        return self.async_show_form(
            step_id="no_pin", data_schema=probatio.Schema({}), last_step=True
        )

    def _save(self) -> SubentryFlowResult:
        data = {**self._about, **self._form}
        if self.source == "user":
            return self.async_create_entry(
                title=self._title,
                data=data,
                unique_id=f"{SUBENTRY_RULE}_{self._about[CONF_REGISTRY_ID]}",
            )
        return self.async_update_and_abort(
            self._get_entry(), self._get_reconfigure_subentry(), data=data
        )

    def _offered(self) -> list[str]:
        """Return Kaizen's own entities, its guarded twins among them, that have no rule yet."""
        taken = {
            subentry.data.get(CONF_REGISTRY_ID)
            for subentry in self._get_entry().subentries.values()
            if subentry.subentry_type == SUBENTRY_RULE
        }
        return [
            entry.entity_id
            for entry in er.async_get(self.hass).entities.values()
            if entry.platform == DOMAIN
            and entry.domain in _OFFERED
            and not entry.disabled_by
            and entry.id not in taken
        ]


def _errors(
    form: Mapping[str, Any],
    asked: frozenset[Factor],
    lacking: frozenset[Factor],
    *,
    chat: bool,
) -> dict[str, str]:
    """Return what makes a rule one that nobody could ever meet, or that anybody could."""
    errors: dict[str, str] = {}
    if asked and not asked & SECRETS:
        errors[CONF_FACTORS] = "guard_needs_secret"
    elif Factor.PHONE in lacking:
        errors[CONF_FACTORS] = "guard_no_phone"
    if not chat and not form[CONF_SATELLITES]:
        errors[CONF_SATELLITES] = "guard_no_satellite"
    window = form[CONF_WINDOW]
    limits = (window.get(CONF_AFTER), window.get(CONF_BEFORE))
    if not window[CONF_WEEKDAYS] or (limits[0] and limits[0] == limits[1]):
        errors["base"] = "guard_window_never"
    return errors
