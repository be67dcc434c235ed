"""How a hub's events come: by webhook or by event socket, whichever works."""

from collections.abc import Callable
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from ..const import LOGGER
from .api import EventKind, HubError, HubEvent, MakerApi
from .issues import NO_EVENTS, NO_LOCATION_EVENTS, NO_WEBHOOK, HubIssues
from .model import Changes
from .settings import HubSettings, Transport
from .socket_feed import SocketFeed
from .webhook import async_listen, webhook_url

STRIKES: Final = 2
"""Reconciles that find what no event told before a way of getting events counts as broken."""
OVERLAP: Final = 5.0
"""Seconds both ways are open before the webhook that works again takes over."""


class Feeds:
    """Gets events by one way at a time, so that none counts twice."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        *,
        api: MakerApi,
        settings: HubSettings,
        issues: HubIssues,
        receive: Callable[[HubEvent], None],
        catch_up: Callable[[], None],
        lost: Callable[[], None],
    ) -> None:
        """Hand events to `receive`; `catch_up` is called when some may have been missed, `lost` when the hub may be gone."""
        self.active: Transport | None = None
        """WEBHOOK or SOCKET; None until it is decided."""
        self.events = 0
        """Heard since the start."""
        self._hass = hass
        self._entry = entry
        self._api = api
        self._settings = settings
        self._issues = issues
        self._receive = receive
        self._catch_up = catch_up
        self._socket = SocketFeed(
            hass,
            entry,
            settings,
            receive=lambda event: self._hear(Transport.SOCKET, event),
            connected=catch_up,
            lost=lost,
        )
        self._strikes = 0
        self._location_strikes = 0
        self._heard = False
        self._returning = False

    @property
    def socket_open(self) -> bool:
        """Return whether the event socket is connected."""
        return self._socket.open

    @property
    def strikes(self) -> int:
        """Return how many reconciles in a row found what no event told."""
        return self._strikes

    async def async_start(self) -> None:
        """Begin to listen, until the entry is unloaded."""
        self._entry.async_on_unload(self._socket.async_stop)
        wanted = self._settings.transport
        if wanted is not Transport.SOCKET:
            self._entry.async_on_unload(
                async_listen(
                    self._hass,
                    self._entry.title,
                    self._settings.webhook_id,
                    lambda event: self._hear(Transport.WEBHOOK, event),
                )
            )
            self.active = Transport.WEBHOOK
            if await self._async_assert():
                return
        if wanted is Transport.WEBHOOK:
            self._issues.async_set(NO_WEBHOOK, True)
        else:
            self._use_socket()

    @callback
    def async_assert_soon(self) -> None:
        """Tell the hub again where to post: it has restarted, or someone else told it otherwise."""
        if self.active is Transport.WEBHOOK or self._falls_back:
            self._entry.async_create_background_task(
                self._hass, self._async_assert(), f"post URL of {self._entry.title}"
            )

    @callback
    def async_hub_is_back(self) -> None:
        """Take up what broke when the hub was gone."""
        self.async_assert_soon()
        self._socket.async_hurry()

    async def async_judge(self, changes: Changes) -> None:
        """Draw conclusions from what a reconcile found."""
        heard, self._heard = self._heard, False
        self.async_judge_location(changes)
        if heard:
            self._strikes = 0
            self._issues.async_set(NO_EVENTS, False)
            if self.active is Transport.WEBHOOK:
                self._issues.async_set(NO_WEBHOOK, False)
        elif changes.repaired:
            self._strikes += 1
            await self._async_repair()

    @callback
    def async_judge_location(self, changes: Changes) -> None:
        """Notice a hub that may not tell about modes and HSM: both came to light only by asking."""
        if changes.mode or changes.hsm:
            self._location_strikes += 1
            if self._location_strikes >= STRIKES and self._strikes == 0:
                self._issues.async_set(NO_LOCATION_EVENTS, True)

    @property
    def _falls_back(self) -> bool:
        return (
            self.active is Transport.SOCKET
            and self._settings.transport is Transport.AUTO
        )

    async def _async_repair(self) -> None:
        """Do something about events that do not come."""
        if self.active is Transport.SOCKET:
            self._socket.async_restart()
            self._issues.async_set(NO_EVENTS, self._strikes >= STRIKES)
        elif self._strikes < STRIKES:
            await self._async_assert()
        elif self._settings.transport is Transport.AUTO:
            self._use_socket()
        else:
            self._issues.async_set(NO_WEBHOOK, True)
            await self._async_assert()

    async def _async_assert(self) -> bool:
        """Tell the hub where to post; return whether it took it."""
        url = webhook_url(
            self._hass, self._settings.webhook_id, self._settings.internal_url
        )
        if url is None:
            return False
        try:
            await self._api.set_post_url(url)
        except HubError as err:
            LOGGER.debug("%s does not take its post URL: %s", self._entry.title, err)
            return False
        return True

    @callback
    def _use_socket(self) -> None:
        if self._settings.transport is Transport.AUTO:
            self._issues.async_set(NO_WEBHOOK, True)
        if not self._socket.possible:
            self._issues.async_set(NO_EVENTS, True)
            return
        LOGGER.info("%s: events now come by event socket", self._entry.title)
        self.active = Transport.SOCKET
        self._strikes = 0
        self._socket.async_start()

    @callback
    def _hear(self, transport: Transport, event: HubEvent) -> None:
        if transport is not self.active:
            self._return_to_webhook()
            return
        self.events += 1
        self._heard = True
        if event.kind in (EventKind.MODE, EventKind.HSM):
            self._location_strikes = 0
            self._issues.async_set(NO_LOCATION_EVENTS, False)
        self._receive(event)

    @callback
    def _return_to_webhook(self) -> None:
        """Let a webhook that is heard again take over from the socket."""
        if self._returning or not self._falls_back:
            return
        self._returning = True

        @callback
        def take_over(_: object) -> None:
            self._returning = False
            self.active = Transport.WEBHOOK
            self._socket.async_stop()
            self._issues.async_set(NO_WEBHOOK, False)
            self._catch_up()

        self._entry.async_on_unload(async_call_later(self._hass, OVERLAP, take_over))
