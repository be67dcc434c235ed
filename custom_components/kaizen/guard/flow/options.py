"""What the owner decides about the house as a whole."""

from typing import Any, Final

from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
)
import probatio

from ..entry import async_rules
from ..means import async_lacking
from ..model import Factor, Risk
from ..policy import (
    CONF_AUTOMATIONS_UNSECURE,
    CONF_CEILINGS,
    CONF_DASHBOARD_FACTORS,
    CONF_GUEST_ENTITIES,
    CONF_GUESTS,
    CONF_OWNERS,
    CONF_PRESET,
    CONF_TRASH_DAYS,
    CONF_TRUST_EVERYONE,
    CONF_TRUSTED,
    DEFAULT_TRASH_DAYS,
    MAX_TRASH_DAYS,
    MIN_TRASH_DAYS,
    PRESETS,
    Policy,
    Preset,
)
from ..proof.pins import PinRefusedError
from ..store import GuardStoreError
from .fields import async_people, choice, number, satellites
from .pins import async_give_pin, async_pin_form
from .who import owner_only

CONF_SATELLITE: Final = "satellite"
CONF_CEILING: Final = "ceiling"

_HOUSE: Final = probatio.Schema(
    {
        probatio.Required(CONF_PRESET, default=Preset.OFF): choice(
            "guard_preset", list(Preset)
        ),
        probatio.Required(CONF_AUTOMATIONS_UNSECURE, default=True): BooleanSelector(),
        probatio.Optional(CONF_DASHBOARD_FACTORS, default=list): choice(
            "guard_factors", [Factor.PIN, Factor.PHONE], multiple=True
        ),
        probatio.Required(CONF_TRASH_DAYS, default=DEFAULT_TRASH_DAYS): number(
            MIN_TRASH_DAYS, MAX_TRASH_DAYS, "d"
        ),
    }
)
_CEILING: Final = probatio.Schema(
    {
        probatio.Required(CONF_SATELLITE): satellites(multiple=False),
        probatio.Optional(CONF_CEILING): choice(
            "guard_ceiling", [risk.name.lower() for risk in Risk]
        ),
    }
)


class GuardOptionsFlow(OptionsFlow):
    """Changes the guard's settings; each is read when it matters, nothing is reloaded."""

    _changes: dict[str, Any]

    @owner_only
    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Begin with a page of the guard's own."""
        return await self.async_step_guard()

    @owner_only
    async def async_step_guard(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what to change."""
        return self.async_show_menu(
            step_id="guard",
            menu_options=[
                "guard_house",
                "guard_people",
                "guard_pin",
                "guard_satellite",
            ],
        )

    @owner_only
    async def async_step_guard_house(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how much proof the house wants."""
        errors: dict[str, str] = {}
        if user_input is not None:
            self._changes = user_input
            lacking = await self._async_lacking(user_input)
            if Factor.PHONE in lacking[CONF_PRESET]:
                errors[CONF_PRESET] = "guard_no_phone"
            if Factor.PHONE in lacking[CONF_DASHBOARD_FACTORS]:
                errors[CONF_DASHBOARD_FACTORS] = "guard_no_phone"
            if Factor.PIN in lacking[CONF_DASHBOARD_FACTORS]:
                # Unlike a voice that is refused, nobody would open anything from any page.
                errors[CONF_DASHBOARD_FACTORS] = "guard_no_pin"
            if not errors:
                if Factor.PIN in lacking[CONF_PRESET]:
                    return await self.async_step_guard_no_pin()
                return self._save(user_input)
        return self._show("guard_house", _HOUSE, user_input, errors)

    @owner_only
    async def async_step_guard_no_pin(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Warn that nobody has a PIN yet."""
        if user_input is not None:
            return self._save(self._changes)
        return self.async_show_form(
            step_id="guard_no_pin", data_schema=probatio.Schema({}), last_step=True
        )

    @owner_only
    async def async_step_guard_people(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask who is who."""
        errors: dict[str, str] = {}
        if user_input is not None:
            guests = set(user_input.get(CONF_GUESTS, []))
            hosts = {
                *user_input.get(CONF_OWNERS, []),
                *user_input.get(CONF_TRUSTED, []),
            }
            if not guests & hosts:
                return self._save(user_input)
            errors[CONF_GUESTS] = "guard_guest_and_host"
        people = await async_people(self.hass)
        schema = probatio.Schema(
            {
                probatio.Optional(CONF_OWNERS, default=list): people,
                probatio.Required(CONF_TRUST_EVERYONE, default=True): BooleanSelector(),
                probatio.Optional(CONF_TRUSTED, default=list): people,
                probatio.Optional(CONF_GUESTS, default=list): people,
                probatio.Optional(CONF_GUEST_ENTITIES, default=list): EntitySelector(
                    EntitySelectorConfig(multiple=True)
                ),
            }
        )
        return self._show("guard_people", schema, user_input, errors)

    @owner_only
    async def async_step_guard_pin(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Give somebody a PIN, which is kept by the guard and never among the options."""
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                await async_give_pin(self.hass, user_input)
            except PinRefusedError as err:
                errors["base"] = f"guard_pin_{err.problem}"
            except GuardStoreError as err:
                return self.async_abort(reason=f"guard_store_{err.problem}")
            else:
                return self._save({})
        return self.async_show_form(
            step_id="guard_pin",
            data_schema=await async_pin_form(self.hass),
            errors=errors,
        )

    @owner_only
    async def async_step_guard_satellite(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the gravest that may be wished at a satellite."""
        if user_input is not None:
            ceilings = dict(self.config_entry.options.get(CONF_CEILINGS, {}))
            ceilings.pop(user_input[CONF_SATELLITE], None)
            if ceiling := user_input.get(CONF_CEILING):
                ceilings[user_input[CONF_SATELLITE]] = ceiling
            return self._save({CONF_CEILINGS: ceilings})
        return self.async_show_form(step_id="guard_satellite", data_schema=_CEILING)

    async def _async_lacking(
        self, form: dict[str, Any]
    ) -> dict[str, frozenset[Factor]]:
        """Return by field what it asks for and nobody can give."""
        options = {**self.config_entry.options, **form}
        policy = Policy.read(options, async_rules(self.hass, self.config_entry))
        lacking = await async_lacking(self.hass, policy)
        terms = PRESETS[policy.preset]
        return {
            CONF_PRESET: lacking & terms.factors if terms else frozenset(),
            CONF_DASHBOARD_FACTORS: lacking & policy.dashboard_factors,
        }

    def _show(
        self,
        step_id: str,
        schema: probatio.Schema,
        user_input: dict[str, Any] | None,
        errors: dict[str, str],
    ) -> ConfigFlowResult:
        shown = user_input or self.config_entry.options
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, shown),
            errors=errors,
        )

    def _save(self, changes: dict[str, Any]) -> ConfigFlowResult:
        return self.async_create_entry(data={**self.config_entry.options, **changes})
