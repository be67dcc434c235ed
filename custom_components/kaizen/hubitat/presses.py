"""Presses of buttons on their way to device triggers, which are there before and after a hub's entry is loaded."""

from collections.abc import Collection
from functools import partial

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send

from ..const import DOMAIN
from .model import Changes
from .runtime import HubConfigEntry


def press_signal(device_identifier: str) -> str:
    """Return the signal that tells each press on a device, given how it is registered."""
    return f"{DOMAIN}_press_{device_identifier}"


@callback
def async_relay_presses(hass: HomeAssistant, entry: HubConfigEntry) -> None:
    """Tell every press on a hub's devices, until the entry is unloaded."""
    runtime = entry.runtime_data
    heard: set[str] = set()

    @callback
    def relay(device_id: str, changes: Changes) -> None:
        for press in changes.presses:
            if press.device_id == device_id:
                identifier = f"{runtime.hub_id}_{device_id}"
                async_dispatcher_send(hass, press_signal(identifier), press)

    @callback
    def listen(device_ids: Collection[str]) -> None:
        for device_id in set(device_ids) - heard:
            heard.add(device_id)
            remove = runtime.subscribe(device_id, partial(relay, device_id))
            entry.async_on_unload(remove)

    entry.async_on_unload(runtime.on_new_devices(listen))
