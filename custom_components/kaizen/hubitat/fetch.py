"""Asking a hub for everything, and for a sign of life."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from .api import AppError, HubBusyError, HubError, MakerApi, NotFoundError, Variable
from .model import Snapshot

PATIENCE: Final = 25.0
"""Seconds after which a hub that is asked for a sign of life counts as gone."""
_NOT_OFFERED: Final = (AppError, NotFoundError)


class SilentError(HubBusyError):
    """The hub took the question for a sign of life and did not answer it."""


class Reader:
    """Asks one hub, and remembers what it does not offer."""

    def __init__(self, api: MakerApi, *, variables: bool) -> None:
        """Ask through `api`, for hub variables only if they are wanted."""
        self._api = api
        self._variables = variables
        self._signs: list[Callable[[], Awaitable[Snapshot]]] = []
        self._ids: list[str] = []
        self._turn = 0

    async def everything(self) -> Snapshot:
        """Return all there is to know; what the app may not do is missing from it.

        Raises:
            HubError: The hub does not tell its devices.
        """
        devices = await self._api.devices()
        modes, hsm, variables = await asyncio.gather(
            _answer(self._api.modes),
            _answer(self._api.hsm),
            _answer(self._api.variables if self._variables else _not_wanted),
        )
        self._signs = []
        self._ids = [device.id for device in devices]
        if modes.told:
            self._signs.append(self._ask_modes)
        if hsm.told:
            self._signs.append(self._ask_hsm)
        return Snapshot(
            devices=devices,
            modes=(modes.told or []) if modes.asked else None,
            hsm_asked=hsm.asked,
            hsm=hsm.told,
            variables=(variables.told or []) if variables.asked else None,
        )

    async def sign_of_life(self) -> Snapshot:
        """Ask for something small, in turn, and return what it tells.

        Raises:
            HubError: The hub does not answer as it should.
        """
        self._turn += 1
        signs = self._signs or [self._ask_a_device]
        try:
            async with asyncio.timeout(PATIENCE):
                return await signs[self._turn % len(signs)]()
        except TimeoutError:
            raise SilentError("The hub does not answer in time") from None

    async def _ask_modes(self) -> Snapshot:
        return Snapshot(modes=await self._api.modes())

    async def _ask_hsm(self) -> Snapshot:
        return Snapshot(hsm_asked=True, hsm=await self._api.hsm())

    async def _ask_a_device(self) -> Snapshot:
        if not self._ids:
            return Snapshot(devices=await self._api.devices())
        await self._api.device(self._ids[self._turn % len(self._ids)])
        return Snapshot()


@dataclass(frozen=True, slots=True)
class _Answer[T]:
    asked: bool
    """False if the hub failed to answer: what it said before still counts."""
    told: T | None = None
    """None where the app does not offer it."""


async def _answer[T](ask: Callable[[], Awaitable[T]]) -> _Answer[T]:
    try:
        return _Answer(True, await ask())
    except _NOT_OFFERED:
        return _Answer(True)
    except HubError:
        return _Answer(False)


async def _not_wanted() -> list[Variable]:
    return []
