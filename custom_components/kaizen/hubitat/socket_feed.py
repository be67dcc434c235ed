"""The event socket, kept open."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from ..const import LOGGER
from .api import SILENCE, HubError, HubEvent, listen
from .settings import HubSettings

PAUSES: Final = (3.0, 6.0, 15.0, 30.0, 60.0)
"""Seconds before each further attempt to connect; the last is repeated."""


class SocketFeed:
    """One hub's event socket while it is wanted."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        settings: HubSettings,
        *,
        receive: Callable[[HubEvent], None],
        connected: Callable[[], None],
        lost: Callable[[], None],
    ) -> None:
        """Hand events to `receive`; tell when the socket opens, and when it breaks."""
        self._hass = hass
        self._entry = entry
        self._settings = settings
        self._receive = receive
        self._connected = connected
        self._lost = lost
        self._task: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()
        self._failures = 0
        self.open = False

    @property
    def possible(self) -> bool:
        """Return whether there can be one: not through Hubitat's cloud."""
        return self._settings.address.event_socket is not None

    @callback
    def async_start(self) -> None:
        """Connect, and again whenever the connection breaks."""
        if self._task is None:
            self._task = self._entry.async_create_background_task(
                self._hass, self._async_run(), f"event socket of {self._entry.title}"
            )

    @callback
    def async_stop(self) -> None:
        """Disconnect."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.open = False

    @callback
    def async_restart(self) -> None:
        """Connect anew."""
        if self._task is not None:
            self.async_stop()
            self.async_start()

    @callback
    def async_hurry(self) -> None:
        """Do not wait any longer before the next attempt."""
        self._hurry.set()

    async def _async_run(self) -> None:
        while True:
            try:
                await self._async_listen()
            except HubError as err:
                if self.open:
                    LOGGER.debug("%s: %s", self._entry.title, err)
            was_open, self.open = self.open, False
            if was_open:
                self._lost()
            pause = PAUSES[min(self._failures, len(PAUSES) - 1)]
            self._failures += 1
            self._hurry.clear()
            try:
                async with asyncio.timeout(pause):
                    await self._hurry.wait()
            except TimeoutError:
                continue

    async def _async_listen(self) -> None:
        url = self._settings.address.event_socket
        assert url is not None
        events = listen(
            async_get_clientsession(self._hass),
            url,
            ssl=self._settings.ssl,
            silence=SILENCE,
            connected=self._note_open,
        )
        async with aclosing(events):
            async for event in events:
                self._failures = 0
                self._receive(event)

    def _note_open(self) -> None:
        self.open = True
        self._connected()
