"""The form in which the owner gives a person a PIN."""

from collections.abc import Mapping
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio

from ..audit import AuditEntry, AuditKind
from ..entry import async_policy
from ..people import async_trusted
from ..runtime import GUARD
from .who import current_user

CONF_PERSON: Final = "person"
CONF_PIN: Final = "pin"
CONF_DURESS: Final = "duress"

_HIDDEN: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="new-password")
)


async def async_pin_form(hass: HomeAssistant) -> probatio.Schema:
    """Return a form that names those whose PIN counts, beginning with the one at the page."""
    trusted = await async_trusted(hass, async_policy(hass))
    users = [user for user in await hass.auth.async_get_users() if user.id in trusted]
    people = SelectSelector(
        SelectSelectorConfig(
            options=[
                SelectOptionDict(value=user.id, label=user.name or user.id)
                for user in users
            ]
        )
    )
    user = current_user()
    own = user.id if user and user.id in trusted else probatio.UNDEFINED
    return probatio.Schema(
        {
            probatio.Required(CONF_PERSON, default=own): people,
            probatio.Required(CONF_PIN): _HIDDEN,
            probatio.Optional(CONF_DURESS): _HIDDEN,
        }
    )


async def async_give_pin(hass: HomeAssistant, form: Mapping[str, str]) -> None:
    """Give a person a PIN, instead of any before.

    Raises:
        PinRefusedError: It, or the one for duress, cannot be had.
        GuardStoreError: It could not be remembered.
        HomeAssistantError: It could not be recorded that there is a new one.
    """
    guard = hass.data[GUARD]
    await guard.keypad.async_set(
        form[CONF_PERSON], form[CONF_PIN], form.get(CONF_DURESS)
    )
    user = current_user()
    await guard.audit.async_note(
        AuditEntry(
            kind=AuditKind.POLICY,
            verb="guard.set_pin",
            actor=user.id if user else None,
            subject=form[CONF_PERSON],
        )
    )
