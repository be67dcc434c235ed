"""The connection to a hub: whether it answers, and that its state is known."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
import time
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.event import async_track_time_interval

from ..const import LOGGER
from .api import AuthError, HubBusyError, HubError, HubEvent, MakerApi, UnreachableError
from .doubts import Doubts
from .feeds import Feeds
from .fetch import Reader, SilentError
from .issues import HubIssues
from .model import Changes, HubState, Snapshot
from .settings import HubSettings

RECONCILE_EVERY: Final = timedelta(minutes=5)
LOOK_EVERY: Final = timedelta(seconds=20)
"""Between signs of life; with the client's patience a lost hub is found within a minute."""
SPACING: Final = 10.0
"""Seconds between two reconciles that events ask for."""
RECENT: Final = 30.0
"""Seconds for which an event proves that a hub that is too busy to answer lives."""


class HubLink:
    """Watches one hub, and asks it for everything whenever something may have been missed."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        *,
        api: MakerApi,
        settings: HubSettings,
        state: HubState,
        publish: Callable[[Changes], None],
        availability_changed: Callable[[], None],
        reconciled: Callable[[], Awaitable[None]],
    ) -> None:
        """Keep `state` that of the hub and tell `publish` what changes."""
        self.available = False
        self._hass = hass
        self._entry = entry
        self._state = state
        self._publish = publish
        self._availability_changed = availability_changed
        self._reconciled = reconciled
        self._reader = Reader(api, variables=settings.variables)
        self._lock = asyncio.Lock()
        self._heard = -RECENT
        self._checking = False
        self.issues = HubIssues(hass, entry)
        self.feeds = Feeds(
            hass,
            entry,
            api=api,
            settings=settings,
            issues=self.issues,
            receive=self._receive,
            catch_up=self.async_request_reconcile,
            lost=self.async_request_check,
        )
        self._doubts = Doubts(hass, api, state, publish)
        self._soon = Debouncer(
            hass,
            LOGGER,
            cooldown=SPACING,
            immediate=True,
            function=self._async_catch_up,
            background=True,
        )

    async def async_start(self) -> None:
        """Ask for everything, then listen and watch until the entry is unloaded.

        Raises:
            HubError: The hub does not answer as it should.
        """
        self._publish(await self._async_read())
        self.available = True
        on_unload = self._entry.async_on_unload
        on_unload(self.issues.async_withdraw)
        on_unload(self._soon.async_shutdown)
        on_unload(self._doubts.async_stop)
        on_unload(
            async_track_time_interval(
                self._hass, self._async_look, LOOK_EVERY, cancel_on_shutdown=True
            )
        )
        on_unload(
            async_track_time_interval(
                self._hass,
                self._async_reconcile_on_time,
                RECONCILE_EVERY,
                cancel_on_shutdown=True,
            )
        )
        await self.feeds.async_start()
        await self._reconciled()

    async def async_reconcile(self) -> None:
        """Ask for everything and take it over.

        Raises:
            HubError: The hub does not answer as it should; that is noted.
        """
        try:
            changes = await self._async_read()
        except HubError as err:
            self._note_failure(err)
            raise
        self._publish(changes)
        self._doubts.async_raise(changes.contested)
        self._note_success()
        await self.feeds.async_judge(changes)
        await self._reconciled()

    @callback
    def async_request_reconcile(self) -> None:
        """Ask for everything soon: something may have been missed."""
        self._soon.async_schedule_call()

    @callback
    def async_request_check(self) -> None:
        """Look now whether the hub answers."""
        self._entry.async_create_background_task(
            self._hass, self._async_look(), f"look at {self._entry.title}"
        )

    @callback
    def async_doubt(self, err: HubError, device_id: str | None) -> None:
        """Find out what a failed command has come to."""
        if device_id is None:
            self.async_request_reconcile()
        else:
            self._doubts.async_raise([device_id])
        self.async_request_check()

    @callback
    def _receive(self, event: HubEvent) -> None:
        self._heard = time.monotonic()
        changes = self._state.apply(event)
        self._publish(changes)
        self._doubts.async_hear(event)
        if changes.restarted:
            self.feeds.async_assert_soon()
        if changes.reconcile:
            self.async_request_reconcile()

    async def _async_read(self) -> Changes:
        async with self._lock:
            mark = self._state.mark()
            return self._state.reconcile(await self._reader.everything(), mark)

    async def _async_look(self, _: datetime | None = None) -> None:
        """Ask for a sign of life; a hub that was gone, for everything."""
        if self._checking:
            return
        self._checking = True
        try:
            if self.available:
                await self._async_check()
            else:
                await self._async_catch_up()
        finally:
            self._checking = False

    async def _async_check(self) -> None:
        mark = self._state.mark()
        try:
            snapshot = await self._reader.sign_of_life()
        except (UnreachableError, AuthError, SilentError) as err:
            self._note_failure(err)
            return
        except HubError:
            # What the app no longer offers and an app that is gone sound the same.
            await self._async_catch_up()
            return
        self._take(snapshot, mark)

    def _take(self, snapshot: Snapshot, mark: int) -> None:
        changes = self._state.reconcile(snapshot, mark)
        self._publish(changes)
        self.feeds.async_judge_location(changes)

    async def _async_reconcile_on_time(self, _: datetime) -> None:
        if self.available:
            await self._async_catch_up()

    async def _async_catch_up(self) -> None:
        try:
            await self.async_reconcile()
        except HubError:
            return

    def _heard_lately(self) -> bool:
        return time.monotonic() - self._heard < RECENT

    @callback
    def _note_success(self) -> None:
        self.issues.async_note_reachable()
        if self.available:
            return
        LOGGER.info("%s is back", self._entry.title)
        self.available = True
        self._availability_changed()
        self.feeds.async_hub_is_back()

    @callback
    def _note_failure(self, err: HubError) -> None:
        if isinstance(err, AuthError):
            self._entry.async_start_reauth(self._hass)
        if isinstance(err, HubBusyError) and self._heard_lately():
            return
        self.issues.async_note_failure(err)
        if not self.available:
            return
        LOGGER.warning("%s is unavailable: %s", self._entry.title, err)
        self.available = False
        self._availability_changed()
