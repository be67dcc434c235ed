"""Delivers events to the webhook: once, in order unless told otherwise, and never again if that failed."""

import asyncio
from typing import Final

import aiohttp

from .clock import Clock
from .events import Event, webhook_body
from .faults import Fault, Faults
from .journal import Journal, WebhookSent

PATIENCE: Final = aiohttp.ClientTimeout(total=10)
HELD: Final = 2.0
"""How long a POST waits to be overtaken, in seconds."""


class Postman:
    """Posts events to one address."""

    def __init__(self, clock: Clock, faults: Faults, journal: Journal) -> None:
        """Start without an address."""
        self.url: str | None = None
        self._clock = clock
        self._faults = faults
        self._journal = journal
        self._queue: asyncio.Queue[WebhookSent] = asyncio.Queue()
        self._held: list[WebhookSent] = []
        self._session: aiohttp.ClientSession | None = None
        self._worker: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to deliver."""
        connector = aiohttp.TCPConnector(ssl=False)
        self._session = aiohttp.ClientSession(connector=connector, timeout=PATIENCE)
        self._worker = asyncio.create_task(self._deliver())

    async def close(self) -> None:
        """Stop; what was not delivered is lost."""
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.wait([self._worker])
        if self._session is not None:
            await self._session.close()

    async def delivered(self) -> None:
        """Wait until everything posted has been answered or given up."""
        await self._queue.join()

    def publish(self, event: Event) -> None:
        """Post an event, as far as the app may tell it."""
        if self.url is None or not event.authorised:
            return
        location = event.device_id is None
        if location and self._faults.strikes(Fault.NO_LOCATION_EVENTS):
            return
        sent = WebhookSent(url=self.url, body=webhook_body(event), at=self._clock.now())
        self._send(sent, event.device_id)

    def _send(self, sent: WebhookSent, device: str | None) -> None:
        if self._faults.strikes(Fault.WEBHOOK_DROP, device=device):
            sent.fault = Fault.WEBHOOK_DROP
            self._journal.webhook(sent)
            return
        if self._faults.strikes(Fault.RECEIVER_500, device=device):
            sent.fault, sent.status = Fault.RECEIVER_500, 500
            self._journal.webhook(sent)
            return
        if delay := self._faults.strikes(Fault.WEBHOOK_DELAY, device=device):
            sent.fault = Fault.WEBHOOK_DELAY
            seconds = 5.0 if delay.seconds is None else delay.seconds
            self._clock.call_later(seconds, lambda: self._queue.put_nowait(sent))
            return
        if not self._held and self._faults.strikes(
            Fault.WEBHOOK_REORDER, device=device
        ):
            sent.fault = Fault.WEBHOOK_REORDER
            self._held.append(sent)
            self._clock.call_later(HELD, self._let_go)
            return
        self._queue.put_nowait(sent)
        if self._faults.strikes(Fault.WEBHOOK_DUPLICATE, device=device):
            again = WebhookSent(url=sent.url, body=sent.body, at=sent.at)
            again.fault = Fault.WEBHOOK_DUPLICATE
            self._queue.put_nowait(again)
        self._let_go()

    def _let_go(self) -> None:
        for sent in self._held:
            self._queue.put_nowait(sent)
        self._held.clear()

    async def _deliver(self) -> None:
        assert self._session is not None
        while True:
            sent = await self._queue.get()
            try:
                async with self._session.post(sent.url, json=sent.body) as response:
                    sent.status = response.status
            except aiohttp.ClientError, TimeoutError, ValueError:
                sent.status = None
            finally:
                self._journal.webhook(sent)
                self._queue.task_done()
