"""A hub's entry as an owner hands it over with a report: whole, but without secrets."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from yarl import URL

from .model import HubDevice
from .runtime import HubConfigEntry, HubRuntime
from .settings import (
    CONF_ADDRESS,
    CONF_FINGERPRINT,
    CONF_INTERNAL_URL,
    CONF_TOKEN,
    CONF_WEBHOOK_ID,
)

TO_REDACT: Final = frozenset({CONF_TOKEN, CONF_WEBHOOK_ID, CONF_FINGERPRINT})
_ENUMERATED: Final = (bool, int, float)


async def async_describe(hass: HomeAssistant, entry: HubConfigEntry) -> dict[str, Any]:
    """Return settings, how events come, and what the devices are and say.

    Texts that devices report may be anything, so only their length is told; names tell who lives
    in a house and are left out.
    """
    described: dict[str, Any] = {
        "entry": {
            "version": entry.version,
            "state": entry.state.value,
            "data": async_redact_data(dict(entry.data), TO_REDACT)
            | {CONF_ADDRESS: _path(entry.data[CONF_ADDRESS])},
            "options": dict(entry.options) | _redacted_url(entry.options),
        }
    }
    if entry.state is not ConfigEntryState.LOADED:
        return described
    return described | _runtime(entry.runtime_data)


def _runtime(hub: HubRuntime) -> dict[str, Any]:
    state, feeds = hub.state, hub.link.feeds
    return {
        "available": hub.available,
        "events": {
            "transport": feeds.active,
            "socket_open": feeds.socket_open,
            "heard": feeds.events,
            "strikes": feeds.strikes,
        },
        "modes": len(state.modes),
        "hsm": {"status": state.hsm.status, "alerts": sorted(state.hsm.alerts)},
        "variables": [variable.type for variable in state.variables.values()],
        "devices": [_device(device) for device in state.devices.values()],
    }


def _device(device: HubDevice) -> dict[str, Any]:
    return {
        "id": device.id,
        "driver": device.type,
        "capabilities": sorted(device.capabilities),
        "commands": sorted(device.commands),
        "attributes": {
            name: _told(value, device.choices(name))
            for name, value in device.values.items()
        },
    }


def _told(value: Any, choices: tuple[str, ...]) -> Any:
    if value is None or isinstance(value, _ENUMERATED) or value in choices:
        return value
    return f"{type(value).__name__} of length {len(value)}"


def _path(address: str) -> str:
    """Return an address without the part that names the hub in the cloud."""
    url = URL(address)
    return f"{url.scheme}://{url.host if 'cloud' not in str(url.host) else 'cloud'}"


def _redacted_url(options: Mapping[str, Any]) -> dict[str, Any]:
    if url := options.get(CONF_INTERNAL_URL):
        return {CONF_INTERNAL_URL: str(URL(url).with_user(None))}
    return {}
