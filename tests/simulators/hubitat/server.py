"""The hub as a server: listens, asks for the token, lets faults strike, keeps the journal."""

import asyncio
from collections.abc import Coroutine, Iterable
from random import Random
import ssl
from typing import Any, Final, Self

from aiohttp import web

from . import appliances, lighting, openings  # noqa: F401  (register what commands do)
from .ambient import Ambient
from .answers import Refused
from .app import MakerApp
from .capacity import Capacity, Limits
from .clock import Clock
from .devices import Device
from .events import Event
from .faults import MISHAPS, Fault, Faults, Planned
from .fleet import fleet, strangers
from .gate import BASE, Gate
from .house import House
from .hsm import SafetyMonitor
from .journal import Journal
from .mishaps import MISHAP
from .physics import Bench
from .postman import Postman
from .sockets import EventSockets
from .tls import over_tls, self_signed

TOKEN: Final = "5eed0000-cafe-4bad-9ace-00c0ffee0074"
APP_ID: Final = "37"
FIRMWARE: Final = "2.5.2.129"
STRANGERS_FROM: Final = 90_000
QUIET: Final = 60.0
"""Seconds `settle` lets pass at most unless told otherwise."""


class HubSimulator:
    """A hub on 127.0.0.1; an async context manager."""

    def __init__(
        self,
        *,
        seed: int = 1,
        devices: Iterable[Device] | None = None,
        port: int = 0,
        token: str = TOKEN,
        app_id: str = APP_ID,
        firmware: str = FIRMWARE,
        realtime: bool = False,
        speed: float = 1.0,
        ambient: bool = False,
        limits: Limits = Limits(),
        mislabelled: float = 0.25,
    ) -> None:
        """Prepare a hub; without `devices` it has the fleet of 74 and two that Maker API must not show."""
        chosen = fleet(seed=seed) if devices is None else list(devices)
        self.port = port
        self.token = token
        self.app_id = app_id
        self.firmware = firmware
        self.mislabelled = mislabelled
        """The share of JSON answers that call themselves text/html."""
        self.rng = Random(f"{seed} hub")
        self.clock = Clock(realtime=realtime, speed=speed)
        self.clock.quiesce = self._quiesce
        self.faults = Faults(Random(f"{seed} faults"))
        self.journal = Journal()
        self.house = House(self.clock, [*chosen, *strangers(STRANGERS_FROM)])
        self.house.listeners.append(self._hear)
        self.hsm = SafetyMonitor(clock=self.clock, house=self.house)
        self.postman = Postman(self.clock, self.faults, self.journal)
        self.sockets = EventSockets(self.clock, self.faults)
        bench = Bench(self.clock, self.house, self.faults, Random(f"{seed} physics"))
        app = MakerApp(
            clock=self.clock,
            house=self.house,
            hsm=self.hsm,
            faults=self.faults,
            journal=self.journal,
            bench=bench,
            postman=self.postman,
        )
        capacity = Capacity(self.clock, limits, self.faults, self.journal, self.rng)
        self._gate = Gate(self, app, capacity)
        self._ambient = (
            Ambient(self.clock, self.house, Random(f"{seed} ambient"))
            if ambient
            else None
        )
        self.fingerprint: bytes | None = None
        """The SHA-256 of the certificate while the hub speaks TLS."""
        self._tls: ssl.SSLContext | None = None
        self.starting: Refused | None = None
        """What the hub answers to everything while it starts."""
        self._down = False
        self._tasks: set[asyncio.Task[Any]] = set()
        self._listener: asyncio.Server | None = None
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Return the hub's address."""
        scheme = "https" if self._tls else "http"
        return f"{scheme}://127.0.0.1:{self.port}"

    @property
    def maker_url(self) -> str:
        """Return the address the app's page shows, token included."""
        return f"{self.url}{BASE}{self.app_id}/devices?access_token={self.token}"

    @property
    def devices(self) -> dict[str, Device]:
        """Return the devices chosen in the app, by id."""
        return {device.id: device for device in self.house.authorised}

    @property
    def truth(self) -> dict[str, dict[str, Any]]:
        """Return what every device would say if asked, typed, by id and attribute."""
        return {
            device.id: {name: a.value for name, a in device.attributes.items()}
            for device in self.house.authorised
        }

    def find(self, label: str) -> Device:
        """Return the first device of this name."""
        return next(d for d in self.house.devices.values() if d.label == label)

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.close()

    async def start(self) -> None:
        """Listen."""
        await self.postman.start()
        self.sockets.start()
        if self._ambient is not None:
            self._ambient.start()
        app = web.Application()
        app.router.add_get("/eventsocket", self._gate.event_socket)
        app.router.add_route("*", "/{path:.*}", self._gate.serve)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True)
        await self._runner.setup()
        await self.listen()

    async def close(self) -> None:
        """Cut every connection and stop."""
        self.clock.clear()
        await self.refuse()
        await self._tasks_done()
        await self.postman.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def listen(self) -> None:
        """Accept connections, on the same port as before."""
        if self._listener is not None or self._runner is None:
            return
        loop = asyncio.get_running_loop()
        plain = self._runner.server
        assert plain is not None
        factory = over_tls(plain, self._tls) if self._tls else plain
        self._listener = await loop.create_server(factory, "127.0.0.1", self.port)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def refuse(self) -> None:
        """Stop listening and cut what is open."""
        if (listener := self._listener) is None:
            return
        self._listener = None
        listener.close()
        listener.abort_clients()
        await listener.wait_closed()

    async def go_down(self) -> None:
        """Fall silent, as a hub that loses power."""
        self._down = True
        await self.refuse()

    def start_up(self, phase: Refused | None) -> None:
        """Listen again and answer everything with `phase`; with None the hub is up."""
        self.starting = phase
        self._down = phase is not None
        self._spawn(self.listen())

    async def advance(self, seconds: float) -> None:
        """Let time pass and what happens be delivered."""
        await self.clock.advance(seconds)

    async def settle(self, limit: float = QUIET) -> None:
        """Let time pass until no device moves and nothing is on its way any more."""
        await self.clock.settle(limit)

    async def fault(self, fault: Fault | str, **options: Any) -> Any:
        """Let something go wrong; `options` are those of `Planned`, or of the mishap. Returns what a mishap tells: an id, a token, an address."""
        fault = Fault(fault)
        if fault in MISHAPS:
            return await MISHAP[fault](self, options)
        self.faults.plan(fault, Planned(**options))
        if fault is Fault.UNREACHABLE:
            await self.refuse()
        elif fault is Fault.SELF_SIGNED_TLS:
            await self._speak(*self_signed())
        elif fault is Fault.SOCKET_REFUSED:
            await self.sockets.close()
        return None

    async def heal(self, fault: Fault | str | None = None) -> None:
        """End a lasting fault, or all of them."""
        fault = None if fault is None else Fault(fault)
        self.faults.heal(fault)
        if self._tls and fault in (None, Fault.SELF_SIGNED_TLS):
            await self._speak(None, None)
        if fault in (None, Fault.UNREACHABLE) and not self._down:
            await self.listen()

    def report(
        self, device: str, attribute: str, value: Any, *, silent: bool = False
    ) -> None:
        """Let a device report something by itself; `silent` for a change nobody is told."""
        if not self.faults.strikes(Fault.RADIO_OFF):
            found = self.house.devices[device]
            self.house.change(found, attribute, value, silent=silent, type="physical")

    def press(self, device: str, button: int = 1, kind: str = "pushed") -> None:
        """Let someone press a button: pushed, held, doubleTapped or released."""
        if not self.faults.strikes(Fault.RADIO_OFF):
            found = self.house.devices[device]
            self.house.change(found, kind, button, always=True, type="physical")

    def _hear(self, event: Event) -> None:
        if self._down:
            return
        self.postman.publish(event)
        self.sockets.publish(event)
        self.hsm.observe(event)

    async def _speak(self, tls: ssl.SSLContext | None, print_: bytes | None) -> None:
        await self.refuse()
        self._tls, self.fingerprint = tls, print_
        await self.listen()

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tasks_done(self) -> None:
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _quiesce(self) -> None:
        await self._tasks_done()
        await self.postman.delivered()
        await self.sockets.delivered()
        await asyncio.sleep(0)
