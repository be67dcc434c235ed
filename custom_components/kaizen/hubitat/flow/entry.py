"""The steps that connect a hub."""

from typing import Any
from uuid import uuid4

from homeassistant.components import webhook
from homeassistant.config_entries import ConfigEntry, ConfigFlow, ConfigFlowResult
from yarl import URL

from ...const import CONF_KIND, EntryKind
from ..api import DeviceRecord, InvalidAddressError
from ..migration import async_follow_new_ids
from ..settings import (
    CONF_ADDRESS,
    CONF_FINGERPRINT,
    CONF_TLS,
    CONF_TOKEN,
    CONF_WEBHOOK_ID,
    Tls,
)
from .connection import (
    CONNECTION_SCHEMA,
    TOKEN_SCHEMA,
    async_fingerprint,
    async_try,
    read_connection,
    read_token,
)


class HubitatFlow(ConfigFlow):
    """Sets up a hub entry; nothing about the hub itself is in its unique id, so that it may change."""

    _hub_form: dict[str, Any] | None = None

    async def async_step_hubitat(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the Maker API app and try it."""
        errors: dict[str, str] = {}
        if user_input is not None:
            data, _, errors = await self._async_try_hub(user_input)
            if not errors:
                await self.async_set_unique_id(uuid4().hex)
                return self.async_create_entry(
                    title=title_for(data),
                    data={
                        CONF_KIND: EntryKind.HUBITAT,
                        CONF_WEBHOOK_ID: webhook.async_generate_id(),
                        **data,
                    },
                )
        return self._show_hub("hubitat", self._hub_form, errors)

    async def async_step_hubitat_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for another address, app or token, or for another hub with the same devices."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            data, devices, errors = await self._async_try_hub(
                user_input, entry.data[CONF_TOKEN]
            )
            if not errors:
                async_follow_new_ids(self.hass, entry, devices)
                return self._save_hub(entry, data)
        known = {**entry.data, CONF_TOKEN: ""}
        return self._show_hub("hubitat_reconfigure", self._hub_form or known, errors)

    async def async_step_hubitat_reauth(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the token the hub accepts."""
        entry = self._get_reauth_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                token = read_token(user_input[CONF_TOKEN])
            except InvalidAddressError:
                errors = {CONF_TOKEN: "hub_invalid_token"}
            else:
                data = {**entry.data, CONF_TOKEN: token}
                _, errors = await async_try(self.hass, data)
                if not errors:
                    return self._save_hub(entry, data)
        return self.async_show_form(
            step_id="hubitat_reauth",
            data_schema=TOKEN_SCHEMA,
            errors=errors,
            description_placeholders={"title": entry.title},
        )

    async def _async_try_hub(
        self, form: dict[str, Any], known_token: str | None = None
    ) -> tuple[dict[str, str], list[DeviceRecord], dict[str, str]]:
        self._hub_form = form
        data, errors = read_connection(form, known_token)
        if errors:
            return data, [], errors
        self._async_abort_entries_match({CONF_ADDRESS: data[CONF_ADDRESS]})
        if data[CONF_TLS] == Tls.FINGERPRINT and CONF_FINGERPRINT not in data:
            shown, errors = await async_fingerprint(self.hass, data)
            self._hub_form = {**form, CONF_FINGERPRINT: shown or ""}
            return data, [], errors
        devices, errors = await async_try(self.hass, data)
        return data, devices, errors

    def _show_hub(
        self, step_id: str, values: dict[str, Any] | None, errors: dict[str, str]
    ) -> ConfigFlowResult:
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(CONNECTION_SCHEMA, values),
            errors=errors,
        )

    def _save_hub(self, entry: ConfigEntry, data: dict[str, str]) -> ConfigFlowResult:
        named_by_owner = entry.title != title_for(entry.data)
        return self.async_update_reload_and_abort(
            entry,
            title=entry.title if named_by_owner else title_for(data),
            data={
                CONF_KIND: EntryKind.HUBITAT,
                CONF_WEBHOOK_ID: entry.data[CONF_WEBHOOK_ID],
                **data,
            },
        )


def title_for(data: Any) -> str:
    """Return the name of an entry: several are told apart by their hubs."""
    return f"Hubitat ({URL(data[CONF_ADDRESS]).host})"
