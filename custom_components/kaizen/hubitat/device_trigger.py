"""Device triggers: a button was pushed, held, double-tapped or released, a surface touched."""

from typing import Final

from homeassistant.components.device_automation import (
    DEVICE_TRIGGER_BASE_SCHEMA,
    InvalidDeviceAutomationConfig,
)
from homeassistant.const import CONF_DEVICE_ID, CONF_DOMAIN, CONF_PLATFORM, CONF_TYPE
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.trigger import TriggerActionType, TriggerInfo
from homeassistant.helpers.typing import ConfigType
import probatio

from ..const import DOMAIN
from .entries import loaded_hubs
from .model import PRESS_TYPES, EntityBlueprint, Press
from .presses import press_signal

CONF_SUBTYPE: Final = "subtype"
"""The button's number; a surface has none."""

type Kind = tuple[str, int]
"""What was done, and to which button; 0 is a surface."""

_TYPES: Final = {attribute: kind for attribute, (_, kind) in PRESS_TYPES.items()}

TRIGGER_SCHEMA: Final = DEVICE_TRIGGER_BASE_SCHEMA.extend(
    {
        probatio.Required(CONF_TYPE): probatio.In(list(_TYPES.values())),
        probatio.Optional(CONF_SUBTYPE): probatio.All(str, probatio.Match(r"\d+$")),
    }
)


async def async_get_triggers(
    hass: HomeAssistant, device_id: str
) -> list[dict[str, str]]:
    """Return the triggers of a device."""
    return [
        {
            CONF_PLATFORM: "device",
            CONF_DOMAIN: DOMAIN,
            CONF_DEVICE_ID: device_id,
            CONF_TYPE: kind,
            **({CONF_SUBTYPE: str(button)} if button else {}),
        }
        for kind, button in _kinds(hass, device_id) or ()
    ]


async def async_validate_trigger_config(
    hass: HomeAssistant, config: ConfigType
) -> ConfigType:
    """Return a valid config.

    Raises:
        InvalidDeviceAutomationConfig: The device has no such button; not known while its hub is not loaded.
    """
    config = TRIGGER_SCHEMA(config)
    kinds = _kinds(hass, config[CONF_DEVICE_ID])
    if kinds is not None and _kind(config) not in kinds:
        raise InvalidDeviceAutomationConfig(
            translation_domain=DOMAIN, translation_key="hub_no_button"
        )
    return config


async def async_attach_trigger(
    hass: HomeAssistant,
    config: ConfigType,
    action: TriggerActionType,
    trigger_info: TriggerInfo,
) -> CALLBACK_TYPE:
    """Run an action on every such press, also after the hub's entry was loaded anew.

    Raises:
        InvalidDeviceAutomationConfig: The device is no hub's.
    """
    identifiers = _identifiers(hass, config[CONF_DEVICE_ID])
    own = [name for domain, name in identifiers if domain == DOMAIN]
    if not own:
        raise InvalidDeviceAutomationConfig(
            translation_domain=DOMAIN, translation_key="hub_no_device"
        )
    job = HassJob(action)
    kind, button = wanted = _kind(config)
    told = f"{kind} {button}" if button else kind

    @callback
    def hear(press: Press) -> None:
        if (_TYPES[press.attribute], press.button) == wanted:
            data = {**config, "description": told}
            trigger = {**trigger_info["trigger_data"], **data}
            hass.async_run_hass_job(job, {"trigger": trigger})

    return async_dispatcher_connect(hass, press_signal(own[0]), hear)


def _kind(config: ConfigType) -> Kind:
    return config[CONF_TYPE], int(config.get(CONF_SUBTYPE, 0))


def _kinds(hass: HomeAssistant, device_id: str) -> list[Kind] | None:
    """Return what can be done to a device; None while no loaded hub has it."""
    for entry in loaded_hubs(hass):
        if found := entry.runtime_data.find(_identifiers(hass, device_id)):
            blueprints = entry.runtime_data.blueprints(found.id)
            return [kind for b in blueprints for kind in _of(b)]
    return None


def _of(blueprint: EntityBlueprint) -> list[Kind]:
    if blueprint.platform != "event":
        return []
    return [(kind, blueprint.button or 0) for kind in blueprint.options]


def _identifiers(hass: HomeAssistant, device_id: str) -> set[tuple[str, str]]:
    registry = dr.async_get(hass)
    device = registry.async_get(device_id, include_child_devices=False)
    return device.identifiers if device else set()
