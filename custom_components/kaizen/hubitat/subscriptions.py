"""Who wants to know what changes on a hub."""

from collections.abc import Callable, Collection
from typing import Final, cast

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.util.logging import catch_log_exception

from .model import Changes

type Listener = Callable[[Changes], None]
type DevicesListener = Callable[[Collection[str]], None]

HUB: Final = None
"""In place of a device's id: modes, HSM and variables."""


class Subscriptions:
    """The listeners of one hub; one that fails is logged and does not stop the others."""

    def __init__(self) -> None:
        """Start without any."""
        self._listeners: dict[str | None, list[Listener]] = {}
        self._of_devices: list[DevicesListener] = []

    @callback
    def async_add(self, device_id: str | None, listener: Listener) -> CALLBACK_TYPE:
        """Call a listener with what changes about a device, or about the hub."""
        safe = _safe(listener)
        self._listeners.setdefault(device_id, []).append(safe)

        def remove() -> None:
            self._listeners[device_id].remove(safe)
            if not self._listeners[device_id]:
                del self._listeners[device_id]

        return remove

    @callback
    def async_add_for_devices(self, listener: DevicesListener) -> CALLBACK_TYPE:
        """Call a listener with the devices whose entities have to be looked at."""
        safe = _safe(listener)
        self._of_devices.append(safe)
        return lambda: self._of_devices.remove(safe)

    @callback
    def async_publish(self, changes: Changes) -> None:
        """Tell everyone whom it concerns."""
        if shaped := changes.added | changes.reshaped:
            for tell in list(self._of_devices):
                tell(shaped)
        devices = changes.devices | changes.removed | changes.added
        concerned: set[str | None] = {
            *devices,
            *(press.device_id for press in changes.presses),
        }
        if _concerns_hub(changes):
            concerned.add(HUB)
        for device_id in concerned & self._listeners.keys():
            self._tell(device_id, changes)

    @callback
    def async_publish_to_all(self) -> None:
        """Tell everyone that the hub is available again, or not any more."""
        for device_id in list(self._listeners):
            self._tell(device_id, Changes())

    def _tell(self, device_id: str | None, changes: Changes) -> None:
        for tell in list(self._listeners.get(device_id, ())):
            tell(changes)


def _concerns_hub(changes: Changes) -> bool:
    return bool(
        changes.mode
        or changes.modes
        or changes.hsm
        or changes.alert
        or changes.arming_failed
        or changes.variables
        or changes.variables_reshaped
    )


def _safe[T](listener: Callable[[T], None]) -> Callable[[T], None]:
    safe = catch_log_exception(listener, lambda *_: f"Error in {listener}")
    return cast(Callable[[T], None], safe)
