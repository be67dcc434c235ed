"""How the hubs are."""

from typing import Any

from homeassistant.core import HomeAssistant

from .entries import loaded_hubs


async def async_health(hass: HomeAssistant) -> dict[str, Any]:
    """Return what is known of all hubs together; they are looked after all the time and not asked."""
    hubs = [entry.runtime_data for entry in loaded_hubs(hass)]
    reachable = bool(hubs) and all(hub.available for hub in hubs)
    return {
        "can_reach_hub": "ok"
        if reachable
        else {"type": "failed", "error": "unreachable"},
        "hub_devices": sum(len(hub.state.devices) for hub in hubs),
        "hub_events": ", ".join(str(hub.link.feeds.active) for hub in hubs) or "-",
    }
