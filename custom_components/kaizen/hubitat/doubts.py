"""Devices whose state is in doubt are asked for it."""

from collections.abc import Callable, Iterable
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .api import EventKind, HubError, HubEvent, MakerApi
from .model import PRESS_TYPES, Changes, HubState

BOUNCE: Final = 5.0
"""Seconds within which two different words for one attribute may have come in the wrong order."""
PAUSES: Final = (3.0, 20.0)
"""Seconds after which a device is asked: at once, and when the slowest of them has moved."""
MOST: Final = 64
"""Devices in doubt at once; beyond that the next reconcile settles it."""


class Doubts:
    """Asks devices again: after commands that may not have arrived, after events that contradict each other."""

    def __init__(
        self,
        hass: HomeAssistant,
        api: MakerApi,
        state: HubState,
        publish: Callable[[Changes], None],
    ) -> None:
        """Ask through `api`."""
        self._hass = hass
        self._api = api
        self._state = state
        self._publish = publish
        self._pending: dict[tuple[str, float], CALLBACK_TYPE] = {}
        self._last: dict[tuple[str, str], tuple[float, str | None]] = {}

    @callback
    def async_raise(self, devices: Iterable[str]) -> None:
        """Ask devices after each of `PAUSES`."""
        for device_id in devices:
            for pause in PAUSES:
                self._ask_after(pause, device_id)

    @callback
    def async_hear(self, event: HubEvent) -> None:
        """Ask a device that says one thing and then another: events carry no time and may overtake each other.

        Numbers are left out: sensors that change all the time would be asked all the time.
        """
        if event.kind is not EventKind.DEVICE or event.device_id is None:
            return
        if event.name in PRESS_TYPES or _is_number(event.value):
            return
        key = event.device_id, event.name
        now = self._hass.loop.time()
        at, before = self._last.pop(key, (-BOUNCE, event.value))
        self._last[key] = now, event.value
        if before != event.value and now - at < BOUNCE:
            self._ask_after(PAUSES[0], event.device_id)
        while len(self._last) > MOST:
            del self._last[next(iter(self._last))]

    @callback
    def async_stop(self) -> None:
        """Ask nobody any more."""
        for cancel in self._pending.values():
            cancel()
        self._pending.clear()

    def _ask_after(self, pause: float, device_id: str) -> None:
        key = device_id, pause
        if cancel := self._pending.pop(key, None):
            cancel()
        elif len(self._pending) >= MOST:
            return

        async def ask(_: object) -> None:
            self._pending.pop(key, None)
            await self._async_ask(device_id)

        self._pending[key] = async_call_later(self._hass, pause, ask)

    async def _async_ask(self, device_id: str) -> None:
        mark = self._state.mark()
        try:
            record = await self._api.device(device_id)
        except HubError:
            return
        changes = self._state.refresh(record, mark)
        self._publish(changes)
        if changes.contested:
            self._ask_after(PAUSES[0], device_id)


def _is_number(text: str | None) -> bool:
    try:
        float(text or "")
    except ValueError:
        return False
    return True
