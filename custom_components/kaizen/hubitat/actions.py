"""Actions on hubs and their devices, beyond what entities offer."""

from typing import Any, Final

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.service import async_register_admin_service
import probatio

from ..const import DOMAIN
from .entries import loaded_hubs
from .model import Commands, HubDevice, ImpossibleError
from .model.commands import clear_code, set_code
from .runtime import HubRuntime

ATTR_ARGUMENTS: Final = "arguments"
ATTR_CODE: Final = "code"
ATTR_COMMAND: Final = "command"
ATTR_CONFIG_ENTRY_ID: Final = "config_entry_id"
ATTR_DEVICE_ID: Final = "device_id"
ATTR_NAME: Final = "name"
ATTR_SLOT: Final = "slot"

HIDDEN: Final = "**REDACTED**"
_ARGUMENT: Final = probatio.Any(bool, int, float, str, {str: object})
_SLOT: Final = probatio.All(probatio.Coerce(int), probatio.Range(min=1))

COMMAND_SCHEMA: Final = probatio.Schema(
    {
        probatio.Required(ATTR_DEVICE_ID): cv.string,
        probatio.Required(ATTR_COMMAND): cv.string,
        probatio.Optional(ATTR_ARGUMENTS, default=list): probatio.All(
            probatio.EnsureList(), [_ARGUMENT]
        ),
    }
)
CLEAR_CODE_SCHEMA: Final = probatio.Schema(
    {
        probatio.Required(ATTR_DEVICE_ID): cv.string,
        probatio.Required(ATTR_SLOT): _SLOT,
    }
)
LIST_CODES_SCHEMA: Final = probatio.Schema(
    {probatio.Required(ATTR_DEVICE_ID): cv.string}
)
REFRESH_SCHEMA: Final = probatio.Schema(
    {probatio.Optional(ATTR_CONFIG_ENTRY_ID): cv.string}
)


def _detach_code(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a call and hide the code in the call itself.

    Home Assistant fires an event with the data of every call, which is recorded.
    """
    detached = dict(data)
    if ATTR_CODE in data:
        data[ATTR_CODE] = HIDDEN
    return detached


SET_CODE_SCHEMA: Final = probatio.All(
    _detach_code,
    probatio.Schema(
        {
            probatio.Required(ATTR_DEVICE_ID): cv.string,
            probatio.Required(ATTR_SLOT): _SLOT,
            probatio.Required(probatio.Secret(ATTR_CODE)): cv.string,
            probatio.Required(ATTR_NAME): cv.string,
        }
    ),
)


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for name, action, schema in (
        ("hubitat_command", _async_command, COMMAND_SCHEMA),
        ("set_lock_code", _async_set_code, SET_CODE_SCHEMA),
        ("clear_lock_code", _async_clear_code, CLEAR_CODE_SCHEMA),
    ):
        async_register_admin_service(hass, DOMAIN, name, action, schema)
    async_register_admin_service(
        hass,
        DOMAIN,
        "list_lock_codes",
        _async_list_codes,
        LIST_CODES_SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN, "refresh_hub", _async_refresh, schema=REFRESH_SCHEMA
    )


async def _async_command(call: ServiceCall) -> None:
    """Send a device a command that its owner allows actions to send.

    Raises:
        ServiceValidationError: There is no such device, or the command is not allowed.
        HomeAssistantError: It did not get through, or nobody knows whether it did.
    """
    runtime, device = _find(call)
    command = call.data[ATTR_COMMAND]
    if command not in runtime.settings.commands.get(device.id, ()):
        raise _refused("hub_command_not_allowed", name=device.label, command=command)
    await runtime.send(
        device.id, command, *call.data[ATTR_ARGUMENTS], context=call.context
    )


async def _async_set_code(call: ServiceCall) -> None:
    """Store a code in a lock.

    Raises:
        ServiceValidationError: There is no such lock, or it takes no such code.
        HomeAssistantError: It did not get through, or nobody knows whether it did.
    """
    data = call.data
    runtime, device = _find_keeper_of_codes(call)
    try:
        commands = set_code(data[ATTR_SLOT], data[ATTR_CODE], data[ATTR_NAME])
    except ImpossibleError:
        raise _refused("hub_code_refused", name=device.label) from None
    await _async_send(runtime, device, commands, call)


async def _async_clear_code(call: ServiceCall) -> None:
    """Remove a code from a lock.

    Raises:
        ServiceValidationError: There is no such lock.
        HomeAssistantError: It did not get through, or nobody knows whether it did.
    """
    runtime, device = _find_keeper_of_codes(call)
    await _async_send(runtime, device, clear_code(call.data[ATTR_SLOT]), call)


async def _async_list_codes(call: ServiceCall) -> ServiceResponse:
    """Tell whose codes a lock keeps, and never a code.

    Raises:
        ServiceValidationError: There is no such lock, or it keeps its list to itself.
    """
    _, device = _find_keeper_of_codes(call)
    if device.value("lockCodes") is None:
        raise _refused("hub_codes_unreadable", name=device.label)
    holders = device.numbered("lockCodes").items()
    return {"codes": [{ATTR_SLOT: slot, ATTR_NAME: name} for slot, name in holders]}


async def _async_send(
    runtime: HubRuntime, device: HubDevice, commands: Commands, call: ServiceCall
) -> None:
    for command in commands:
        await runtime.send(
            device.id, command.name, *command.arguments, context=call.context
        )


async def _async_refresh(call: ServiceCall) -> None:
    """Ask one hub, or all, for everything.

    Raises:
        HomeAssistantError: A hub does not answer as it should.
    """
    wanted = call.data.get(ATTR_CONFIG_ENTRY_ID)
    found = [e for e in loaded_hubs(call.hass) if wanted in (None, e.entry_id)]
    if not found:
        raise _refused("hub_no_device")
    for entry in found:
        await entry.runtime_data.refresh()


def _find_keeper_of_codes(call: ServiceCall) -> tuple[HubRuntime, HubDevice]:
    runtime, device = _find(call)
    if not device.is_a("LockCodes", "SecurityKeypad"):
        raise _refused("hub_no_codes", name=device.label)
    return runtime, device


def _find(call: ServiceCall) -> tuple[HubRuntime, HubDevice]:
    """Return the device of a call, and the hub it is on."""
    registered = dr.async_get(call.hass).async_get(call.data[ATTR_DEVICE_ID])
    identifiers = registered.identifiers if registered else set()
    for entry in loaded_hubs(call.hass):
        runtime = entry.runtime_data
        if device := runtime.find(identifiers):
            return runtime, device
    raise _refused("hub_no_device")


def _refused(translation_key: str, **placeholders: str) -> ServiceValidationError:

    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=translation_key,
        translation_placeholders=placeholders,
    )
