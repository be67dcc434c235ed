"""What an owner decides about a hub and its devices."""

from typing import Any, Final

from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigFlowResult,
    OptionsFlowWithReload,
)
from homeassistant.const import UnitOfTemperature
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    Selector,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
import probatio
from yarl import URL

from ..model import HubDevice
from ..settings import (
    CONF_COMMANDS,
    CONF_CONTACT,
    CONF_COVER,
    CONF_DEVICE_KIND,
    CONF_DEVICES,
    CONF_INTERNAL_URL,
    CONF_TEMPERATURE_UNIT,
    CONF_TRANSPORT,
    CONF_VARIABLES,
    Transport,
)

CONF_DEVICE: Final = "device"


def _choice(options: list[str], translation_key: str | None = None) -> Selector[Any]:
    config = SelectSelectorConfig(options=options, mode=SelectSelectorMode.DROPDOWN)
    if translation_key:
        config["translation_key"] = translation_key
    return SelectSelector(config)


_SETTINGS_SCHEMA: Final = probatio.Schema(
    {
        probatio.Required(CONF_TEMPERATURE_UNIT): _choice(
            [UnitOfTemperature.CELSIUS, UnitOfTemperature.FAHRENHEIT]
        ),
        probatio.Required(CONF_TRANSPORT, default=Transport.AUTO): _choice(
            list(Transport), "transport"
        ),
        probatio.Optional(CONF_INTERNAL_URL): TextSelector(),
        probatio.Required(CONF_VARIABLES, default=False): BooleanSelector(),
    }
)
OVERRIDES: Final[dict[str, Selector[Any]]] = {
    CONF_DEVICE_KIND: _choice(["switch", "light"], "device_kind"),
    CONF_CONTACT: _choice(["door", "window", "garage_door", "opening"], "contact"),
    CONF_COVER: _choice(
        ["garage", "gate", "door", "shade", "blind", "curtain", "awning"], "cover"
    ),
}


class HubitatOptionsFlow(OptionsFlowWithReload):
    """Changes the settings of a hub, or of one of its devices."""

    _device: HubDevice

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what to change."""
        return self.async_show_menu(step_id="init", menu_options=["settings", "device"])

    async def async_step_settings(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the settings of the hub."""
        errors: dict[str, str] = {}
        if user_input is not None:
            url = user_input.pop(CONF_INTERNAL_URL, "").strip()
            kept = {CONF_DEVICES: self.config_entry.options.get(CONF_DEVICES, {})}
            if not url:
                return self.async_create_entry(data={**kept, **user_input})
            user_input[CONF_INTERNAL_URL] = url
            if _is_web_address(url):
                return self.async_create_entry(data={**kept, **user_input})
            errors[CONF_INTERNAL_URL] = "internal_url_invalid"
        shown = user_input or {
            CONF_TEMPERATURE_UNIT: self.hass.config.units.temperature_unit,
            **self.config_entry.options,
        }
        return self.async_show_form(
            step_id="settings",
            data_schema=self.add_suggested_values_to_schema(_SETTINGS_SCHEMA, shown),
            errors=errors,
        )

    async def async_step_device(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the device to decide about."""
        if self.config_entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="hub_not_loaded")
        devices = self.config_entry.runtime_data.state.devices
        if user_input is not None:
            if (device := devices.get(user_input[CONF_DEVICE])) is not None:
                self._device = device
                return await self.async_step_device_settings()
        choices = [
            SelectOptionDict(value=device.id, label=f"{device.label} ({device.id})")
            for device in sorted(devices.values(), key=lambda device: device.label)
        ]
        schema = {
            probatio.Required(CONF_DEVICE): SelectSelector(
                SelectSelectorConfig(options=choices, mode=SelectSelectorMode.DROPDOWN)
            )
        }
        return self.async_show_form(
            step_id="device", data_schema=probatio.Schema(schema)
        )

    async def async_step_device_settings(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what the device is, where its driver does not tell, and which commands actions may send it."""
        options = dict(self.config_entry.options)
        devices = dict(options.get(CONF_DEVICES, {}))
        if user_input is not None:
            devices[self._device.id] = {k: v for k, v in user_input.items() if v}
            if not devices[self._device.id]:
                del devices[self._device.id]
            return self.async_create_entry(data={**options, CONF_DEVICES: devices})
        commands = SelectSelector(
            SelectSelectorConfig(
                options=sorted(self._device.commands),
                multiple=True,
                mode=SelectSelectorMode.DROPDOWN,
            )
        )
        schema = {
            **{probatio.Optional(name): field for name, field in OVERRIDES.items()},
            probatio.Optional(CONF_COMMANDS): commands,
        }
        return self.async_show_form(
            step_id="device_settings",
            data_schema=self.add_suggested_values_to_schema(
                probatio.Schema(schema), devices.get(self._device.id, {})
            ),
            description_placeholders={"device": self._device.label},
        )


def _is_web_address(text: str) -> bool:
    try:
        url = URL(text)
    except ValueError:
        return False
    return url.scheme in ("http", "https") and bool(url.host) and not url.query
