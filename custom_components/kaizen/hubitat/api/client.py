"""A client of Hubitat's Maker API.

The published clients do not import, block, or are abandoned; this one has deadlines, spares the
hub, and never sends a command twice.
"""

import asyncio
from collections.abc import Callable
import random as randomness
import time
from typing import Any, Final, override

import aiohttp

from .address import HubAddress
from .errors import AppError, ArgumentError, NotFoundError, ProtocolError
from .lanes import Lanes
from .transport import Sleep, Transport
from .wire import (
    Argument,
    DeviceRecord,
    Mode,
    PastEvent,
    Room,
    Variable,
    arguments,
    parse_attribute,
    parse_device,
    parse_devices,
    parse_events,
    parse_hsm,
    parse_modes,
    parse_rooms,
    parse_variables,
    segment,
)

TYPED_DEVICES: Final = "devices/*"
"""Undocumented: all devices in one answer, with data types and units."""
FLAT_DEVICES: Final = "devices/all"
DENIALS: Final = 2
"""Successive answers without `TYPED_DEVICES` after which the firmware is taken not to have it."""

_HUB_LANE: Final = ""
# Answered by Maker API itself, in place of a device's own command of that name.
_NOT_COMMANDS: Final = frozenset(
    {
        "attribute",
        "capabilities",
        "commands",
        "deleteDevice",
        "events",
        "setDriver",
        "setLabel",
    }
)


class MakerApi:
    """One Maker API app of a Hubitat hub.

    Every method raises `HubError`; no error and no representation tells the token, a code or what
    a device was told.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        address: HubAddress,
        token: str,
        *,
        ssl: bool | aiohttp.Fingerprint = True,
        sleep: Sleep = asyncio.sleep,
        random: Callable[[], float] = randomness.random,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Talk to the app at `address` through `session`, which stays the caller's.

        A hub's certificate is its own: `ssl` is its fingerprint, or False to believe any.

        Raises:
            InvalidAddressError: The address has no app, or the token is none.
        """
        self.address = address
        self._transport = Transport(
            session, address, token, ssl=ssl, sleep=sleep, random=random
        )
        self._lanes = Lanes(clock=clock, sleep=sleep)
        self._denials = 0

    @override
    def __repr__(self) -> str:
        return f"<MakerApi {self.address.base} app {self.address.app_id}>"

    async def devices(self) -> list[DeviceRecord]:
        """Return all devices chosen in the app, with one request.

        Firmware that does not know `TYPED_DEVICES` answers without data types and units.
        """
        if self._denials >= DENIALS:
            return await self._ask(parse_devices, FLAT_DEVICES)
        try:
            devices = await self._ask(parse_devices, TYPED_DEVICES)
        except NotFoundError, AppError:
            devices = await self._ask(parse_devices, FLAT_DEVICES)
            self._denials += 1
        else:
            self._denials = 0
        return devices

    async def device(self, device_id: str) -> DeviceRecord:
        """Return a device."""
        return await self._ask(parse_device, f"devices/{segment(device_id)}")

    async def attribute(self, device_id: str, name: str) -> Any:
        """Return the present value of an attribute, as the hub tells it."""
        path = f"devices/{segment(device_id)}/attribute/{segment(name)}"
        return await self._ask(parse_attribute, path)

    async def device_events(
        self, device_id: str, num: int | None = None
    ) -> list[PastEvent]:
        """Return a device's latest events, newest first, at most `num`."""
        query = "" if num is None else f"?num={num:d}"
        return await self._ask(
            parse_events, f"devices/{segment(device_id)}/events{query}"
        )

    async def modes(self) -> list[Mode]:
        """Return the modes of the house."""
        return await self._ask(parse_modes, "modes")

    async def set_mode(self, mode_id: str) -> None:
        """Change to a mode."""
        await self._send(_HUB_LANE, f"modes/{_filled(mode_id)}")

    async def hsm(self) -> str | None:
        """Return the state of Hubitat Safety Monitor; None where it is not installed."""
        return await self._ask(parse_hsm, "hsm")

    async def set_hsm(self, command: str) -> None:
        """Send HSM one of its commands; whether it armed is told by events alone."""
        await self._send(_HUB_LANE, f"hsm/{_filled(command)}")

    async def variables(self) -> list[Variable]:
        """Return the hub variables chosen in the app."""
        return await self._ask(parse_variables, "hubvariables")

    async def set_variable(self, name: str, value: str | float | bool) -> None:
        """Set a hub variable."""
        text = str(value).lower() if isinstance(value, bool) else str(value)
        await self._send(_HUB_LANE, f"hubvariables/{_filled(name)}/{segment(text)}")

    async def rooms(self) -> list[Room]:
        """Return the rooms; firmware before 2.4.4.146 does not know them (`NotFoundError`)."""
        return await self._ask(parse_rooms, "rooms")

    async def set_post_url(self, url: str | None) -> None:
        """Have events posted to `url`, or to nobody; the app has only one such address."""
        await self._transport.order(f"postURL/{segment(url)}" if url else "postURL")

    async def command(self, device_id: str, command: str, *args: Argument) -> None:
        """Send a command to a device, after those it was given before.

        That the hub takes it says nothing about the device.

        Raises:
            CommandUnconfirmedError: It was sent and no answer came; ask the device.
            ArgumentError: It cannot be sent.
        """
        if command in _NOT_COMMANDS:
            raise ArgumentError("Not a command of a device")
        path = f"devices/{_filled(device_id)}/{_filled(command)}"
        if args:
            path = f"{path}/{arguments(args)}"
        await self._send(device_id, path)

    async def _send(self, lane: str, path: str) -> None:
        async with self._lanes.turn(lane):
            await self._transport.command(path)

    async def _ask[T](self, parse: Callable[[Any], T], path: str) -> T:
        answer = await self._transport.read(path)
        try:
            return parse(answer)
        except TypeError, ValueError:
            pass
        raise ProtocolError("The answer is not shaped as Maker API's")


def _filled(text: str) -> str:
    """Write a part of a path without which the request would mean something else.

    Raises:
        ArgumentError: It is empty or leads elsewhere.
    """
    if not text.strip():
        raise ArgumentError("A name is missing")
    return segment(text)
