"""Stands in, in tests alone, for what a bare machine has not: other people's words, and two rooms with ears.

Its tools bring in what a test wrote into `planted.json`; its satellites hear bytes that are text.
"""

from typing import Any

from homeassistant.components import websocket_api
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
import probatio

from .assist_satellite import Ear

PLATFORMS = (Platform.ASSIST_SATELLITE, Platform.STT)


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry[Any]) -> bool:
    """Add the satellites and the engine that hears for them."""
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    websocket_api.async_register_command(hass, hear)
    return True


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "bystander/hear",
        probatio.Required("satellite"): str,
        probatio.Required("text"): str,
    }
)
@websocket_api.async_response
async def hear(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Let a satellite hear somebody, and send what the house answers."""
    ear = Ear.of(hass, msg["satellite"])
    connection.send_result(msg["id"], await ear.async_hear(msg["text"]))
