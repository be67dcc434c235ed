"""Takes PINs: one at a time, counted before it is looked at."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..store import GuardStore
from .lockout import Guesser, Locked
from .pins import Verified, enrol, verify
from .reports import async_clear_lockout, async_report_lockout

MOST_WAITING: Final = 8
"""Guesses in line; each takes 0.2 s per PIN there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """It is nobody's PIN, or nobody's who may."""

    locked: Locked | None
    """What this guess has brought about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """It was not even looked at."""

    locked: Locked


type Verdict = Verified | Wrong | NotTaken


class Keypad:
    """All PINs of the house behind one lock, so that guesses never run side by side."""

    def __init__(self, hass: HomeAssistant, store: GuardStore) -> None:
        """Take PINs against what `store` remembers."""
        self._hass = hass
        self._store = store
        self._one = asyncio.Lock()
        self._waiting = 0

    @property
    def lengths(self) -> frozenset[int]:
        """Return how long the house's PINs are: what else is said was not heard right.

        Raises:
            GuardStoreError: They could not be read.
        """
        return frozenset(record.digits for record in self._store.data.pins.values())

    def locked(self, guesser: Guesser) -> Locked | None:
        """Return what keeps them from guessing.

        Raises:
            GuardStoreError: What was guessed before could not be read.
        """
        return self._store.data.lockout.locked(guesser, _now())

    async def async_try(
        self, candidate: str, guesser: Guesser, allowed: Collection[str] | None = None
    ) -> Verdict:
        """Return whose PIN this is, among `allowed` users; everyone's when None.

        Whoever asked may be gone before the answer: the guess counts all the same.

        Raises:
            GuardStoreError: The guess could not be remembered, so it was not looked at.
        """
        if locked := self.locked(guesser):
            return NotTaken(locked=locked)
        if self._waiting >= MOST_WAITING:
            return NotTaken(locked=Locked(bucket="queue", seconds=1.0))
        task = self._hass.async_create_task(
            self._async_in_line(candidate, guesser, allowed), "kaizen guard: PIN"
        )
        return await asyncio.shield(task)

    async def async_set(
        self, user_id: str, pin: str, duress: str | None = None
    ) -> None:
        """Give a person a PIN, and one for duress, instead of any before.

        Raises:
            PinRefusedError: One of them cannot be had.
            GuardStoreError: It could not be remembered; the old one holds.
        """
        data = self._store.data
        async with self._one:
            record = await self._hass.async_add_executor_job(
                enrol, user_id, pin, duress
            )
            before = data.pins.get(user_id)
            data.pins[user_id] = record
            try:
                await self._store.async_save()
            except Exception:
                data.pins.pop(user_id)
                if before:
                    data.pins[user_id] = before
                raise

    async def async_remove(self, user_id: str) -> None:
        """Forget a person's PINs.

        Raises:
            GuardStoreError: It is not on disk yet.
        """
        async with self._one:
            if self._store.data.pins.pop(user_id, None):
                await self._store.async_save()

    async def async_allow_again(self) -> None:
        """End every lockout, as only the owner may ask for.

        Raises:
            GuardStoreError: It is not on disk yet.
        """
        async with self._one:
            self._store.data.lockout.reset()
            await self._store.async_save()
        async_clear_lockout(self._hass)

    async def _async_in_line(
        self, candidate: str, guesser: Guesser, allowed: Collection[str] | None
    ) -> Verdict:
        self._waiting += 1
        try:
            async with self._one:
                verdict = await self._async_take(candidate, guesser, allowed)
        finally:
            self._waiting -= 1
        if isinstance(verdict, Wrong) and verdict.locked:
            await async_report_lockout(self._hass, verdict.locked)
        return verdict

    async def _async_take(
        self, candidate: str, guesser: Guesser, allowed: Collection[str] | None
    ) -> Verdict:
        data = self._store.data
        lockout = data.lockout
        if locked := lockout.locked(guesser, _now()):
            return NotTaken(locked=locked)
        lockout.count(guesser, _now())
        await self._store.async_save()
        verified = await self._hass.async_add_executor_job(
            verify, list(data.pins.values()), candidate, allowed
        )
        if verified is None:
            return Wrong(locked=lockout.locked(guesser, _now()))
        lockout.take_back(guesser)
        await self._store.async_save()
        return verified


def _now() -> float:
    return dt_util.utcnow().timestamp()
